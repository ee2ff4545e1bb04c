import { open, readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../model/asset.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { readTgaHeader } from './tga/header.ts';
import { checkTgaEnd, readTgaPixels, showsAlpha } from './tga/pixels.ts';
import { readAt } from '../../system/read-at.ts';

const HEAD_BYTES = 18;

async function probe(file: string, mime: string): Promise<ImageFacts> {
  await using handle = await open(file, 'r');
  const header = readTgaHeader(await readAt(handle, 0, HEAD_BYTES));
  checkTgaEnd(header, (await handle.stat()).size);
  const { width, height, alphaBits } = header;
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: 'srgb', icc: null, alpha: alphaBits > 0 },
    ...{ depth: 8, progressive: false, pages: 1 },
    // Pixels as they are stored, as samples, and these without their alpha.
    rewriteBytes: 11 * width * height,
  };
}

/** Samples in three channels. */
function withoutAlpha(samples: Uint8Array): Uint8Array {
  const out = new Uint8Array((samples.length / 4) * 3);
  for (let at = 0, to = 0; at < samples.length; at += 4, to += 3) out.set(samples.subarray(at, at + 3), to);
  return out;
}

async function decode(file: string): Promise<ForeignPicture> {
  const bytes = await readFile(file);
  const header = readTgaHeader(bytes);
  const { width, height, alphaBits } = header;
  const samples = readTgaPixels(header, bytes);
  if (alphaBits === 0)
    return { width, height, samples: withoutAlpha(samples), channels: 3, alpha: false, space: 'srgb' };
  if (!showsAlpha(samples)) for (let at = 3; at < samples.length; at += 4) samples[at] = 255;
  return { width, height, samples, channels: 4, alpha: true, space: 'srgb' };
}

const decoder: Decoder = {
  probe,
  rewrite: async (file, target) => writeForeign(await ofMaster(() => decode(file)), target),
};

/** Truevision TGA; dmx decodes it itself, as there is no maintained library. */
export const tga = { decoder, encoder: undefined };
