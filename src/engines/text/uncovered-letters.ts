import { readFile } from 'node:fs/promises';
import { loadHarfBuzz } from './harfbuzz.ts';
import { unpackFontFile } from './open-fonts.ts';

/** The letters that the fonts of a file have, by the file. */
const KNOWN = new Map<string, ReadonlySet<number>>();

async function lettersOf(file: string): Promise<ReadonlySet<number>> {
  const known = KNOWN.get(file);
  if (known) return known;
  const { Blob, Face } = await loadHarfBuzz();
  const bytes = await readFile(file)
    .then(unpackFontFile)
    .catch(() => undefined);
  const letters = new Set(bytes ? new Face(new Blob(bytes), 0).collectUnicodes() : []);
  KNOWN.set(file, letters);
  return letters;
}

/** The letters that no font of these files has; files are read as far as letters are left. */
export async function uncoveredLetters(
  letters: readonly string[],
  files: readonly string[],
): Promise<readonly string[]> {
  let left = letters;
  for (const file of files) {
    if (left.length === 0) break;
    const has = await lettersOf(file);
    left = left.filter((letter) => !has.has(letter.codePointAt(0) ?? 0));
  }
  return left;
}
