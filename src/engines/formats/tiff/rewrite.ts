import { copyFile, type FileHandle, open } from 'node:fs/promises';

import { TAG, type TiffEntry } from '../../image/tiff/read-tiff.ts';
import { toSrgb } from '../../../model/srgb-curve.ts';
import { toSourceError } from '../../image/source-error.ts';
import { writeUncompressedTiff } from '../../image/tiff/write-uncompressed-tiff.ts';
import { alphaOf } from './judge-layout.ts';
import { FORMAT, PHOTOMETRIC, type TiffLayout, type TiffPage } from './layout.ts';
import { readPageMetadata } from './page-metadata.ts';
import { isInverted, SampleReader } from './read-samples.ts';

/** Turns the colours of a row, numbers of 0…1, into those of the TIFF that is written; in place. */
type Convert = (channels: readonly Float64Array[]) => void;

const clamp = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

function rationals(entry: TiffEntry | undefined): readonly number[] {
  if (entry === undefined) return [];
  return Array.from({ length: Math.floor(entry.data.length / 8) }, (_, i) => {
    const [over, under] = [entry.data.readUInt32LE(8 * i), entry.data.readUInt32LE(8 * i + 4)];
    return under === 0 ? 0 : over / under;
  });
}

/** ITU-R BT.601, where the file says nothing else (TIFF 6.0 §21). */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Y′CbCr at full resolution to R′G′B′. */
async function fromYcbcr({ directory, layout }: TiffPage): Promise<Convert> {
  const { entries } = await directory.fields((tag) => tag === TAG.coefficients || tag === TAG.blackWhite);
  const told = rationals(entries.find(({ tag }) => tag === TAG.coefficients));
  const [red = 0, green = 0, blue = 0] = told.length === 3 && told.every((part) => part > 0) ? told : LUMA;
  const most = 2 ** layout.bits - 1;
  const half = 2 ** (layout.bits - 1) / most;
  const reference = rationals(entries.find(({ tag }) => tag === TAG.blackWhite)).map((value) => value / most);
  const [black = 0, white = 1, ...chroma] =
    reference.length === 6 && (reference[1] ?? 0) > (reference[0] ?? 0) ? reference : [];
  const range = ([low, high]: readonly (number | undefined)[]): number =>
    low !== undefined && high !== undefined && high > low ? (1 - half) / (high - low) : 1;
  const [blueRange, redRange] = [range(chroma.slice(0, 2)), range(chroma.slice(2, 4))];
  return ([first, second, third]) => {
    if (first === undefined || second === undefined || third === undefined) return;
    for (let i = 0; i < first.length; i++) {
      const y = ((first[i] ?? 0) - black) / (white - black);
      const cb = ((second[i] ?? 0) - half) * blueRange;
      const cr = ((third[i] ?? 0) - half) * redRange;
      const r = y + cr * (2 - 2 * red);
      const b = y + cb * (2 - 2 * blue);
      first[i] = r;
      second[i] = (y - red * r - blue * b) / green;
      third[i] = b;
    }
  };
}

function each(change: (value: number) => number): Convert {
  return (channels) => {
    for (const channel of channels) for (let i = 0; i < channel.length; i++) channel[i] = change(channel[i] ?? 0);
  };
}

/** `tagged`: a profile says how bright numbers are. */
async function converter(page: TiffPage, tagged: boolean): Promise<Convert> {
  const { layout } = page;
  if (layout.photometric === PHOTOMETRIC.ycbcr) return fromYcbcr(page);
  // Floats are light as it is added up, which files of whole numbers are not.
  if (layout.format === FORMAT.float && !tagged) return each((value) => toSrgb(clamp(value)));
  return isInverted(layout) ? each((value) => 1 - value) : () => undefined;
}

/** Divides colours by the alpha that they were multiplied by. */
function divide(colors: readonly Float64Array[], alpha: Float64Array): void {
  for (const channel of colors) {
    for (let i = 0; i < channel.length; i++) {
      const opacity = alpha[i] ?? 0;
      if (opacity > 0) channel[i] = (channel[i] ?? 0) / opacity;
    }
  }
}

/** Bits a sample of the TIFF that is written: libvips makes the alpha beside inks of 16 bits opaque. */
export function outDepth({ bits, format, photometric }: TiffLayout): 8 | 16 {
  return photometric === PHOTOMETRIC.cmyk || (bits <= 8 && format !== FORMAT.float) ? 8 : 16;
}

const PHOTOMETRIC_OF: Readonly<Record<number, number>> = {
  1: PHOTOMETRIC.blackIsZero,
  3: PHOTOMETRIC.rgb,
  4: PHOTOMETRIC.cmyk,
};

/** Puts channels side by side, as whole numbers. */
function interleave(channels: readonly Float64Array[], depth: 8 | 16, out: Buffer, start: number): void {
  const step = channels.length;
  const most = 2 ** depth - 1;
  for (const [channel, values] of channels.entries()) {
    for (let i = 0, at = start + channel; i < values.length; i++, at += step) {
      const value = Math.round(clamp(values[i] ?? 0) * most);
      if (depth === 8) out[at] = value;
      else out.writeUInt16LE(value, 2 * at);
    }
  }
}

/**
 * Writes the colours and the alpha of a page, without its further channels, as a TIFF that libvips reads; its metadata too.
 * Throws SourceError, or the system's error where it cannot write.
 */
export async function rewritePage(handle: FileHandle, page: TiffPage, target: string): Promise<void> {
  const { layout } = page;
  const { width, height, colors } = layout;
  const metadata = await readPageMetadata(page);
  const convert = await converter(
    page,
    metadata.entries.some(({ tag }) => tag === TAG.icc),
  );
  const samples = new SampleReader(handle, layout);
  const alpha = alphaOf(layout);
  const depth = outDepth(layout);
  const wide = colors + (alpha ? 1 : 0);
  const read = async (first: number, last: number): Promise<Buffer> => {
    const out = Buffer.alloc(((last - first) * width * wide * depth) / 8);
    for (let y = first; y < last; y++) {
      const row = await samples.row(y).catch((error: unknown) => {
        throw toSourceError(error);
      });
      const [shown, opacity] = [row.slice(0, colors), alpha && row[alpha.sample]];
      if (opacity && alpha?.associated) divide(shown, opacity);
      convert(shown);
      interleave(opacity ? [...shown, opacity] : shown, depth, out, (y - first) * width * wide);
    }
    return out;
  };
  const photometric = PHOTOMETRIC_OF[colors] ?? PHOTOMETRIC.rgb;
  await writeUncompressedTiff(
    { width, height, depth, samples: wide, alpha: alpha !== undefined, photometric, metadata },
    read,
    target,
  );
}

/** Copies a TIFF, with the directory of a page as the first. */
export async function copyFrom(page: TiffPage, file: string, target: string): Promise<void> {
  await copyFile(file, target);
  await using handle = await open(target, 'r+');
  const { big, littleEndian } = page.tiff;
  const pointer = Buffer.alloc(big ? 8 : 4);
  if (big && littleEndian) pointer.writeBigUInt64LE(BigInt(page.position));
  else if (big) pointer.writeBigUInt64BE(BigInt(page.position));
  else if (littleEndian) pointer.writeUInt32LE(page.position);
  else pointer.writeUInt32BE(page.position);
  await handle.write(pointer, 0, pointer.length, big ? 8 : 4);
}
