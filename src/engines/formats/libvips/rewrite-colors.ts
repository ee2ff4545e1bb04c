import type { ImageFacts } from '../../../model/asset.ts';
import type { ColorCoding } from '../../image/color/coded-colors.ts';
import { makeConversion } from '../../image/color/convert-coded.ts';
import { pyramidMetadata } from '../../image/metadata/tiff-metadata.ts';
import { openFile, openUntagged } from '../../image/source/master.ts';
import { toSourceError } from '../../image/source-error.ts';
import { writeUncompressedTiff } from '../../image/tiff/write-uncompressed-tiff.ts';
import type { Decoder } from '../decoder.ts';

/**
 * Reads the coding of a file's colours from its header; undefined = sRGB, or a profile says what they are. `tagged`: the
 * file has a profile too.
 */
type ReadCoding = (file: string, tagged: boolean) => Promise<ColorCoding | undefined>;

const RGB = 2;

const bytesOf = ({ depth, alpha }: ImageFacts): number => (alpha ? 4 : 3) * (depth > 8 ? 2 : 1);

/** Decoded samples, and the sample of a value of 1. */
async function decode(file: string, deep: boolean) {
  try {
    const pipeline = openUntagged(file);
    const wide = deep ? pipeline.pipelineColourspace('rgb16').toColourspace('rgb16') : pipeline.toColourspace('srgb');
    return await wide.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  } catch (error) {
    throw toSourceError(error);
  }
}

async function rewrite(file: string, target: string, read: ReadCoding): Promise<void> {
  const metadata = await openFile(file)
    .metadata()
    .catch((error: unknown) => {
      throw toSourceError(error);
    });
  const coding = await read(file, metadata.icc !== undefined);
  const deep = metadata.depth === 'ushort';
  const { data, info } = await decode(file, deep);
  const { width, height, channels } = info;
  const convert = coding && makeConversion(coding, deep ? 65_535 : 255);
  const alpha = channels === 4;
  const rowBytes = width * channels * (deep ? 2 : 1);
  await writeUncompressedTiff(
    {
      ...{ width, height, alpha, depth: deep ? 16 : 8, samples: channels, photometric: RGB },
      metadata: await pyramidMetadata(file, metadata, 'all'),
    },
    async (first, last) => {
      const rows = data.subarray(first * rowBytes, last * rowBytes);
      convert?.({ samples: deep ? new Uint16Array(rows.buffer, rows.byteOffset, rows.length / 2) : rows, channels });
      return rows;
    },
    target,
  );
}

/**
 * The decoder of a format that libvips opens, and whose files may tell by numbers instead of a profile what their colours
 * mean, which libvips does not hear: those are written anew as sRGB.
 */
export function withCodedColors(plain: Decoder, read: ReadCoding): Decoder {
  return {
    ...plain,
    probe: async (file, mime, limits) => {
      const facts = await plain.probe(file, mime, limits);
      if (facts.colorSpace === 'cmyk' || (await read(file, facts.icc !== null)) === undefined) return facts;
      // The pixels as they are decoded, and libvips' own copy of them. A profile that does not count is none.
      return { ...facts, icc: null, rewriteBytes: 2 * bytesOf(facts) * facts.width * facts.height };
    },
    rewrite: (file, target) => rewrite(file, target, read),
  };
}
