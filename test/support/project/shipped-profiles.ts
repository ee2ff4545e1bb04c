import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseLibrary, type ProfileFile } from '../../../src/profiles/parse.ts';

const FOLDER = fileURLToPath(new URL('../../../profiles/', import.meta.url));

/** The shipped profiles and presets, as files. */
export function shippedFiles(): readonly ProfileFile[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  return names.toSorted().map((name) => ({ name, text: readFileSync(`${FOLDER}${name}`, 'utf8'), shipped: true }));
}

/** Everything shipped, and the user's own files. */
export function libraryWith(...texts: readonly string[]): ReturnType<typeof parseLibrary> {
  const own = texts.map((text, i) => ({ name: `${i + 1}.yaml`, text, shipped: false }));
  return parseLibrary([...shippedFiles(), ...own]);
}
