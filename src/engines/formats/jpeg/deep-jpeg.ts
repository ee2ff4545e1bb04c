import { open } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { ofMaster } from '../../image/source-error.ts';
import type { Decoder } from '../decoder.ts';
import { writeForeign } from '../foreign/foreign-picture.ts';
import { decodeWithMagick, magickBytes } from '../foreign/magick.ts';
import { type JpegFrame, readFrame } from './read-frame.ts';

const SPACES: Readonly<Record<number, 'gray' | 'srgb' | 'cmyk'>> = { 1: 'gray', 3: 'srgb', 4: 'cmyk' };

/** The frame of a JPEG that libvips is not built for: of more than 8 bits, or without loss; undefined = another one. */
async function deepFrame(file: string): Promise<JpegFrame | undefined> {
  await using handle = await open(file, 'r');
  const frame = await readFrame(handle);
  if (frame === undefined || frame.width < 1 || frame.height < 1 || SPACES[frame.components] === undefined)
    return undefined;
  return frame.precision > 8 || frame.lossless ? frame : undefined;
}

function factsOf({ width, height, components }: JpegFrame, mime: string): ImageFacts {
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: SPACES[components] ?? 'srgb', icc: null },
    ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
  };
}

/** Reads JPEGs of 12 bits and lossless ones too, as 8 bits: by ImageMagick, whose library knows them. */
export function withDeepJpeg(decoder: Decoder): Decoder {
  return {
    ...decoder,
    probe: async (file, mime, limits) => {
      const frame = await deepFrame(file).catch(() => undefined);
      if (frame === undefined) return decoder.probe(file, mime, limits);
      // Of most of them libvips knows the header.
      const known = await decoder.probe(file, mime, limits).catch(() => undefined);
      const { width, height } = frame;
      return {
        ...(known ?? factsOf(frame, mime)),
        progressive: false,
        depth: 8,
        rewriteBytes: magickBytes({ width, height }),
      };
    },
    rewrite: async (file, target) => {
      const { width, height } = (await ofMaster(() => deepFrame(file))) ?? { width: 0, height: 0 };
      const request = { width, height, alpha: false, format: 'JPEG', label: 'JPEG of 12 bits' };
      await writeForeign(await ofMaster(() => decodeWithMagick(file, request)), target);
    },
  };
}
