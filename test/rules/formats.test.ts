import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FORMAT_ROWS } from '../../src/model/formats/formats.ts';
import { MASTER_FORMATS } from '../../src/model/formats/master-formats.ts';
import { OUTPUT_FORMATS } from '../../src/model/formats/output-formats.ts';
import { inRepository } from '../support/files/repository.ts';
import { readSources } from '../support/rules/source.ts';

/** Where the rows stand, and what each does. */
const ROWS = ['formats', 'master-only-formats', 'clip-formats'].map((name) => `model/formats/${name}.ts`);
const FILES = 'engines/formats/';

/** Files that say which type they write themselves, which is no knowledge of the format. */
const WRITERS: Readonly<Record<string, readonly string[]>> = {
  'engines/image/pyramid/render-pyramid.ts': ['image/tiff'],
  'engines/video/sprite.ts': ['image/png'],
  'engines/video/still.ts': ['image/png'],
  'model/formats/codecs.ts': ['video/mp4', 'video/webm'],
};

const MIMES = new Set([...MASTER_FORMATS, ...OUTPUT_FORMATS].map(({ mime }) => mime));

/** What stands between quotes in a text, its comments left out. */
function literalsOf(text: string): readonly string[] {
  const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(['"`])((?:(?!\1)[^\\\n]|\\.)*)\1/g)].map(([, , literal = '']) => literal);
}

/** MIME types of formats that a file of the sources names although it is no row, no format's file and no writer. */
function knownBeside(path: string, text: string): readonly string[] {
  if (ROWS.includes(path) || path.startsWith(FILES)) return [];
  return literalsOf(text).filter((literal) => MIMES.has(literal) && !WRITERS[path]?.includes(literal));
}

/** Choices by the name of an encoder, which is for rows to make: `format.encoder === 'jpeg'`. */
const choosesByName = (text: string): boolean => /\bencoder\s*[!=]==\s*['"]/.test(text);

describe('a format', () => {
  const sources = readSources().map(({ path }) => ({ path, text: readFileSync(inRepository('src', path), 'utf8') }));

  it('is known to its row and its file alone', () => {
    expect(sources.flatMap(({ path, text }) => knownBeside(path, text).map((mime) => `${path}: ${mime}`))).toEqual([]);
    expect(sources.filter(({ text }) => choosesByName(text)).map(({ path }) => path)).toEqual([]);
  });

  it('is named by every writer that may name it', () => {
    for (const [path, mimes] of Object.entries(WRITERS)) {
      const literals = literalsOf(sources.find((source) => source.path === path)?.text ?? '');
      expect(literals, path).toEqual(expect.arrayContaining([...mimes]));
    }
  });

  it.each([
    ['run/a.ts', `const SHOWN = ['image/jpeg'];`],
    ['system/a.ts', 'if (mime === "image/avif") return;'],
    ['engines/video/still.ts', `probe(file, 'image/webp');`],
  ])('is found to be known in %s: %s', (path, text) => {
    expect(knownBeside(path, text)).toHaveLength(1);
  });

  it.each([
    ['run/a.ts', `// Not 'image/jpeg'.\nconst about = 'images/jpeg';`],
    ['engines/formats/heic.ts', `const mime = 'image/heic';`],
    ['engines/video/still.ts', `probe(file, 'image/png');`],
  ])('is not found to be known in %s: %s', (path, text) => {
    expect(knownBeside(path, text)).toEqual([]);
  });

  it('is a row of pictures or of clips, whose types and names no other has', () => {
    const mimes = MASTER_FORMATS.map(({ mime }) => mime);
    const names = OUTPUT_FORMATS.flatMap((format) => format.names);
    expect(new Set(mimes).size).toBe(mimes.length);
    expect(new Set(names).size).toBe(names.length);
    for (const [name, { kind, decoding, output, encoding }] of FORMAT_ROWS) {
      if (kind === 'video') expect([decoding, output, encoding], name).toEqual([undefined, undefined, undefined]);
      if (encoding) expect(output, name).toBeDefined();
    }
  });

  it('has one engine text for each extension', () => {
    const written = OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null);
    const pairs = new Set(written.map(({ extension, encoder }) => `${extension} ${encoder}`));
    expect(new Set(written.map(({ extension }) => extension)).size).toBe(pairs.size);
  });
});
