import { copyFile, open, type FileHandle } from 'node:fs/promises';
import { EngineError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import type { UnsharpMask } from '../../../model/recipe/recipe.ts';
import { pixelBytes, type PyramidFormat } from './sample-format.ts';
import { numbersOf, openTiff, readDirectory, TAG, readFrom } from '../../../system/read-tiff.ts';
import type { Raster } from '../kernels/raster.ts';
import { applyUnsharpMask } from '../steps/unsharp-mask.ts';
import { blurReach, gridStep } from '../../../layout/gaussian-reach.ts';

// About 16 MB of 5000 RGB pixels a row and its margins: small beside the decoder, large beside a margin.
const BAND_ROWS = 512;

/** Rows that are sharpened together; the blur looks `margin` rows further on either side. */
interface Band {
  readonly first: number;
  readonly end: number;
  readonly readFirst: number;
  readonly readEnd: number;
}

/** Bands that start where the grid of a wide blur does, and see all of it that their rows are put together from. */
function makeBands(height: number, radius: number): Band[] {
  const step = gridStep(radius);
  const multiple = (rows: number): number => Math.ceil(rows / step) * step;
  const margin = multiple(blurReach(radius));
  const rows = multiple(BAND_ROWS);
  const bands: Band[] = [];
  for (let first = 0; first < height; first += rows) {
    const end = Math.min(height, first + rows);
    bands.push({ first, end, readFirst: Math.max(0, first - margin), readEnd: Math.min(height, end + margin) });
  }
  return bands;
}

/** The offset at which the pixels of an uncompressed TIFF start: libvips writes its strips one after the other. */
async function findPixels(handle: FileHandle): Promise<number> {
  const tiff = await openTiff(readFrom(handle));
  const directory = await readDirectory(tiff, tiff.first);
  const offsets = numbersOf(directory, TAG.stripOffsets);
  const lengths = numbersOf(directory, TAG.stripByteCounts);
  const [start] = offsets;
  let expected = start;
  for (const [i, offset] of offsets.entries()) {
    if (offset !== expected) expected = undefined;
    else expected += lengths[i] ?? 0;
  }
  if (start === undefined || expected === undefined) {
    throw new EngineError('ENGINE_FAILED', 'expected the rows of a level one after the other, got them scattered', {
      hint: 'Please report this together with the version of libvips that `dmx doctor` shows.',
    });
  }
  return start;
}

/** Answers the samples of some rows, sharpened; undefined where samples of this kind are left as they are. */
type SharpenSamples = (bytes: Uint8Array<ArrayBuffer>, size: Size) => Uint8Array;

const asBytes = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Lab of 16 bits: its lightness alone, 0…32767, which is doubled meanwhile so that the threshold means 255ths. */
function sharpenLightness(
  bytes: Uint8Array<ArrayBuffer>,
  { width, height }: Size,
  channels: number,
  mask: UnsharpMask,
): Uint8Array {
  const samples = new Int16Array(bytes.buffer);
  const data = new Uint16Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(0, samples[i * channels] ?? 0) * 2;
  const sharpened = applyUnsharpMask({ data, width, height, channels: 1, alpha: false }, mask);
  for (const [i, value] of sharpened.data.entries()) samples[i * channels] = value >> 1;
  return bytes;
}

function sharpenerFor(
  { space, sample, channels, alpha }: PyramidFormat,
  mask: UnsharpMask,
): SharpenSamples | undefined {
  if (space === 'labs') return (bytes, size) => sharpenLightness(bytes, size, channels, mask);
  if (sample !== 'uchar' && sample !== 'ushort') return undefined;
  return (bytes, { width, height }) => {
    const data = sample === 'uchar' ? bytes : new Uint16Array(bytes.buffer);
    const raster: Raster = { data, width, height, channels, alpha };
    return asBytes(applyUnsharpMask(raster, mask).data);
  };
}

async function readRows(handle: FileHandle, position: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  if (bytesRead < length) throw new RangeError(`expected ${length} bytes of rows, got ${bytesRead}`);
  return bytes;
}

async function sharpenBand(
  from: FileHandle,
  to: FileHandle,
  band: Band,
  rows: { readonly start: number; readonly width: number; readonly bytes: number },
  sharpen: SharpenSamples,
): Promise<void> {
  const { first, end, readFirst, readEnd } = band;
  const height = readEnd - readFirst;
  const bytes = await readRows(from, rows.start + readFirst * rows.bytes, height * rows.bytes);
  const sharpened = sharpen(bytes, { width: rows.width, height });
  const done = sharpened.subarray((first - readFirst) * rows.bytes, (end - readFirst) * rows.bytes);
  await to.write(done, 0, done.length, rows.start + first * rows.bytes);
}

/**
 * Applies the profile's unsharp mask to an uncompressed level file, band by band: the bands never show. Answers the file of the
 * sharpened level, which is made beside the other, or that other where its samples stay as they are. Colours of 8 and 16 bits are
 * sharpened as they are, CMYK inks among them, Lab by its lightness alone. Samples of 32 bits have no fixed white that a threshold
 * could refer to and stay as they are.
 */
export async function maskLevel(file: string, size: Size, format: PyramidFormat, mask: UnsharpMask): Promise<string> {
  const sharpen = sharpenerFor(format, mask);
  if (sharpen === undefined) return file;
  const masked = `${file}.masked`;
  await copyFile(file, masked);
  await using from = await open(file, 'r');
  await using to = await open(masked, 'r+');
  const rows = { start: await findPixels(from), width: size.width, bytes: size.width * pixelBytes(format) };
  for (const band of makeBands(size.height, mask.radius)) await sharpenBand(from, to, band, rows, sharpen);
  return masked;
}
