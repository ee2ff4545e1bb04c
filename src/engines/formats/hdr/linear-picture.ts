import type { Size } from '../../../model/geometry.ts';
import { makeDimming } from '../../image/color/convert-light.ts';
import type { Primaries } from '../../image/color/coded-colors.ts';
import type { TiffMetadata } from '../../image/tiff/write-directories.ts';
import { writeUncompressedTiff } from '../../image/tiff/write-uncompressed-tiff.ts';

/** A scene-linear picture: samples are proportional to light, 1 = white, highlights above that. */
export interface LinearPicture extends Size {
  /** 1 = gray, 3 = RGB, 4 = RGB premultiplied by alpha. */
  readonly channels: 1 | 3 | 4;
  /** The primaries of its colours; absent = sRGB's. */
  readonly primaries?: Primaries | undefined;
  /** Reads a row, counted from the top: width × channels samples. */
  readonly readRow: (y: number, into: Float32Array) => void | Promise<void>;
  /** Metadata of the picture, without an ICC profile. */
  readonly metadata?: TiffMetadata;
}

// Rows that are sampled for the brightness of a picture.
const MOST_PROBED = 512;

/** Bins of the brightness histogram per doubling; doublings (stops) that it covers. */
const STEPS = 64;
const DOUBLINGS = 32;

// The brightest thousandth is clipped to white: a light bulb may be as large, and smaller highlights have no detail.
const SHARE = 0.001;

/** The 99.9th percentile of brightness, at least 1. */
async function brightestOf({ width, height, channels, readRow }: LinearPicture): Promise<number> {
  const counts = new Uint32Array(STEPS * DOUBLINGS + 1);
  const row = new Float32Array(width * channels);
  const step = Math.max(1, Math.floor(height / MOST_PROBED));
  let seen = 0;
  for (let y = 0; y < height; y += step) {
    await readRow(y, row);
    for (let at = 0; at < row.length; at += channels) {
      const value = Math.max(row[at] ?? 0, channels > 1 ? Math.max(row[at + 1] ?? 0, row[at + 2] ?? 0) : 0);
      const level = value > 1 ? Math.min(STEPS * DOUBLINGS, Math.ceil(STEPS * Math.log2(value))) : 0;
      counts[level] = (counts[level] ?? 0) + 1;
      seen++;
    }
  }
  let above = 0;
  for (let level = STEPS * DOUBLINGS; level > 0; level--) {
    above += counts[level] ?? 0;
    if (above > SHARE * seen) return 2 ** (level / STEPS);
  }
  return 1;
}

const NOTHING: TiffMetadata = { entries: [], children: new Map() };

// TIFF 6.0, PhotometricInterpretation.
const GRAY = 1;
const RGB = 2;

/** Bytes of a sample in the TIFF. */
const DEPTH = 16;

/** Writes a picture as a TIFF of 16 bits in sRGB, dimmed to its white. Throws the system's error. */
export async function writeLight(picture: LinearPicture, target: string): Promise<void> {
  const { width, height, channels, primaries, readRow, metadata = NOTHING } = picture;
  const dim = makeDimming({ brightest: await brightestOf(picture), channels, primaries });
  const row = new Float32Array(width * channels);
  const layout = {
    ...({ width, height, depth: DEPTH, samples: channels, alpha: channels === 4 } as const),
    photometric: channels === 1 ? GRAY : RGB,
    metadata,
  };
  const read = async (first: number, last: number, into: Buffer<ArrayBuffer>): Promise<Buffer> => {
    const out = new Uint16Array(into.buffer, into.byteOffset, (last - first) * row.length);
    for (let y = first; y < last; y++) {
      await readRow(y, row);
      dim(row, out.subarray((y - first) * row.length));
    }
    return into;
  };
  await writeUncompressedTiff(layout, read, target);
}
