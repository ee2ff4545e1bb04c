import { writeFile } from 'node:fs/promises';
import type { ImageFacts } from '../../../model/asset.ts';
import { codedFacts, codingOf, type ColorCoding } from '../../image/color/coded-colors.ts';
import { exifColors } from '../../image/metadata/exif-color-space.ts';
import { checkMetadata } from '../../image/metadata/check-metadata.ts';
import { embeddedMetadata } from '../../image/metadata/embedded-metadata.ts';
import { pyramidMetadata } from '../../image/metadata/tiff-metadata.ts';
import { openFile } from '../../image/source/master.ts';
import { ofMaster } from '../../image/source-error.ts';
import type { Decoder } from '../decoder.ts';
import { type ForeignPicture, writeForeign } from '../foreign/foreign-picture.ts';
import { type Header, toFacts } from '../libvips/read-with-libvips.ts';
import { decodeWithLibvips, rewriteBytesOf } from '../libvips/rewrite-colors.ts';
import { decodeHevc } from './decode-hevc.ts';
import { type HeifFile, openHeif } from './open-heif.ts';
import { writeHeifFrames } from './write-heif-frames.ts';

/** A file and what libvips reads in its header, whatever its pixels are coded in. */
interface Opened extends HeifFile {
  readonly file: string;
  readonly metadata: Header;
}

/** Opens a file: its primary item, or the first picture of its sequence where libvips does not understand the items. */
async function readHeader(file: string): Promise<Opened> {
  const heif = await openHeif(file);
  try {
    return { file, ...heif, metadata: await openFile(heif.source).metadata() };
  } catch (error) {
    const still = await heif.readStill?.();
    if (still === undefined) throw error;
    return { file, ...still, metadata: await openFile(still.source).metadata() };
  }
}

/** libvips has libheif without a decoder of HEVC, whose patents are licensed for money: its pixels come by another one. */
const isHevc = ({ byLibvips }: Opened): boolean => !byLibvips;

/** The coding of colours that code points tell beside a profile; undefined = sRGB, or nothing. */
const codingOfHeader = ({ metadata, coding }: Opened): ColorCoding | undefined =>
  metadata.icc === undefined && coding !== undefined ? codingOf(...coding) : undefined;

// ITU-T H.273: as the file's writer likes.
const UNSPECIFIED = 2;

/** Tells whether code points (CICP) define the colour space. */
const definesColors = (coding: Opened['coding']): boolean =>
  coding !== undefined && coding.some((code) => code !== UNSPECIFIED);

// Bytes a pixel: planes of the codec, RGB made of them and what is around them, as measured.
const HEVC_BYTES = { 8: 7, 16: 14, alpha: 3 } as const;
const HEVC_FIXED_BYTES = 29 * 2 ** 20;

function bytesToRewrite(header: Opened, facts: ImageFacts): number | undefined {
  const copy = typeof header.source === 'string' ? 0 : header.source.length;
  const pixels = facts.width * facts.height;
  if (isHevc(header))
    return (
      copy + HEVC_FIXED_BYTES + pixels * (HEVC_BYTES[facts.depth > 8 ? 16 : 8] + (facts.alpha ? HEVC_BYTES.alpha : 0))
    );
  if (codingOfHeader(header)) return copy + rewriteBytesOf(facts);
  return copy > 0 ? copy : undefined;
}

async function decode(header: Opened): Promise<ForeignPicture> {
  const { source, metadata, file } = header;
  const coding = codingOfHeader(header);
  const picture = isHevc(header)
    ? { ...(await decodeHevc(source, metadata.autoOrient)), coding }
    : await decodeWithLibvips(source, metadata, coding);
  return { ...picture, metadata: await pyramidMetadata(file, metadata, 'all') };
}

async function rewrite(file: string, target: string): Promise<void> {
  const header = await ofMaster(() => readHeader(file));
  const { source } = header;
  const asItIs = !isHevc(header) && codingOfHeader(header) === undefined;
  if (asItIs && typeof source !== 'string') return writeFile(target, source);
  return writeForeign(await ofMaster(() => decode(header)), target);
}

/** Tells whether its frames are as its picture is, and can be read: in AV1, of its size and with its colours as they are stored. */
function isSequence(header: Opened, { width, height }: ImageFacts): boolean {
  const { frames, frameSize } = header;
  if (frames < 2 || frameSize === undefined || codingOfHeader(header) !== undefined) return false;
  return frameSize.width === width && frameSize.height === height;
}

/** AVIF, HEIC and HEIF: one kind of file, whose pixels are in AV1 or HEVC. */
export const heifDecoder: Decoder = {
  probe: async (file, mime, limits) => {
    const header = await readHeader(file);
    const { icc, exif, xmp } = header.metadata;
    checkMetadata([icc, exif, xmp], limits);
    const facts = { ...toFacts(mime, header.metadata), pages: Math.max(header.frames, header.metadata.pages ?? 1) };
    const rewriteBytes = bytesToRewrite(header, facts);
    const told = icc === undefined && definesColors(header.coding);
    const colors = told ? codedFacts(codingOfHeader(header) ?? 'sRGB') : await exifColors(facts, exif);
    const words = await embeddedMetadata(header.metadata);
    const moves = isSequence(header, facts) && { sequence: true as const };
    return { ...facts, ...colors, ...moves, ...(rewriteBytes !== undefined && { rewriteBytes }), ...words };
  },
  rewrite,
  frames: writeHeifFrames,
};
