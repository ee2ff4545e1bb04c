import { createHash } from 'node:crypto';
import { cp, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import glob from 'fast-glob';
import { ownFolder } from './own-folder.ts';
import { inRepository } from './repository.ts';

/** A copy of a folder of `fixtures/`, which the test may do anything to: in a folder of its own, or at `to`. */
export async function copyFixture(from: string, to = ownFolder()): Promise<string> {
  await mkdir(path.dirname(to), { recursive: true });
  await cp(inRepository('fixtures', from), to, { recursive: true });
  return to;
}

/** Every file below a folder, `/`-separated and sorted; those of `.dmx/` are nobody's business. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  const files = await glob('**/*', { cwd: folder, dot: true, ignore: ['**/.dmx/**'] });
  return files.toSorted();
}

/** The digest of every file below a folder: what "the same bytes" means. */
export async function digestFiles(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = (await listFiles(folder)).map(async (file) => {
    const bytes = await readFile(path.join(folder, file));
    return [file, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
