import { type FileHandle, open } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { findBox, readBoxHead, sizeWithin } from '../../../system/iso-bmff.ts';
import { withAlikeOpacity } from './alike-opacity.ts';
import { endOfItems } from './item-places.ts';
import { type CodePoints, itemTypes, primaryCoding } from './items.ts';
import { findSequence, type Sequence } from './sequence.ts';

/** A file as libvips opens it. */
export interface HeifFile {
  /** Path of the file, or an equivalent file's bytes where libvips does not accept the original. */
  readonly source: string | Buffer;
  /** Pictures that are shown one after the other; 1 = it is none of these. */
  readonly frames: number;
  /** The size of each frame, where frames can be decoded out of order: see `Sequence`. */
  readonly frameSize?: Size | undefined;
  readonly coding: CodePoints | undefined;
  /** libvips decodes it: its pictures are in AV1. */
  readonly byLibvips: boolean;
  /** The first picture of its sequence, where libvips may not understand the others. */
  readonly readStill?: () => Promise<HeifFile>;
}

// Tables of ten thousand frames have some hundred kilobytes; files are held in memory where they are handed on changed.
const MOST_BOX_BYTES = 16 * 2 ** 20;
const MOST_FILE_BYTES = 512 * 2 ** 20;
const MOST_BOXES = 1_000;

// The head of a box, and a brand in it.
const LEAST_BYTES = 12;

// Brands that libvips looks for at the very beginning of a file; those that it takes for either codec.
const TAKEN = /^(?:hei[cxms]|hev[cxms]|mif1|msf1|avif)$/;
const GENERAL = { av1: 'avif', hevc: 'mif1' } as const;

interface Outline {
  readonly brand: string;
  /** The content of the boxes of items and of tracks. */
  readonly meta?: Buffer;
  /** The place of the box of items. */
  readonly metaAt?: number;
  readonly moov?: Buffer;
}

/** The outline of a file with one more box of it, the first of its type. */
function withBox(outline: Outline, type: 'meta' | 'moov', content: Buffer, at: number): Outline {
  if (outline[type] !== undefined) return outline;
  return { ...outline, [type]: content, ...(type === 'meta' && { metaAt: at }) };
}

/** Throws SourceError for a file in the short form, which libvips takes for a damaged one. */
function checkType(type: string): void {
  if (type !== 'mini') return;
  const message = 'expected a HEIF whose boxes describe its items, got one in the short form (`mini`)';
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint: 'Convert the master to JPEG, TIFF or PNG.' });
}

/** Throws SourceError for a file that ends before the data of its items: libheif makes up what is not there. */
function checkEnd({ meta }: Outline, size: number): void {
  const places = meta && findBox(meta.subarray(4), 'iloc');
  const end = places ? endOfItems(places) : 0;
  if (end <= size) return;
  throw new SourceError('SOURCE_CORRUPT', `expected the ${end} bytes that the HEIF says it has, got ${size}`, {
    hint: 'Export or upload the master again; the file was cut off.',
  });
}

/** Reads the boxes of a file that describe its pictures. Throws SourceError where it ends before them, or the system's error. */
async function readOutline(handle: FileHandle): Promise<Outline> {
  const { size } = await handle.stat();
  const head = Buffer.alloc(16);
  let found: Outline = { brand: '' };
  for (let at = 0, i = 0; at + 8 <= size && i < MOST_BOXES; i++) {
    const { bytesRead } = await handle.read(head, 0, 16, at);
    // The file became shorter since.
    if (bytesRead < 8) break;
    const box = readBoxHead(head.subarray(0, bytesRead));
    const [bytes, start] = [sizeWithin(box, size - at), box.headBytes];
    if (bytes < start) break;
    const { type } = box;
    checkType(type);
    if (type === 'ftyp') found = { ...found, brand: head.toString('latin1', 8, 12) };
    if (type === 'meta' || type === 'moov') {
      const content = Buffer.alloc(Math.min(bytes - start, size - at - start, MOST_BOX_BYTES));
      await handle.read(content, 0, content.length, at + start);
      found = withBox(found, type, content, at);
    }
    at += bytes;
  }
  checkEnd(found, size);
  return found;
}

