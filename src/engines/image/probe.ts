import type { Metadata } from 'sharp';
import type { ColorSpace, ImageFacts } from '../../model/asset.ts';
import { DECODERS } from '../decode/index.ts';
import { profileName } from './color/profile-name.ts';
import { openFile } from './source/master.ts';
import { embeddedPaths } from './paths/embedded-paths.ts';
import { findOutlines } from './paths/read-outlines.ts';
import { checkTiffExtent } from './tiff/check-extent.ts';
import { toSourceError } from './source-error.ts';

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

/** A JPEG's subsampling; CMYK ones have four numbers. */
function chromaOf({ format, chromaSubsampling }: Metadata): { readonly chroma?: string } {
  if (format !== 'jpeg' || chromaSubsampling === undefined || chromaSubsampling.startsWith('4:4:4')) return {};
  return { chroma: chromaSubsampling };
}

function toFacts(mime: string, metadata: Metadata): ImageFacts {
  return {
    kind: 'image',
    mime,
    width: metadata.autoOrient.width,
    height: metadata.autoOrient.height,
    orientation: metadata.orientation ?? 1,
    colorSpace: COLOR_SPACES[metadata.space] ?? 'rgb',
    icc: metadata.icc ? profileName(metadata.icc) : null,
    alpha: metadata.hasAlpha,
    depth: depthOf(metadata),
    progressive: metadata.isProgressive,
    ...chromaOf(metadata),
    pages: metadata.pages ?? 1,
  };
}

/** Reads the facts of a picture from its header, of a TIFF also whether all its pixels are there. Throws SourceError when there are none to be had. */
export async function probeImage(file: string, mime: string): Promise<ImageFacts> {
  try {
    const decoder = DECODERS[mime];
    if (decoder) return await decoder.probe(file, mime);
    const metadata = await openFile(file).metadata();
    if (metadata.format === 'tiff') await checkTiffExtent(file);
    return { ...toFacts(mime, metadata), ...embeddedPaths(await findOutlines(file, metadata)) };
  } catch (error) {
    throw toSourceError(error);
  }
}
