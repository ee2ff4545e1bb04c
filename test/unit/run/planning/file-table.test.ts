import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from '../../../../src/base/text.ts';
import type { ScannedFile } from '../../../../src/model/asset.ts';
import { FileTable } from '../../../../src/run/planning/file-table.ts';

/** A file as a walk finds it. */
function found(file: string, stat: Partial<ScannedFile['stat']> = {}): ScannedFile {
  return { file, path: file.normalize('NFC'), stat: { bytes: 7, mtimeNs: '1', inode: '2', ctimeNs: '3', ...stat } };
}

function tableOf(files: readonly ScannedFile[], isJudged: (file: ScannedFile) => boolean = () => true): FileTable {
  const table = new FileTable();
  for (const file of files) table.add(file, isJudged(file));
  return table;
}

const COMPOSED = '\u00e9.jpg';
const DECOMPOSED = 'e\u0301.jpg';

describe('a table of files', () => {
  it('gives back every file as it was found, in UTF-8 order', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
    const integer = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
    const time = fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }).map(String);
    const stat = fc.record(
      { bytes: fc.maxSafeNat(), mtimeNs: time, inode: integer, ctimeNs: time },
      { requiredKeys: [] },
    );
    const files = fc.uniqueArray(fc.tuple(name, stat), { selector: ([text]) => text.normalize('NFC'), maxLength: 40 });
    fc.assert(
      fc.property(files, (all) => {
        const given = all.map(([text, said]) => found(text, said));
        const expected = given.toSorted((a, b) => compareUtf8(a.path, b.path));
        expect([...tableOf(given).judged()]).toEqual(expected);
      }),
    );
  });

  it('knows a file whose ctime was not noted', () => {
    const { ctimeNs: _none, ...stat } = found('a').stat;
    expect([...tableOf([{ file: 'a', path: 'a', stat }]).judged()][0]?.stat).toEqual(stat);
  });

  it('puts more files than one page holds in order', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `f${(i * 7919) % 10_000}.png`);
    const list = tableOf(names.map((name) => found(name))).judged();
    expect([...list.paths()]).toEqual(names.toSorted(compareUtf8));
  });

  it('finds each of many files, and none beside them', () => {
    const names = Array.from({ length: 3000 }, (_, i) => `${String(i).padStart(4, '0')}.png`);
    const list = tableOf(names.map((name) => found(name))).judged();
    expect(names.every((name) => list.has(name))).toBe(true);
    expect(names.some((name) => list.has(`${name}x`))).toBe(false);
    expect(list.length).toBe(3000);
  });

  it('puts files of two folders that are called alike in order', () => {
    const names = ['\u00e9/a', '\u00e9/c', 'e\u0301/a', 'e\u0301/b'];
    const list = tableOf(names.map((name) => found(name))).judged();
    expect([...list.paths()]).toEqual(['e\u0301/a', '\u00e9/a', '\u00e9/b', '\u00e9/c']);
  });

  it('tells which paths it has, in the spelling of the asset', () => {
    const list = tableOf(['b', 'd', DECOMPOSED, 'a/x', 'gone'].map((name) => found(name))).judged();
    const some = list.filter(({ path }) => path !== 'gone');
    for (const path of ['b', 'd', COMPOSED, 'a/x']) expect(some.has(path)).toBe(true);
    for (const path of ['', 'a', 'c', DECOMPOSED, 'gone', 'z']) expect(some.has(path)).toBe(false);
    expect(tableOf([]).judged().has('a')).toBe(false);
  });

  it('lists what is judged, and knows the paths of all', () => {
    const table = tableOf([found('b'), found('a'), found('c')], ({ file }) => file !== 'a');
    expect([...table.judged().paths()]).toEqual(['b', 'c']);
    expect([
      ...table
        .judged()
        .filter(({ path }) => path > 'b')
        .paths(),
    ]).toEqual(['c']);
    expect([...table.paths()].toSorted()).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['the composed one first', [COMPOSED, DECOMPOSED]],
    ['the composed one last', [DECOMPOSED, COMPOSED]],
  ])('leaves the asset path to one of two spellings, whichever was found earlier: %s', (_, names) => {
    const files = [...tableOf(names.map((name) => found(name))).judged()];
    expect(files.map(({ file, path }) => [file, path])).toEqual([
      [DECOMPOSED, DECOMPOSED],
      [COMPOSED, COMPOSED],
    ]);
  });

  it('leaves it to the first of those that are all spelled otherwise', () => {
    const [first, second] = ['a\u0301e\u0301', 'a\u0301\u00e9'].toSorted(compareUtf8) as [string, string];
    const files = [...tableOf([found(second), found(first)]).judged()];
    expect(files).toContainEqual(found(first));
    expect(files).toContainEqual({ ...found(second), path: second });
  });
});
