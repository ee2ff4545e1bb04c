import { open, readFile } from 'node:fs/promises';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type LinearPicture, writeLight } from './hdr/linear-picture.ts';
import { readRadianceHeader, readRadiancePixels, toLight } from './hdr/radiance.ts';
import { readAt } from '../../system/read-at.ts';

const HEAD_BYTES = 64 * 1024;

/** Bytes of a pixel in the file. */
const PIXEL = 4;

async function decode(file: string): Promise<LinearPicture> {
  const bytes = await readFile(file);
  const header = readRadianceHeader(bytes.subarray(0, HEAD_BYTES));
  const { width, height, primaries } = header;
  const pixels = readRadiancePixels(header, bytes);
  return {
    ...{ width, height, channels: 3, primaries },
    readRow: (y, into) => toLight(pixels.subarray(y * width * PIXEL, (y + 1) * width * PIXEL), into),
  };
}

// The pixels as they are unpacked. libvips reads the format, and clips what is brighter than white.
const UNPACKED_BYTES = 4;

const decoder: Decoder = {
  probe: async (file, mime) => {
    await using handle = await open(file, 'r');
    const { width, height } = readRadianceHeader(await readAt(handle, 0, HEAD_BYTES));
    return {
      ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', icc: null, told: 'sRGB' },
      ...{ hdr: 'light', alpha: false, depth: 16, progressive: false, pages: 1 },
      rewriteBytes: width * height * UNPACKED_BYTES,
    };
  },
  rewrite: async (file, target) => {
    const picture = await ofMaster(() => decode(file));
    await writeLight(picture, target);
  },
};

/** Radiance's pictures of light, RGBE and XYZE. No kept library tells their rows that run otherwise than down. */
export const hdr = { decoder, encoder: undefined };
