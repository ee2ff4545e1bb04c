import { describe, expect, it } from 'vitest';
import { exifColorSpace } from '../../../../../src/engines/image/metadata/exif-color-space.ts';

/** An EXIF block whose directories hold one number each: the first points to EXIF's own, which may point to that of rules. */
function exifOf(space: number, rule?: string): Buffer {
  const block = Buffer.alloc(80);
  block.write('II*\0', 0, 'latin1');
  block.writeUInt32LE(8, 4);
  const entry = (at: number, tag: number, type: number, value: number): void => {
    block.writeUInt16LE(tag, at);
    block.writeUInt16LE(type, at + 2);
    block.writeUInt32LE(1, at + 4);
    block.writeUInt32LE(value, at + 8);
  };
  block.writeUInt16LE(1, 8);
  entry(10, 0x87_69, 4, 26);
  block.writeUInt16LE(2, 26);
  entry(28, 0xa0_01, 3, space);
  entry(40, 0xa0_05, 4, 58);
  block.writeUInt16LE(1, 58);
  entry(60, 1, 2, 0);
  block.writeUInt32LE(4, 64);
  block.write(rule ?? '\0\0\0', 68, 'latin1');
  return block;
}

describe('the colour space that EXIF tells', () => {
  it.each([
    [1, undefined, 'sRGB'],
    [2, undefined, 'AdobeRGB'],
    [65_535, 'R03', 'AdobeRGB'],
    [65_535, 'R98', 'sRGB'],
    [65_535, undefined, undefined],
    [1, 'R03', 'sRGB'],
  ])('%i with the rule %s is %s', async (space, rule, expected) => {
    expect(await exifColorSpace(exifOf(space, rule))).toBe(expected);
    expect(await exifColorSpace(Buffer.concat([Buffer.from('Exif\0\0'), exifOf(space, rule)]))).toBe(expected);
  });

  it('is none where the block is damaged or says nothing', async () => {
    expect(await exifColorSpace(undefined)).toBeUndefined();
    expect(await exifColorSpace(exifOf(2).subarray(0, 30))).toBeUndefined();
    expect(await exifColorSpace(Buffer.from('no block'))).toBeUndefined();
  });
});
