import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { compareUtf8 } from '../../../base/text.ts';
import type { Artefact } from '../../../model/jobs/job.ts';
import type { PackagedFile, PackagedSet } from '../../../model/rendition.ts';
import { digestFile, digestOf } from '../../../system/digest.ts';

async function listFiles(folder: string): Promise<readonly PackagedFile[]> {
  const names = (await readdir(folder)).toSorted(compareUtf8);
  const files: PackagedFile[] = [];
  for (const name of names) {
    const file = path.join(folder, name);
    files.push({ path: name, bytes: (await stat(file)).size, sha256: await digestFile(file) });
  }
  return files;
}

/** A finished folder as one rendition. `about`: what is in it, besides its files. */
export async function takeFolder(
  folder: string,
  about: Pick<Artefact, 'name' | 'mime' | 'width' | 'height' | 'engine'> & Omit<PackagedSet, 'files'>,
): Promise<Artefact> {
  const { entry, rungs, ...facts } = about;
  const files = await listFiles(folder);
  const list = files.map(({ path: name, sha256 }) => `${sha256}  ${name}\n`).join('');
  return {
    ...facts,
    file: folder,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    // Of the list of its files, as `sha256sum` prints it.
    sha256: digestOf(list),
    packaged: { entry, ...(rungs === undefined ? {} : { rungs }), files },
  };
}
