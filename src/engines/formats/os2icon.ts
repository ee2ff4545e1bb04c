import { readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../model/asset.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type BmpHeader, readBmpHeaderAt } from './bmp/header.ts';
import { readStored } from './bmp/pixels.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';

// Headers of OS/2: of an array, and of a bitmap in it.
const HEADER_BYTES = 14;
const ARRAY = 'BA';
const IN_COLOR: readonly string[] = ['CI', 'CP'];
const MOST_ICONS = 1000;

/** An icon: a mask of two halves, the upper one of what is clear, and colours where the lower one does not give them. */
interface Icon {
  readonly mask: BmpHeader;
  readonly color?: BmpHeader;
}

const markAt = (bytes: Buffer, at: number): string => bytes.toString('latin1', at, at + 2);

const bitmapAt = (bytes: Buffer, at: number): BmpHeader =>
  readBmpHeaderAt(bytes, { info: at + HEADER_BYTES, pixels: bytes.readUInt32LE(at + 10) });

function iconAt(bytes: Buffer, at: number): Icon {
  const mask = bitmapAt(bytes, at);
  if (!IN_COLOR.includes(markAt(bytes, at))) return { mask };
  const { start, count, entryBytes } = mask.palette;
  return { mask, color: bitmapAt(bytes, start + count * entryBytes) };
}

/** The icons of a file. Throws SourceError, or RangeError where one of them is cut off. */
function iconsOf(bytes: Buffer): Icon[] {
  const icons: Icon[] = [];
  let at = 0;
  do {
    const isArray = markAt(bytes, at) === ARRAY;
    icons.push(iconAt(bytes, isArray ? at + HEADER_BYTES : at));
    at = isArray ? bytes.readUInt32LE(at + 6) : 0;
  } while (at > 0 && icons.length < MOST_ICONS);
  return icons;
}

const sizeOf = ({ mask }: Icon) => ({ width: mask.width, height: Math.floor(mask.height / 2) });

const bitsOf = ({ color }: Icon): number => color?.bits ?? 1;

/** The largest icon, of equal ones the one with most colours. */
function largest(icons: readonly Icon[]): Icon {
  const [first] = icons.toSorted(
    (a, b) => b.mask.width * b.mask.height - a.mask.width * a.mask.height || bitsOf(b) - bitsOf(a),
  );
  if (first === undefined) throw new RangeError('expected an icon, got none');
  const { width, height } = sizeOf(first);
  if (first.color !== undefined && (first.color.width !== width || first.color.height !== height))
    throw new RangeError(`expected colours of ${width}×${height}, as the mask of their icon has`);
  return first;
}

/** The samples of a bitmap, whose pixels are no file of their own. */
function samplesOf(header: BmpHeader, bytes: Buffer): Uint8Array {
  if (header.packing === 'inside') throw new RangeError('expected pixels in an icon, got a file');
  return readStored(header, header.packing, bytes);
}

function decode(bytes: Buffer): ForeignPicture {
  const icon = largest(iconsOf(bytes));
  const { width, height } = sizeOf(icon);
  const mask = samplesOf(icon.mask, bytes);
  const color = icon.color && samplesOf(icon.color, bytes);
  const channels = icon.color && icon.color.masks[3] !== 0 ? 4 : 3;
  const samples = new Uint8Array(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) samples[4 * i + c] = color?.[channels * i + c] ?? mask[3 * (width * height + i)] ?? 0;
    samples[4 * i + 3] = mask[3 * i] ? 0 : 255;
  }
  return { width, height, samples, channels: 4, alpha: true, space: 'srgb' };
}

async function probe(file: string, mime: string): Promise<ImageFacts> {
  const icons = iconsOf(await readFile(file));
  const { width, height } = sizeOf(largest(icons));
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', icc: null, alpha: true, depth: 8 },
    ...{ progressive: false, pages: icons.length, rewriteBytes: 11 * width * height },
  };
}

const decoder: Decoder = {
  probe,
  rewrite: async (file, target) => writeForeign(await ofMaster(async () => decode(await readFile(file))), target),
};

/** Icons and pointers of OS/2: the largest picture. */
export const os2icon = { decoder, encoder: undefined };
