import type { Size } from '../../../model/geometry.ts';
import type { ColorCoding } from '../../image/color/coded-colors.ts';
import { makeConversion } from '../../image/color/convert-coded.ts';
import { FIELD, TAG, type TiffEntry } from '../../../system/read-tiff.ts';
import type { TiffMetadata } from '../../image/tiff/write-directories.ts';
import { writeUncompressedTiff } from '../../image/tiff/write-uncompressed-tiff.ts';

/** A picture as a library that is not libvips decoded it. */
export interface ForeignPicture extends Size {
  /**
   * Rows from the top, samples interleaved, colours first, alpha last and not multiplied into them. Of 16 bits in the byte order
   * of this machine. May be memory of the library: it is used up.
   */
  readonly samples: Uint8Array | Uint16Array;
  /** Samples from the start of a row to that of the next; absent = rows follow each other. */
  readonly stride?: number;
  readonly channels: number;
  readonly alpha: boolean;
  readonly space: 'gray' | 'srgb' | 'cmyk';
  /** The sample of a value of 1, where not all bits are used. */
  readonly most?: number;
  /** The meaning of the colours, where no profile says it; absent = sRGB. */
  readonly coding?: ColorCoding | undefined;
  readonly icc?: Uint8Array | undefined;
  /** All that is said about the picture, without its profile. */
  readonly metadata?: TiffMetadata;
}

const NOTHING: TiffMetadata = { entries: [], children: new Map() };

// TIFF 6.0, PhotometricInterpretation.
const PHOTOMETRIC = { gray: 1, srgb: 2, cmyk: 5 } as const;

function profileEntry(icc: Uint8Array | undefined): TiffEntry[] {
  if (icc === undefined || icc.length === 0) return [];
  return [{ tag: TAG.icc, type: FIELD.undefined, count: icc.length, data: Buffer.from(icc) }];
}

/** Stretches samples to all their bits, in place. */
function stretch(samples: Uint8Array | Uint16Array, most: number): void {
  const full = samples instanceof Uint8Array ? 255 : 65_535;
  for (let i = 0; i < samples.length; i++) {
    samples[i] = (Math.min(most, samples[i] ?? 0) * full + (most >> 1)) / most;
  }
}

/** The conversion of samples to the TIFF's: full bit range, and sRGB where they are coded in another space. */
function converterOf({
  samples,
  channels,
  coding,
  most,
}: ForeignPicture): ((rows: Uint8Array | Uint16Array) => void) | undefined {
  const full = samples instanceof Uint8Array ? 255 : 65_535;
  if (coding !== undefined) {
    const convert = makeConversion(coding, full);
    return (rows) => {
      if (most !== undefined) stretch(rows, most);
      convert({ samples: rows, channels });
    };
  }
  return most === undefined || most === full ? undefined : (rows) => stretch(rows, most);
}

/** Writes a picture as a TIFF that libvips reads. Throws the system's error. */
export async function writeForeign(picture: ForeignPicture, target: string): Promise<void> {
  const { width, height, channels, alpha, samples, stride = width * channels, metadata = NOTHING } = picture;
  const depth: 8 | 16 = samples instanceof Uint8Array ? 8 : 16;
  const convert = converterOf(picture);
  const rowSamples = width * channels;
  const layout = {
    width,
    height,
    depth,
    alpha,
    samples: channels,
    photometric: PHOTOMETRIC[picture.space],
    metadata: { ...metadata, entries: [...metadata.entries, ...profileEntry(picture.icc)] },
  };
  const read = async (first: number, last: number, into: Buffer<ArrayBuffer>): Promise<Buffer> => {
    const rows = depth === 8 ? into : new Uint16Array(into.buffer, into.byteOffset, (last - first) * rowSamples);
    for (let y = first; y < last; y++) {
      rows.set(samples.subarray(y * stride, y * stride + rowSamples), (y - first) * rowSamples);
    }
    convert?.(rows);
    return into;
  };
  await writeUncompressedTiff(layout, read, target);
}
