import { writeFile } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { DEFAULT_LIMITS } from '../../../model/master-limits.ts';
import { sharp } from '../../image/libvips.ts';
import { ofMaster } from '../../image/source-error.ts';
import { writeForeign } from '../foreign/foreign-picture.ts';
import { jpeg } from '../jpeg.ts';
import { findPreview } from './find-preview.ts';
import { readRaw } from './libraw.ts';
import { readRawMetadata } from './raw-metadata.ts';

/** The share of the sides of the developed picture that a preview has at least, so that it may stand for it. */
const LEAST_SHARE = 0.9;

interface Developed {
  readonly size: Size;
  /** Degrees clockwise that it is turned by. */
  readonly turn: number;
}

interface Upright extends Size {
  /** Degrees to rotate the preview clockwise, in addition to its own EXIF orientation. */
  readonly turn: number;
}

const lies = ({ width, height }: Size): boolean => width > height;

/** The size of a preview as it is shown. One that lies as the developed picture does is upright already. */
async function uprightOf(bytes: Buffer, { size, turn }: Developed): Promise<Upright> {
  const { autoOrient, orientation = 1 } = await sharp(bytes).metadata();
  const { width, height } = autoOrient;
  const own = orientation > 1 || (turn % 180 !== 0 && lies(autoOrient) === lies(size)) ? 0 : turn;
  return own % 180 === 0 ? { width, height, turn: own } : { width: height, height: width, turn: own };
}

/** The size of the embedded preview of a raw file; undefined where none is as large as the developed picture. */
export async function previewSize(file: string, developed: Developed): Promise<Size | undefined> {
  const jpeg = await findPreview(file);
  // A preview that cannot be read is none.
  const upright = jpeg && (await uprightOf(jpeg, developed).catch(() => undefined));
  if (upright === undefined) return undefined;
  const { width, height } = upright;
  const { size } = developed;
  const isLarge = Math.min(width / size.width, height / size.height) >= LEAST_SHARE;
  return isLarge ? { width, height } : undefined;
}

/** Writes the preview of a raw as a TIFF that libvips opens, with what the raw says of its picture; answers its facts. Throws SourceError. */
export async function writePreview(file: string, mime: string, target: string): Promise<ImageFacts> {
  const [developed, bytes] = [await readRaw(file), await findPreview(file)];
  if (bytes === undefined) {
    throw new SourceError('SOURCE_CORRUPT', 'expected the preview that was found in a camera raw, got none', {
      hint: 'Copy the file from the camera or the archive again.',
    });
  }
  const held = `${target}.jpg`;
  await writeFile(held, bytes);
  return ofMaster(async () => {
    const { width, height, turn } = await uprightOf(bytes, developed);
    const { pages: _one, paths: _none, ...facts } = await jpeg.decoder.probe(held, 'image/jpeg', DEFAULT_LIMITS);
    const pipeline = sharp(bytes, { limitInputPixels: false, failOn: 'truncated', ignoreIcc: true });
    const { data, info } = await pipeline.autoOrient().rotate(turn).raw().toBuffer({ resolveWithObject: true });
    const { icc } = await sharp(bytes).metadata();
    const picture = { width, height, samples: data, channels: info.channels, alpha: false, icc };
    const space = info.channels === 1 ? ('gray' as const) : ('srgb' as const);
    await writeForeign({ ...picture, space, metadata: await readRawMetadata(file) }, target);
    const colors = facts.icc === null ? ({ told: 'sRGB', ...facts } as const) : facts;
    return { ...colors, mime, width, height, orientation: 1, progressive: false, pages: 1 };
  });
}
