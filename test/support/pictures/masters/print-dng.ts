import { fromSrgb } from '../../../../src/model/srgb-curve.ts';

type Field = readonly [
  tag: number,
  type: 'bytes' | 'short' | 'long' | 'rational' | 'signed',
  values: readonly number[],
];

const TYPES = { bytes: 1, short: 3, long: 4, rational: 5, signed: 10 } as const;
const SIZES = { bytes: 1, short: 2, long: 4, rational: 4, signed: 4 } as const;

function bytesOf([, type, values]: Field): Buffer {
  const size = SIZES[type];
  const bytes = Buffer.alloc(values.length * size);
  for (const [i, value] of values.entries()) {
    if (type === 'signed') bytes.writeInt32LE(value, i * size);
    else bytes.writeUIntLE(value, i * size, size);
  }
  return bytes;
}

/** A DNG of a sensor whose pixels are sRGB's colours. */
export interface PrintedDng {
  readonly width: number;
  readonly height: number;
  /** RGB of 8 bits. */
  readonly samples: Uint8Array;
  /** EXIF orientation. */
  readonly orientation?: number;
  /** A JPEG that the camera made, as the sensor lies, and its size. */
  readonly preview?: { readonly bytes: Buffer; readonly width: number; readonly height: number };
}

/** Prints a DNG: a Bayer pattern of 16 bits, red first, not compressed; a camera that no list knows. */
export function printDng({ width, height, samples, orientation = 1, preview }: PrintedDng): Buffer {
  const mosaic = Array.from({ length: width * height }, (_, i) => {
    const channel = ((i % width) % 2) + (Math.floor(i / width) % 2);
    return Math.round(65_535 * fromSrgb(samples[3 * i + channel]! / 255));
  });
  const data = bytesOf([0, 'short', mosaic]);
  const text = (value: string): number[] => [...Buffer.from(`${value}\0`)];
  // XYZ to the light of sRGB's primaries, in ten-thousandths.
  const matrix = [32_405, -15_371, -4985, -9693, 18_760, 416, 556, -2040, 10_572].flatMap((value) => [value, 10_000]);
  const fields = (strip: number): readonly Field[] => [
    [254, 'long', [0]],
    [256, 'long', [width]],
    [257, 'long', [height]],
    [258, 'short', [16]],
    [259, 'short', [1]],
    [262, 'short', [32_803]],
    [271, 'bytes', text('dmx')],
    [272, 'bytes', text('Test')],
    [273, 'long', [strip]],
    [274, 'short', [orientation]],
    [277, 'short', [1]],
    [278, 'long', [height]],
    [279, 'long', [data.length]],
    [33_421, 'short', [2, 2]],
    [33_422, 'bytes', [0, 1, 1, 2]],
    [50_706, 'bytes', [1, 4, 0, 0]],
    [50_708, 'bytes', text('dmx Test')],
    [50_717, 'long', [65_535]],
    [50_721, 'signed', matrix],
    [50_728, 'rational', [1, 1, 1, 1, 1, 1]],
    [50_778, 'short', [21]],
  ];
  const directoryOf = (all: readonly Field[], at: number, next: number): Buffer => {
    const start = at + 2 + 12 * all.length + 4;
    const [rows, more]: [Buffer[], Buffer[]] = [[], []];
    for (const field of all) {
      const [tag, type, values] = field;
      const bytes = bytesOf(field);
      const row = Buffer.alloc(12);
      row.writeUInt16LE(tag, 0);
      // Texts are letters, and no bytes.
      row.writeUInt16LE([271, 272, 50_708].includes(tag) ? 2 : TYPES[type], 2);
      row.writeUInt32LE(type === 'rational' || type === 'signed' ? values.length / 2 : values.length, 4);
      if (bytes.length <= 4) bytes.copy(row, 8);
      else row.writeUInt32LE(start + Buffer.concat(more).length, 8);
      if (bytes.length > 4) more.push(bytes, Buffer.alloc(bytes.length % 2));
      rows.push(row);
    }
    const [count, end] = [Buffer.alloc(2), Buffer.alloc(4)];
    count.writeUInt16LE(all.length, 0);
    end.writeUInt32LE(next, 0);
    return Buffer.concat([count, ...rows, end, ...more]);
  };
  const head = Buffer.from('II*\0\x08\0\0\0', 'latin1');
  const print = (strip: number, next: number): Buffer => directoryOf(fields(strip), head.length, next);
  const end = head.length + print(0, 0).length + data.length;
  const body = [print(end - data.length, preview ? end : 0), data];
  if (!preview) return Buffer.concat([head, ...body]);
  const about = (strip: number): readonly Field[] => [
    [254, 'long', [1]],
    [256, 'long', [preview.width]],
    [257, 'long', [preview.height]],
    [258, 'short', [8, 8, 8]],
    [259, 'short', [7]],
    [262, 'short', [6]],
    [273, 'long', [strip]],
    [277, 'short', [3]],
    [278, 'long', [preview.height]],
    [279, 'long', [preview.bytes.length]],
  ];
  const shown = (strip: number): Buffer => directoryOf(about(strip), end, 0);
  return Buffer.concat([head, ...body, shown(end + shown(0).length), preview.bytes]);
}
