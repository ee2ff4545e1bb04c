import { describe, expect, it } from 'vitest';
import { readJp2Header } from '../../../../src/engines/formats/jp2/header.ts';

/** The start of a codestream: its size on the grid, the offset there, and the step of each of its components. */
function codestream(
  size: readonly [number, number],
  offset: readonly [number, number],
  step = 1,
  channels = 3,
): Buffer {
  const bytes = Buffer.alloc(42 + 3 * channels);
  bytes.writeUInt32BE(0xff4f_ff51, 0);
  for (const [i, value] of [...size, ...offset].entries()) bytes.writeUInt32BE(value, 8 + 4 * i);
  bytes.writeUInt16BE(channels, 40);
  for (let i = 0; i < channels; i++) bytes.set([7, step, step], 42 + 3 * i);
  return bytes;
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, content]);
}

const SIGNATURE = box('jP  ', Buffer.from('\r\n\x87\n', 'latin1'));

describe('the header of a JPEG 2000', () => {
  it('counts from the offset of its picture, in steps of its first component', () => {
    expect(readJp2Header(codestream([101, 51], [1, 1]))).toMatchObject({ width: 100, height: 50, format: 'J2C' });
    expect(readJp2Header(codestream([3906, 2602], [0, 0], 4))).toMatchObject({ width: 977, height: 651 });
  });

  it('may lack the box of the header', () => {
    const file = Buffer.concat([SIGNATURE, box('jp2c', codestream([8, 6], [0, 0], 1, 1))]);
    expect(readJp2Header(file)).toMatchObject({ width: 8, height: 6, colorSpace: 'gray', alpha: false });
  });

  it('is believed less than the codestream', () => {
    const size = Buffer.alloc(14);
    size.writeUInt32BE(2602, 0);
    size.writeUInt32BE(3906, 4);
    const file = Buffer.concat([
      SIGNATURE,
      box('jp2h', box('ihdr', size)),
      box('jp2c', codestream([3906, 2602], [0, 0], 4)),
    ]);
    expect(readJp2Header(file)).toMatchObject({ width: 977, height: 651 });
  });

  it('of a compound file is refused by its name', () => {
    const file = Buffer.concat([SIGNATURE, box('ftyp', Buffer.from('jpm \0\0\0\0', 'latin1'))]);
    expect(() => readJp2Header(file)).toThrow(expect.objectContaining({ code: 'SOURCE_FORMAT_UNSUPPORTED' }));
  });
});
