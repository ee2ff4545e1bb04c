import type { Metadata } from 'sharp';
import type { ColorSpace, ImageFacts } from '../../../model/asset.ts';
import type { MasterLimits } from '../../../model/master-limits.ts';
import { checkMetadata } from '../../image/metadata/check-metadata.ts';
import { exifColors } from '../../image/metadata/exif-color-space.ts';
import { profileFacts } from '../../image/color/profile-facts.ts';
import { embeddedMetadata } from '../../image/metadata/embedded-metadata.ts';
import { embeddedPaths } from '../../image/paths/embedded-paths.ts';
import { findOutlines } from '../../image/paths/read-outlines.ts';
import { readHeader } from '../../image/metadata/read-header.ts';
import type { Decoder } from '../decoder.ts';

// libvips' names of pixel interpretations; what is not listed is some kind of RGB.
const COLOR_SPACES: Readonly<Record<string, ColorSpace>> = {
  srgb: 'srgb',
  rgb16: 'srgb',
  'b-w': 'gray',
  grey16: 'gray',
  cmyk: 'cmyk',
  lab: 'lab',
  labs: 'lab',
  labq: 'lab',
};

const DEPTHS: Readonly<Record<string, number>> = { uchar: 8, char: 8, ushort: 16, short: 16 };

function depthOf({ depth, bitsPerSample }: Metadata): number {
  return bitsPerSample === 1 ? 1 : (DEPTHS[depth] ?? 32);
}

/** The header of a file, as libvips reads it. */
export type Header = Metadata;

/** Facts and checks of one format, beside those that libvips tells of all. */
interface Details extends Pick<Decoder, 'check'> {
  readonly chroma?: (metadata: Metadata) => Pick<ImageFacts, 'chroma'>;
}

/** The facts that libvips tells of a header. */
export function toFacts(mime: string, metadata: Metadata, { chroma }: Details = {}): ImageFacts {
  const colorSpace = COLOR_SPACES[metadata.space] ?? 'rgb';
  return {
    kind: 'image',
    mime,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    orientation: metadata.orientation ?? 1,
    colorSpace,
    ...profileFacts(metadata.icc, colorSpace),
    alpha: metadata.hasAlpha,
    depth: depthOf(metadata),
    progressive: metadata.isProgressive,
    ...chroma?.(metadata),
    pages: metadata.pages ?? 1,
    ...(metadata.xmp?.length && { xmp: true }),
    ...(metadata.gainMap && { gainMap: true }),
  };
}

/** The facts of a file that libvips opens itself. Throws what libvips throws. */
export async function probeWithLibvips(
  file: string,
  mime: string,
  limits: MasterLimits,
  details: Details = {},
): Promise<ImageFacts> {
  const metadata = await readHeader(file);
  const { icc, exif, xmp, iptc, tifftagPhotoshop } = metadata;
  checkMetadata([icc, exif, xmp, iptc, tifftagPhotoshop], limits);
  const facts = toFacts(mime, metadata, details);
  return {
    ...facts,
    ...(await exifColors(facts, exif)),
    ...embeddedPaths(await findOutlines(file, metadata)),
    ...(await embeddedMetadata(metadata, file)),
  };
}

/** The decoder of a format that libvips opens itself. */
export function readWithLibvips(details: Details = {}): Decoder {
  const { check } = details;
  return {
    probe: async (file, mime, limits) => {
      await check?.(file);
      return probeWithLibvips(file, mime, limits, details);
    },
    ...(check && { check }),
  };
}
