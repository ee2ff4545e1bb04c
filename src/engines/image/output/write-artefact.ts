import { writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { once } from '../../../base/once.ts';
import { engineVersion } from '../../../model/engine-version.ts';
import type { Artefact, JobRendition } from '../../../model/jobs/job.ts';
import type { Size } from '../../../model/geometry.ts';
import { digestFile, digestOf } from '../../../system/digest.ts';
import { storageError } from '../../../system/storage-error.ts';
import { detectorVersions } from '../../crop/detector-versions.ts';
import { imageEncoderVersions } from './encoder-versions.ts';

/** The outcome of the search for a quality. */
export interface Searched {
  readonly quality?: number;
  /** SSIMULACRA 2. */
  readonly score?: number;
}

/** The facts of a finished file. */
export interface Finished extends Size, Searched {
  readonly mime: string;
}

/** The path in scratch at which the file of a rendition is made: names are unique within a job. */
export function scratchFile(scratch: string, { name, extension }: JobRendition): string {
  return path.join(scratch, `${name}.${extension}`);
}

/** The versions of the encoders and detectors that are installed: read when the first rendition has been made. */
const installedVersions = once(() => ({ ...imageEncoderVersions(), ...detectorVersions() }));

/** The engine text that is recorded with a rendition. */
function stampOf(rendition: JobRendition): string {
  return engineVersion(installedVersions(), rendition) ?? '';
}

/** Writes an encoded rendition into scratch; its digest is taken from memory. Throws StorageError. */
export async function storeBytes(
  bytes: Buffer,
  rendition: JobRendition,
  finished: Finished,
  scratch: string,
): Promise<Artefact> {
  const file = scratchFile(scratch, rendition);
  try {
    // At once: the way through the thread pool, three times, takes longer than most files.
    writeFileSync(file, bytes);
  } catch (error) {
    throw storageError(error, scratch, file);
  }
  const sha256 = digestOf(bytes);
  const engine = stampOf(rendition);
  return { name: rendition.name, file, ...finished, bytes: bytes.length, sha256, engine };
}

/** Takes a pyramid that was written by itself. */
export async function takePyramid(
  file: string,
  rendition: JobRendition,
  { width, height, mime }: Finished,
): Promise<Artefact> {
  const [sha256, { size: bytes }] = await Promise.all([digestFile(file), stat(file)]);
  const engine = stampOf(rendition);
  return { name: rendition.name, file, mime, width, height, bytes, sha256, engine };
}
