import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printDirectories } from '../../../src/engines/image/tiff/write-directories.ts';
import { FIELD, makeNumbers, numbersOf, openTiff, readDirectory, type ReadAt } from '../../../src/system/read-tiff.ts';

const readFrom =
  (bytes: Buffer): ReadAt =>
  async (position, length) =>
    bytes.subarray(position, position + length);

/** A big-endian directory as cameras write them: width 300 (SHORT), artist "Ada Lovelace", x resolution 72/1. */
function bigEndianTiff(): Buffer {
  const bytes = Buffer.alloc(80);
  bytes.write('MM\0*', 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(3, 8);
  const row = (at: number, tag: number, type: number, count: number): void => {
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt32BE(count, at + 4);
  };
  row(10, 256, 3, 1);
  bytes.writeUInt16BE(300, 18);
  row(22, 282, 5, 1);
  bytes.writeUInt32BE(50, 30);
  row(34, 315, 2, 13);
  bytes.writeUInt32BE(58, 42);
  bytes.writeUInt32BE(0, 46);
  bytes.writeUInt32BE(72, 50);
  bytes.writeUInt32BE(1, 54);
  bytes.write('Ada Lovelace\0', 58, 'latin1');
  return bytes;
}

describe('reading TIFF directories', () => {
  it('gives the values of a big-endian file in little-endian order', async () => {
    const tiff = await openTiff(readFrom(bigEndianTiff()));
    const directory = await readDirectory(tiff, tiff.first);
    expect(directory.next).toBe(0);
    expect(numbersOf(directory, 256)).toEqual([300]);
    const [, resolution, artist] = directory.entries;
    expect([resolution?.data.readUInt32LE(0), resolution?.data.readUInt32LE(4)]).toEqual([72, 1]);
    expect(artist?.data.toString('latin1')).toBe('Ada Lovelace\0');
  });

  it('takes a directory for the last one where the file ends with its fields', async () => {
    const tiff = await openTiff(readFrom(bigEndianTiff().subarray(0, 46)));
    const { entries, next } = await readDirectory(tiff, tiff.first, (tag) => tag === 256);
    expect([entries.length, next]).toEqual([1, 0]);
  });

  it('reads only the fields that are wanted', async () => {
    const tiff = await openTiff(readFrom(bigEndianTiff()));
    const { entries } = await readDirectory(tiff, tiff.first, (tag) => tag === 315);
    expect(entries.map(({ tag }) => tag)).toEqual([315]);
  });

  it.each([
    ['nothing', ''],
    ['a JPEG', 'ffd8ffe000104a46'],
    ['a wrong version', '49492b2b08000000'],
    ['a wrong byte order', '4d492a0008000000'],
  ])('refuses %s', async (_, hex) => {
    await expect(openTiff(readFrom(Buffer.from(hex, 'hex')))).rejects.toThrow(RangeError);
  });

  it('leaves out a field that claims to be longer than any real one', async () => {
    const bytes = bigEndianTiff();
    bytes.writeUInt32BE(0xffff_ffff, 38);
    const tiff = await openTiff(readFrom(bytes));
    const { entries } = await readDirectory(tiff, tiff.first);
    expect(entries.map(({ tag }) => tag)).toEqual([256, 282]);
  });

  it('gives of each tag the first field, and no more bytes than were asked for', async () => {
    const data = Buffer.alloc(30_000, 'a');
    const entries = [270, 271, 271, 271, 272, 305].map((tag) => ({ tag, type: FIELD.ascii, count: data.length, data }));
    const bytes = printDirectories([{ entries }], false);
    const told = async (most?: number) => {
      const tiff = await openTiff(readFrom(bytes), most);
      return (await readDirectory(tiff, tiff.first)).entries.map(({ tag }) => tag);
    };
    expect(await told()).toEqual([270, 271, 272, 305]);
    expect(await told(90_000)).toEqual([270, 271, 272]);
    expect(await told(89_999)).toEqual([270, 271]);
  });

  it('throws nothing but a RangeError, whatever the bytes', async () => {
    const header = fc.constantFrom('49492a00', '4d4d002a', '49492b0008000000', '4d4d002b00080000');
    await fc.assert(
      fc.asyncProperty(header, fc.uint8Array({ maxLength: 200 }), async (start, rest) => {
        const read = readFrom(Buffer.concat([Buffer.from(start, 'hex'), rest]));
        try {
          const tiff = await openTiff(read);
          const { entries } = await readDirectory(tiff, tiff.first);
          expect(entries.every(({ data }) => data.length <= 200)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [FIELD.short, 65_535],
    [FIELD.long, 4_294_967_295],
    [FIELD.long8, Number.MAX_SAFE_INTEGER],
  ])('makes number fields of type %i that read back, up to %i', (type, most) => {
    const values = [0, 1, most];
    expect(numbersOf({ entries: [makeNumbers(324, type, values)] }, 324)).toEqual(values);
  });
});
