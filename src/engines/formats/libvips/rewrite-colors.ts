import type { Metadata } from 'sharp';
import type { ImageFacts } from '../../../model/asset.ts';
import { codedFacts, type ColorCoding } from '../../image/color/coded-colors.ts';
import { pyramidMetadata } from '../../image/metadata/tiff-metadata.ts';
import { openFile, openUntagged } from '../../image/source/master.ts';
import { ofMaster } from '../../image/source-error.ts';
import type { Decoder } from '../decoder.ts';
import { type ForeignPicture, writeForeign } from '../foreign/foreign-picture.ts';
import { toFacts } from './read-with-libvips.ts';

/**
 * Reads the colour coding from a file's header; undefined = there is none, or a profile takes precedence; 'sRGB' = it
 * is sRGB. `tagged`: the file also has a valid profile.
 */
type ReadCoding = (file: string, tagged: boolean) => Promise<ColorCoding | 'sRGB' | undefined>;

const bytesOf = ({ depth, alpha }: ImageFacts): number => (alpha ? 4 : 3) * (depth > 8 ? 2 : 1);

/** Bytes that are held while a picture that libvips decodes is written anew: its pixels, and libvips' own copy of them. */
export const rewriteBytesOf = (facts: ImageFacts): number => 2 * bytesOf(facts) * facts.width * facts.height;

/** Decoded samples: 16 bits where there are more than 8. Throws what libvips throws. */
async function decodeDeep(source: string | Buffer, deep: boolean) {
  const pipeline = openUntagged(source);
  const wide = deep ? pipeline.pipelineColourspace('rgb16').toColourspace('rgb16') : pipeline.toColourspace('srgb');
  return wide.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
}

/** The picture of a file that libvips opens, whose profile does not count. Throws what libvips throws. */
export async function decodeWithLibvips(
  source: string | Buffer,
  metadata: Metadata,
  coding: ColorCoding | undefined,
): Promise<ForeignPicture> {
  const deep = metadata.depth === 'ushort';
  const { data, info } = await decodeDeep(source, deep);
  const { width, height, channels } = info;
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  return { width, height, channels, samples, coding, alpha: channels === 4, space: 'srgb' };
}

async function rewrite(file: string, target: string, read: ReadCoding): Promise<void> {
  const picture = await ofMaster(async () => {
    const metadata = await openFile(file).metadata();
    const told = await read(file, toFacts('', metadata).profileKind !== undefined);
    const decoded = await decodeWithLibvips(file, metadata, told === 'sRGB' ? undefined : told);
    return { ...decoded, metadata: await pyramidMetadata(file, metadata, 'all') };
  });
  await writeForeign(picture, target);
}

/**
 * Wraps the decoder of a format whose files may declare their colours by numbers (such as CICP or gAMA), which libvips
 * ignores: those are converted to sRGB files first.
 */
export function withCodedColors(plain: Decoder, read: ReadCoding): Decoder {
  return {
    ...plain,
    probe: async (file, mime, limits) => {
      const facts = await plain.probe(file, mime, limits);
      const coding = facts.colorSpace === 'cmyk' ? undefined : await read(file, facts.profileKind !== undefined);
      if (coding === undefined) return facts;
      const { profileKind: _kind, ...about } = { ...facts, ...codedFacts(coding) };
      return coding === 'sRGB' ? about : { ...about, rewriteBytes: rewriteBytesOf(facts) };
    },
    rewrite: (file, target) => rewrite(file, target, read),
  };
}
