import { open, readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { SourceError } from '../../../model/errors.ts';
import { readHeader } from '../../image/metadata/read-header.ts';
import { blockMetadata } from '../../image/metadata/tiff-metadata.ts';
import { ofMaster } from '../../image/source-error.ts';
import type { Decoder } from '../decoder.ts';
import { type ForeignPicture, writeForeign } from '../foreign/foreign-picture.ts';
import { decodeWithMagick, magickBytes } from '../foreign/magick.ts';
import { readLossless } from './lossless.ts';
import { type JpegFrame, readFrame } from './read-frame.ts';

const SPACES: Readonly<Record<number, 'gray' | 'srgb' | 'cmyk'>> = { 1: 'gray', 3: 'srgb', 4: 'cmyk' };

/** The frame of a JPEG that libvips is not built for: of more than 8 bits, or without loss; undefined = another one. */
async function deepFrame(file: string): Promise<JpegFrame | undefined> {
  await using handle = await open(file, 'r');
  const frame = readFrame(handle);
  if (frame === undefined || frame.width < 1 || frame.height < 1 || SPACES[frame.components] === undefined)
    return undefined;
  return frame.precision > 8 || frame.lossless ? frame : undefined;
}

/** Tells whether dmx reads it itself: ImageMagick knows some of those without loss, and changes their colours. */
const isOwn = ({ lossless, components }: JpegFrame): boolean => lossless && components < 4;

/** The facts that the JPEG's own precision decides. Lossless JPEGs that dmx decodes keep up to 16 bits; ImageMagick gives 8. */
function factsOf(frame: JpegFrame) {
  const depth = isOwn(frame) && frame.precision > 8 ? 16 : 8;
  const samples = frame.width * frame.height * frame.components;
  return { progressive: false, depth, rewriteBytes: isOwn(frame) ? 4 * samples : magickBytes(frame) };
}

function bareFacts({ width, height, components }: JpegFrame, mime: string): ImageFacts {
  return {
    ...{ kind: 'image', mime, width, height, orientation: 1, colorSpace: SPACES[components] ?? 'srgb', icc: null },
    ...{ alpha: false, depth: 8, progressive: false, pages: 1 },
  };
}

/** Samples of 8 bits or fewer as bytes. */
const narrow = (samples: Uint16Array, precision: number): Uint8Array | Uint16Array =>
  precision > 8 ? samples : Uint8Array.from(samples);

async function decodeLossless(file: string): Promise<ForeignPicture> {
  const { width, height, components, precision, samples } = readLossless(await readFile(file));
  const { icc, exif, xmp } = await readHeader(file).catch(() => ({ icc: undefined, exif: undefined, xmp: undefined }));
  return {
    ...{ width, height, channels: components, alpha: false, icc },
    ...{ samples: narrow(samples, precision), most: 2 ** precision - 1, space: SPACES[components] ?? 'srgb' },
    metadata: await blockMetadata({ exif, xmp }),
  };
}

// A frame to its count of components, the length of it among them; each component.
const [FRAME_BYTES, LENGTH_AT, COMPONENT_BYTES] = [10, 2, 3] as const;
const FULL_RESOLUTION = 0x11;

/**
 * A JPEG of gray, whose frame stands there, as one of three components: ImageMagick reads gray by way of a palette, which has no
 * room for 12 bits. The two that no scan tells are of no colour.
 */
function withColors(jpeg: Buffer, at: number): Buffer {
  const [start, end] = [at + FRAME_BYTES, at + FRAME_BYTES + COMPONENT_BYTES];
  const head = Buffer.from(jpeg.subarray(at, start));
  head.writeUInt16BE(head.readUInt16BE(LENGTH_AT) + 2 * COMPONENT_BYTES, LENGTH_AT);
  head.writeUInt8(3, FRAME_BYTES - 1);
  const [name = 0, , table = 0] = jpeg.subarray(start, end);
  const components = [0, 1, 2].flatMap((i) => [(name + i) & 0xff, FULL_RESOLUTION, table]);
  return Buffer.concat([jpeg.subarray(0, at), head, Buffer.from(components), jpeg.subarray(end)]);
}

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** Throws SourceError for a JPEG that ends before its picture does, whose rest ImageMagick makes up. */
async function checkEnd(file: string, { at }: JpegFrame): Promise<void> {
  if ((await readFile(file)).includes(END_OF_IMAGE, at)) return;
  throw new SourceError('SOURCE_CORRUPT', 'expected a JPEG with its end, got one that ends before', {
    hint: 'Export or upload the master again; the file was cut off.',
  });
}

async function decodeDeep(file: string): Promise<ForeignPicture> {
  const frame = await deepFrame(file);
  if (frame === undefined) throw new RangeError('expected a frame of more than 8 bits, got none');
  if (isOwn(frame)) return decodeLossless(file);
  await checkEnd(file, frame);
  const { width, height, components, at } = frame;
  const gray = components === 1 ? ({ gray: true, mend: (bytes: Buffer) => withColors(bytes, at) } as const) : {};
  return decodeWithMagick(file, { width, height, alpha: false, format: 'JPEG', label: 'JPEG of 12 bits', ...gray });
}

/** Reads JPEGs without loss too, and those of 12 bits as 8 by ImageMagick, whose library knows them. */
export function withDeepJpeg(decoder: Decoder): Decoder {
  return {
    ...decoder,
    probe: async (file, mime, limits) => {
      const frame = await deepFrame(file).catch(() => undefined);
      if (frame === undefined) return decoder.probe(file, mime, limits);
      // Of most of them libvips knows the header.
      const known = await decoder.probe(file, mime, limits).catch(() => undefined);
      return { ...(known ?? bareFacts(frame, mime)), ...factsOf(frame) };
    },
    rewrite: async (file, target) => writeForeign(await ofMaster(() => decodeDeep(file)), target),
  };
}
