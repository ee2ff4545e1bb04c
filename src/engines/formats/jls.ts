import { open, readFile } from 'node:fs/promises';
import { SourceError } from '../../model/errors.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { type ForeignPicture, writeForeign } from './foreign/foreign-picture.ts';
import { readJls } from './jls/read-jls.ts';
import { type JpegFrame, readLsFrame } from './jpeg/read-frame.ts';

const SPACES: Readonly<Record<number, 'gray' | 'srgb'>> = { 1: 'gray', 3: 'srgb' };

/** Reads the frame of a file. Throws SourceError where its components are neither gray nor RGB, RangeError where it has none. */
async function frameOf(file: string): Promise<JpegFrame & { readonly space: 'gray' | 'srgb' }> {
  await using handle = await open(file, 'r');
  const frame = readLsFrame(handle);
  if (frame === undefined) throw new RangeError('expected a frame of JPEG-LS, got none');
  if (frame.width < 1 || frame.height < 1) {
    throw new RangeError(`expected a picture of some pixels, got ${frame.width}×${frame.height}`);
  }
  const space = SPACES[frame.components];
  if (space !== undefined) return { ...frame, space };
  const message = `expected a JPEG-LS of one component or of three, got ${frame.components}`;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint: 'Save it as TIFF or PNG.' });
}

async function decode(file: string): Promise<ForeignPicture> {
  const { space } = await frameOf(file);
  const { width, height, components, precision, samples } = readJls(await readFile(file));
  return { width, height, samples, channels: components, alpha: false, space, most: 2 ** precision - 1 };
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    const { width, height, precision, space } = await frameOf(file);
    return {
      ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: space, icc: null, alpha: false },
      ...{ depth: precision > 8 ? 16 : 8, progressive: false, pages: 1 },
    };
  },
  decode: async (file, target) => {
    await writeForeign(await ofMaster(() => decode(file)), target);
  },
};

/** JPEG-LS: gray or RGB without loss, or nearly so, as archives and scanners of medicine write it. */
export const jls = { decoder, encoder: undefined };
