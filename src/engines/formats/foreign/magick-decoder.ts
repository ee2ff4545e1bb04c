import { open } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { ofMaster } from '../../image/source-error.ts';
import { checkMetadata } from '../../image/metadata/check-metadata.ts';
import { embeddedMetadata } from '../../image/metadata/embedded-metadata.ts';
import type { Decoder } from '../decoder.ts';
import { writeForeign } from './foreign-picture.ts';
import { decodeWithMagick, magickBytes, type MagickCost, type MagickRequest } from './magick.ts';

/** A picture as the header of its file tells it. */
export interface MagickHeader extends Omit<MagickRequest, 'label' | 'format'> {
  /** ImageMagick's name of it, where the format has several. */
  readonly format?: string;
  readonly colorSpace?: ImageFacts['colorSpace'];
  /** Name of its profile. */
  readonly icc?: string | null;
  /** The profile itself, where ImageMagick does not read it. */
  readonly profile?: Buffer;
  readonly pages?: number;
  readonly xmp?: Buffer;
}

interface Request extends MagickRequest {
  readonly profile?: Buffer;
}

interface MagickFormat {
  readonly label: string;
  readonly format: string;
  /** As `npm run bench -- calibrate` measures it; absent = as the dearest. */
  readonly cost?: MagickCost;
  /** Reads a header from the start of a file. Throws SourceError, or RangeError where that ends too early. */
  readonly readHeader: (head: Buffer) => MagickHeader;
}

// Headers with the largest profile that they may bring.
const HEAD_BYTES = 4 * 2 ** 20;

async function readHead(file: string): Promise<Buffer> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const head = Buffer.alloc(Math.min(size, HEAD_BYTES));
  await handle.read(head, 0, head.length, 0);
  return head;
}

/** The decoder of a format that ImageMagick reads, and whose header is read without it. */
export function readWithMagick({ label, format, cost, readHeader }: MagickFormat): Decoder {
  const requestOf = async (file: string): Promise<Request> => ({
    label,
    format,
    ...readHeader(await readHead(file)),
  });
  return {
    probe: async (file, mime, limits) => {
      const header = readHeader(await readHead(file));
      const { width, height, alpha, colorSpace = 'srgb', icc = null, pages = 1, xmp } = header;
      checkMetadata([xmp], limits);
      return {
        ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace, icc, alpha, depth: 8, progressive: false },
        ...{ pages, rewriteBytes: magickBytes({ width, height }, cost) },
        ...(await embeddedMetadata({ ...(xmp && { xmp }) })),
      };
    },
    rewrite: async (file, target) => {
      const picture = await ofMaster(async () => {
        const { profile, ...request } = await requestOf(file);
        const decoded = await decodeWithMagick(file, request);
        return { ...decoded, icc: decoded.icc ?? profile };
      });
      await writeForeign(picture, target);
    },
  };
}