// Version and flags stand before the boxes of items.
const hasPrimary = ({ meta }: Outline): boolean =>
  meta !== undefined && findBox(meta.subarray(4), 'pitm') !== undefined;

/** The whole file. Throws SourceError where it is too long for memory, or too short for one. */
async function readWhole(handle: FileHandle): Promise<Buffer> {
  const { size } = await handle.stat();
  if (size > MOST_FILE_BYTES) {
    throw new SourceError('SOURCE_TOO_LARGE', `expected a HEIF of at most ${MOST_FILE_BYTES} bytes, got ${size}`, {
      hint: 'Export its first picture as a file of its own.',
    });
  }
  if (size < LEAST_BYTES) {
    throw new SourceError('SOURCE_CORRUPT', `expected a HEIF of at least ${LEAST_BYTES} bytes, got ${size}`, {
      hint: 'Export or upload the master again; the file was cut off.',
    });
  }
  const bytes = Buffer.alloc(size);
  await handle.read(bytes, 0, size, 0);
  return bytes;
}

/** The whole file as libvips takes it; undefined where it takes it as it is. */
async function readChanged(handle: FileHandle, outline: Outline, byLibvips: boolean): Promise<Buffer | undefined> {
  const { brand, meta, metaAt } = outline;
  const items = meta && withAlikeOpacity(meta);
  if (TAKEN.test(brand) && items === undefined) return undefined;
  const bytes = await readWhole(handle);
  if (!TAKEN.test(brand)) bytes.write(byLibvips ? GENERAL.av1 : GENERAL.hevc, 8, 'latin1');
  if (items === undefined || metaAt === undefined) return bytes;
  // Data stay at their places: the other box of items stands behind them.
  bytes.write('free', metaAt + 4, 'latin1');
  return Buffer.concat([bytes, items]);
}

/** The pictures of a file beside its primary item, which may be whatever a camera puts there: a film that cannot be read. */
function sequenceBeside(movie: Buffer | undefined): Sequence | undefined {
  try {
    return movie && findSequence(movie);
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** The coding of a file's pictures, by its boxes of items. */
function told(meta: Buffer | undefined): Pick<HeifFile, 'coding' | 'byLibvips'> {
  if (meta === undefined) return { coding: undefined, byLibvips: false };
  const types = itemTypes(meta);
  return { coding: primaryCoding(meta), byLibvips: types.has('av01') && !types.has('hvc1') };
}

async function stillOf(handle: FileHandle, sequence: Sequence): Promise<HeifFile> {
  const source = await sequence.readStill(handle);
  return { source, frames: sequence.frames, frameSize: sequence.size, ...told(findBox(source, 'meta')) };
}

/**
 * Opens a HEIF, or another file of its boxes (AVIF, HEIC): the primary item, or the first picture of a sequence that has
 * none. Throws SourceError, or the system's error.
 */
export async function openHeif(file: string): Promise<HeifFile> {
  await using handle = await open(file, 'r');
  const outline = await readOutline(handle);
  const { moov, meta } = outline;
  if (!hasPrimary(outline)) {
    const alone = moov && findSequence(moov);
    if (alone) return await stillOf(handle, alone);
  }
  const sequence = sequenceBeside(moov);
  const items = told(meta);
  const source = (await readChanged(handle, outline, items.byLibvips)) ?? file;
  return {
    source,
    frames: sequence?.frames ?? 1,
    frameSize: sequence?.size,
    ...items,
    ...(sequence && { readStill: () => openStill(file, sequence) }),
  };
}

/** The image sequence of a file; undefined where it has none. Throws the system's error. */
export async function sequenceIn(handle: FileHandle): Promise<Sequence | undefined> {
  return sequenceBeside((await readOutline(handle)).moov);
}

async function openStill(file: string, sequence: Sequence): Promise<HeifFile> {
  await using handle = await open(file, 'r');
  return await stillOf(handle, sequence);
}
