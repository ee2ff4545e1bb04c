import { sharp } from '../../image/libvips.ts';
import { readLossless } from '../jpeg/lossless.ts';
import { PHOTOMETRIC, type TiffLayout } from './layout.ts';

const START = Buffer.from([0xff, 0xd8]);

// Adobe's marker: no colours are changed on the way out of the file.
const AS_STORED = Buffer.from([0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]);

const startOf = (jpeg: Buffer): number => (jpeg.subarray(0, 2).equals(START) ? 2 : 0);

/** The tables without the marks of a file around them. */
function bareTables(tables: Buffer | undefined): Buffer {
  if (tables === undefined) return Buffer.alloc(0);
  const end = tables.lastIndexOf(Buffer.from([0xff, 0xd9]));
  return tables.subarray(startOf(tables), end < 0 ? tables.length : end);
}

// What coders fill a block up with, to whole units of theirs.
const FILLING = 64;

/** Pixels that the picture of a block has at most, whatever it says of itself. */
const mostPixels = ({ block }: TiffLayout): number => (block.width + FILLING) * (block.height + FILLING);

/** Samples of a JPEG of more than 8 bits, which are coded without loss: 16 bits in the byte order of the file. */
function decodeDeepBlock(jpeg: Buffer, layout: TiffLayout): Buffer {
  const { precision, samples } = readLossless(jpeg, mostPixels(layout));
  const most = 2 ** precision - 1;
  const stretched = samples.map((sample) => Math.round((sample * 65_535) / most));
  const bytes = Buffer.from(stretched.buffer);
  return layout.littleEndian ? bytes : bytes.swap16();
}

/** The samples of a block that is a JPEG whose tables may stand elsewhere; Y′CbCr comes out as RGB. */
export async function decodeJpegBlock(packed: Buffer, layout: TiffLayout): Promise<Buffer> {
  const { jpegTables, photometric, planar, bits } = layout;
  if (bits === 16)
    return decodeDeepBlock(Buffer.concat([START, bareTables(jpegTables), packed.subarray(startOf(packed))]), layout);
  const asStored = photometric !== PHOTOMETRIC.ycbcr && !planar;
  const parts = [START, ...(asStored ? [AS_STORED] : []), bareTables(jpegTables), packed.subarray(startOf(packed))];
  const { data, info } = await sharp(Buffer.concat(parts), { limitInputPixels: mostPixels(layout) })
    .raw()
    .toBuffer({ resolveWithObject: true });
  // libvips takes four channels with Adobe's marker for inks the other way round.
  if (info.channels === 4) for (let i = 0; i < data.length; i++) data[i] = 255 - (data[i] ?? 0);
  return data;
}

/** The samples of a block that is a WebP. */
export async function decodeWebpBlock(packed: Buffer, layout: TiffLayout): Promise<Buffer> {
  const picture = sharp(packed, { limitInputPixels: mostPixels(layout) });
  return (layout.samples === 4 ? picture.ensureAlpha() : picture.removeAlpha()).raw().toBuffer();
}
