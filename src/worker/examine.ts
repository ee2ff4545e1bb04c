import { isPromised } from '../model/seeming.ts';
import { tmpdir } from 'node:os';

import type { Facts } from '../model/asset.ts';
import { SourceError, toErrorData } from '../model/errors.ts';
import { conversionHint, type MasterFormat, masterFormat } from '../model/formats/master-formats.ts';
import type { Examination } from '../model/jobs/job.ts';
import type { SourceFile } from '../model/place.ts';
import { digestFile } from '../system/digest.ts';
import { isUntouched } from '../system/file-stat.ts';
import { masterError } from '../system/master-error.ts';
import { readSeeming } from '../system/seeming.ts';
import { sniff } from '../system/sniff.ts';
import type { EngineSettings } from '../engines/engine.ts';
import type { Engines } from './engines.ts';
import { changed } from './failure.ts';
import { nameOf, type Ports, statSource, withSource } from './ports.ts';

// A file that is being copied into the library changes all the time; one that is saved once does not change twice.
const ATTEMPTS = 2;

function unsupported(format: MasterFormat): SourceError {
  const message = `expected a picture in a format that dmx reads, got ${format.label}`;
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint: conversionHint(format) });
}

async function probe(file: string, format: MasterFormat, engines: Engines, settings: EngineSettings): Promise<Facts> {
  const { kind, mime, readable } = format;
  if (!readable) throw unsupported(format);
  return engines[kind].probe(file, mime, settings);
}

/** A file whose bytes are no picture or clip: it is read as a whole only where its name says that it should be one. */
async function readForeign(file: string, found: string | null): Promise<Examination> {
  const seeming = await readSeeming(file, found);
  return { sha256: isPromised(file, seeming) ? await digestFile(file) : '', mime: null, seeming };
}

/** Reads a file once, from its first bytes to its facts. What is no asset is not read further. */
async function read(file: string, engines: Engines, settings: EngineSettings): Promise<Examination> {
  const found = await sniff(file);
  const format = found === null ? undefined : masterFormat(found);
  if (!format) return readForeign(file, found);
  const { mime } = format;
  const sha256 = await digestFile(file);
  try {
    return { sha256, mime, facts: await probe(file, format, engines, settings) };
  } catch (error) {
    return { sha256, mime, error: toErrorData(error) };
  }
}

/**
 * Digest, kind and facts of a file, all of one state of it. Throws nothing: what is wrong stands in the examination.
 */
export async function examine(
  file: SourceFile,
  ports: Ports,
  engines: Engines,
  settings: EngineSettings,
): Promise<Examination> {
  const name = nameOf(file, ports);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const before = await statSource(file, ports);
      const examination = await withSource(file, tmpdir(), ports, (local) => read(local, engines, settings));
      if (isUntouched(before, await statSource(file, ports))) return { ...examination, stat: before };
    }
    throw changed(name);
  } catch (error) {
    return { sha256: '', mime: null, error: toErrorData(masterError(error, name)) };
  }
}
