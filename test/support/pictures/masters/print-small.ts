import type { Size } from '../../../../src/model/geometry.ts';

/** The samples of a picture of red, green and blue, or of alpha as well. */
export interface SmallPicture extends Size {
  readonly channels: 3 | 4;
  readonly data: Uint8Array;
}

const int = (bytes: 2 | 4, ...values: readonly number[]): Buffer => {
  const out = Buffer.alloc(bytes * values.length);
  for (const [i, value] of values.entries()) out.writeUIntBE(value, i * bytes, bytes);
  return out;
};

/** Prints a QOI, each pixel as it is. */
export function printQoi({ width, height, channels, data }: SmallPicture): Buffer {
  const pixels = Array.from({ length: width * height }, (_, i) =>
    Buffer.from([channels === 3 ? 0xfe : 0xff, ...data.subarray(channels * i, channels * (i + 1))]),
  );
  const end = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]);
  return Buffer.concat([Buffer.from('qoif'), int(4, width, height), Buffer.from([channels, 0]), ...pixels, end]);
}

/** Prints a picture of Silicon Graphics, not packed: planes of rows from the bottom. */
export function printSgi({ width, height, channels, data }: SmallPicture): Buffer {
  const head = Buffer.alloc(512);
  Buffer.concat([Buffer.from([1, 0xda, 0, 1]), int(2, 3, width, height, channels), int(4, 0, 255)]).copy(head);
  const planes = Array.from({ length: channels }, (_, channel) =>
    Buffer.from(
      Array.from({ length: width * height }, (__, i) => {
        const [x, y] = [i % width, height - 1 - Math.floor(i / width)];
        return data[channels * (y * width + x) + channel] ?? 0;
      }),
    ),
  );
  return Buffer.concat([head, ...planes]);
}

/** Prints a PCX of three planes, whose bytes are runs of one where they would be taken for a count. */
export function printPcx({ width, height, data }: SmallPicture): Buffer {
  const head = Buffer.alloc(128);
  Buffer.from([10, 5, 1, 8]).copy(head);
  head.writeUInt16LE(width - 1, 8);
  head.writeUInt16LE(height - 1, 10);
  head.writeUInt8(3, 65);
  head.writeUInt16LE(width, 66);
  const rows = Array.from({ length: height * 3 * width }, (_, i) => {
    const [x, channel, y] = [i % width, Math.floor(i / width) % 3, Math.floor(i / (3 * width))];
    const sample = data[3 * (y * width + x) + channel] ?? 0;
    return sample >= 0xc0 ? [0xc1, sample] : [sample];
  });
  return Buffer.concat([head, Buffer.from(rows.flat())]);
}
