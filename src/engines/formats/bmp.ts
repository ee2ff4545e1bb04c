import { open, readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../model/asset.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import { profileName } from '../image/color/profile-name.ts';
import { checkMetadata } from '../image/metadata/check-metadata.ts';
import { openUntagged } from '../image/source/master.ts';
import { ofMaster } from '../image/source-error.ts';
import { FIELD, TAG, type TiffEntry } from '../../system/read-tiff.ts';
import { type BmpHeader, readBmpHeader } from './bmp/header.ts';
import { checkEnd, readStored } from './bmp/pixels.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { readAt } from '../../system/read-at.ts';

// Of the libraries that there are ImageMagick stops at two bits a pixel, runs of 24 bits, palettes that are too long and
// rows that end early (28 of bmpsuite's 40 odd ones), and bmp-ts is not kept.

// The longest header with its masks.
const HEAD_BYTES = 256;

const METERS_PER_INCH = 0.0254;

function densityOf({ density: [x, y] }: BmpHeader): TiffEntry[] {
  if (x === 0 || y === 0) return [];
  const rational = (tag: number, perMeter: number): TiffEntry => {
    const data = Buffer.alloc(8);
    data.writeUInt32LE(Math.min(2 ** 32 - 1, Math.round(perMeter * METERS_PER_INCH * 100)), 0);
    data.writeUInt32LE(100, 4);
    return { tag, type: FIELD.rational, count: 1, data };
  };
  return [rational(TAG.xResolution, x), rational(TAG.yResolution, y)];
}

/** A JPEG or PNG, which a BMP may hold in place of pixels. */
async function readInside({ start, width, height }: BmpHeader, bytes: Buffer): Promise<Uint8Array> {
  const { data, info } = await openUntagged(bytes.subarray(start))
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width === width && info.height === height && info.channels === 3) return data;
  throw new RangeError(`expected a picture of ${width}×${height} in the BMP, got ${info.width}×${info.height}`);
}

async function samplesOf(header: BmpHeader, bytes: Buffer): Promise<Uint8Array> {
  return header.packing === 'inside' ? readInside(header, bytes) : readStored(header, header.packing, bytes);
}

async function decode(file: string): Promise<ForeignPicture> {
  const bytes = await readFile(file);
  const header = readBmpHeader(bytes);
  const { width, height, masks, icc } = header;
  const alpha = masks[3] !== 0;
  return {
    ...{ width, height, alpha, samples: await samplesOf(header, bytes), channels: alpha ? 4 : 3, space: 'srgb' },
    icc: icc && bytes.subarray(icc.start, icc.start + icc.length),
    metadata: { entries: densityOf(header), children: new Map() },
  };
}

async function probe(file: string, mime: string, limits: MasterLimits): Promise<ImageFacts> {
  await using handle = await open(file, 'r');
  const header = readBmpHeader(await readAt(handle, 0, HEAD_BYTES));
  checkEnd(header, (await handle.stat()).size);
  const { width, height, masks, icc } = header;
  const alpha = masks[3] !== 0;
  checkMetadata([icc], limits);
  const profile = icc ? await readAt(handle, icc.start, icc.length) : Buffer.alloc(0);
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', alpha, depth: 8, pages: 1 },
    ...{ icc: profile.length > 0 ? profileName(profile) : null, progressive: false },
    rewriteBytes: width * height * (alpha ? 4 : 3),
  };
}

const decoder: Decoder = {
  probe,
  rewrite: async (file, target) => writeForeign(await ofMaster(() => decode(file)), target),
};

/** BMP of Windows and OS/2, of every kind but those in fax compression; without the header of its file too. */
export const bmp = { decoder, encoder: undefined };
