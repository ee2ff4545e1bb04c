import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  headBytes,
  printDirectories,
  type NewDirectory,
} from '../../../../../src/engines/image/tiff/write-directories.ts';
import {
  numbersOf,
  openTiff,
  readDirectory,
  TAG,
  type Tiff,
  type TiffEntry,
} from '../../../../../src/system/read-tiff.ts';

const bytesEntry = fc
  .record({ tag: fc.integer({ min: 1, max: 30_000 }), data: fc.uint8Array({ minLength: 1, maxLength: 40 }) })
  .map(({ tag, data }): TiffEntry => ({ tag, type: 7, count: data.length, data: Buffer.from(data) }));

const entries = fc.uniqueArray(bytesEntry, { selector: ({ tag }) => tag, minLength: 1, maxLength: 12 });

const directory: fc.Arbitrary<NewDirectory> = fc
  .record({ entries, exif: fc.option(entries, { nil: undefined }), gps: fc.option(entries, { nil: undefined }) })
  .map(({ entries: own, exif, gps }) => ({
    entries: own,
    children: new Map([...(exif ? ([[TAG.exif, exif]] as const) : []), ...(gps ? ([[TAG.gps, gps]] as const) : [])]),
  }));

const byTag = (list: readonly TiffEntry[]): TiffEntry[] => [...list].sort((a, b) => a.tag - b.tag);

async function readChildren(tiff: Tiff, own: readonly TiffEntry[]): Promise<Map<number, TiffEntry[]>> {
  const children = new Map<number, TiffEntry[]>();
  for (const tag of [TAG.exif, TAG.gps]) {
    const [position] = numbersOf({ entries: own }, tag);
    if (position !== undefined) children.set(tag, [...(await readDirectory(tiff, position)).entries]);
  }
  return children;
}

describe('the head of a pyramid file', () => {
  it.each([['classic TIFF', false] as const, ['BigTIFF', true] as const])(
    'reads back as %s: every field, every child, in one chain, as long as announced',
    async (_, big) => {
      await fc.assert(
        fc.asyncProperty(fc.array(directory, { minLength: 1, maxLength: 4 }), async (directories) => {
          const head = printDirectories(directories, big);
          expect(head.length).toBe(headBytes(directories, big));
          const tiff = await openTiff(async (position, length) => head.subarray(position, position + length));
          expect(tiff.big).toBe(big);
          let at = tiff.first;
          for (const expected of directories) {
            expect(at % 2).toBe(0);
            const { entries: got, next } = await readDirectory(tiff, at);
            expect(got.filter(({ tag }) => tag !== TAG.exif && tag !== TAG.gps)).toEqual(byTag(expected.entries));
            const children = new Map([...(expected.children ?? [])].map(([tag, list]) => [tag, byTag(list)]));
            expect(await readChildren(tiff, got)).toEqual(children);
            at = next;
          }
          expect(at).toBe(0);
        }),
      );
    },
  );
});
