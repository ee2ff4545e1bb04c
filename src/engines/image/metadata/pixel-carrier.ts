import { crc32, deflateSync } from 'node:zlib';
import type { Sharp } from 'sharp';
import { MAX_PIXELS } from '../../../layout/pixel-limit.ts';
import { type FinishedPixels, fullSample } from '../../picture.ts';
import { sharp } from '../libvips.ts';
import { FIELD, TAG } from '../../../system/read-tiff.ts';
import { printUncompressedTiff } from '../tiff/write-uncompressed-tiff.ts';

/** PNG signature and its IHDR chunk, after which others may follow (PNG 3, 5). */
const HEAD_BYTES = 33;

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** The blocks that pixels may bring along; sharp takes such from files only. */
interface Carried {
  /** A whole EXIF block. */
  readonly exif?: Buffer;
  /** The profile that the pixels are in. */
  readonly icc?: Buffer;
}

// libvips' names of pixels, by their type and the value of a full sample.
const SPACES = {
  rgb: { 255: 'srgb', 65535: 'rgb16' },
  gray: { 255: 'b-w', 65535: 'grey16' },
} as const;

function openRaw(pixels: FinishedPixels): Sharp {
  const { data, width, height, channels, frameHeight } = pixels;
  const frames = frameHeight === undefined ? {} : { pageHeight: frameHeight };
  const raw = { width, height, channels: channels as 1 | 2 | 3 | 4, ...frames };
  return sharp(data, { raw, limitInputPixels: false });
}

// PNG 3, 11.3.2.3: a name, a NUL, the method; the profile is compressed.
const profileChunk = (icc: Buffer): Buffer =>
  chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(icc)]));

async function openPng(pixels: FinishedPixels, { exif, icc }: Carried): Promise<Sharp> {
  const raw = openRaw(pixels).toColourspace(SPACES[pixels.pixelType === 'gray' ? 'gray' : 'rgb'][fullSample(pixels)]);
  const png = await raw.png({ compressionLevel: 0 }).toBuffer();
  const extra = [...(icc ? [profileChunk(icc)] : []), ...(exif ? [chunk('eXIf', exif)] : [])];
  const file = Buffer.concat([png.subarray(0, HEAD_BYTES), ...extra, png.subarray(HEAD_BYTES)]);
  const opened = sharp(file, { limitInputPixels: MAX_PIXELS });
  const withExif = exif ? opened.keepExif() : opened;
  return icc ? withExif.keepIccProfile() : withExif;
}

// TIFF 6.0, PhotometricInterpretation: inks.
const SEPARATED = 5;

/** Inks: neither raw samples nor a PNG can say that four channels are these. They bring no EXIF block along. */
function openInks({ data, width, height, channels }: FinishedPixels, { icc }: Carried): Sharp {
  const depth = fullSample({ data }) === 255 ? 8 : 16;
  const entries = icc ? [{ tag: TAG.icc, type: FIELD.undefined, count: icc.length, data: icc }] : [];
  const layout = { width, height, depth, samples: channels, alpha: channels > 4, photometric: SEPARATED } as const;
  const tiff = printUncompressedTiff(
    { ...layout, metadata: { entries, children: new Map() } },
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  const opened = sharp(tiff, { limitInputPixels: MAX_PIXELS }).pipelineColourspace('cmyk');
  return icc ? opened.keepIccProfile() : opened;
}

/**
 * A pipeline over pixels that also holds whole blocks of metadata. RGB and gray are put into a PNG that is stored rather than
 * compressed where there are any, inks into a TIFF.
 */
export async function openCarrier(pixels: FinishedPixels, carried: Carried = {}): Promise<Sharp> {
  if (pixels.pixelType === 'cmyk') return openInks(pixels, carried);
  // A PNG has no frames: what moves brings no blocks along.
  const blocks = pixels.frameHeight === undefined && (carried.exif || carried.icc);
  return blocks ? openPng(pixels, carried) : openRaw(pixels);
}
