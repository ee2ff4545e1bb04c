import type { MasterLimits } from '../../../model/master-limits.ts';
import { checkMetadata } from '../../image/metadata/check-metadata.ts';
import { resourceHead, RESOURCE_HEAD_BYTES } from '../../image/paths/photoshop-resources.ts';
import type { Resource } from '../../image/paths/photoshop-resources.ts';
import { damaged, type LengthBytes, readExactly, readLength, type ReadInto } from './bytes.ts';
import { HEADER_BYTES, readHeader, type PsdHeader } from './header.ts';

/** A Photoshop file with the places of its parts, in bytes from its start. */
export interface PsdFile {
  readonly read: ReadInto;
  /** Length of the whole file in bytes. */
  readonly bytes: number;
  readonly header: PsdHeader;
  /** The table of an Indexed file: 256 reds, greens, blues; empty in others. */
  readonly palette: Buffer;
  readonly resources: { readonly start: number; readonly end: number };
  readonly layers: { readonly start: number; readonly end: number };
  /** The offset at which the merged picture begins. */
  readonly picture: number;
}

/** Photoshop writes some dozens; a hostile file any number. */
const MOST_BLOCKS = 4096;

/** 256 reds, 256 greens, 256 blues. */
const PALETTE_BYTES = 768;

/** A section with a length prefix, limited to the file of so many bytes. */
async function section(
  read: ReadInto,
  at: number,
  bytes: number,
  lengthBytes: LengthBytes = 4,
): Promise<{ readonly start: number; readonly end: number }> {
  const start = at + lengthBytes;
  const end = start + (await readLength(read, at, lengthBytes));
  if (end > bytes) throw damaged(`a section of ${end - start} bytes at ${start}`, `${bytes} bytes in all`);
  return { start, end };
}

/** Finds the parts of a file by their lengths. Throws SourceError. */
export async function openPsd(read: ReadInto, bytes: number): Promise<PsdFile> {
  const header = await readHeader(read);
  const colors = await section(read, HEADER_BYTES, bytes);
  const indexed = header.mode.label === 'Indexed';
  const palette = indexed ? await readExactly(read, colors.start, PALETTE_BYTES) : Buffer.alloc(0);
  const resources = await section(read, colors.end, bytes);
  const layers = await section(read, resources.end, bytes, header.large ? 8 : 4);
  return { read, bytes, header, palette, resources, layers, picture: layers.end };
}

/**
 * The image resources whose numbers are wanted; damaged ones end it, as in other files. Throws SourceError
 * (SOURCE_TOO_LARGE) for more than the limits say.
 */
export async function readWanted(
  { read, resources: { start, end } }: PsdFile,
  wanted: (id: number) => boolean,
  limits: Pick<MasterLimits, 'maxmetadata'> = { maxmetadata: Infinity },
): Promise<readonly Resource[]> {
  const found: Resource[] = [];
  const lengths: { readonly length: number }[] = [];
  for (let at = start, count = 0; at < end && count < MOST_BLOCKS; count++) {
    const bytes = Buffer.alloc(Math.min(RESOURCE_HEAD_BYTES, end - at));
    const head = resourceHead(bytes.subarray(0, await read(at, bytes)), 0);
    if (!head || at + head.end > end) break;
    const { id, name } = head;
    const length = head.end - head.start;
    if (wanted(id)) {
      lengths.push({ length });
      checkMetadata(lengths, limits);
      found.push({ id, name, data: await readExactly(read, at + head.start, length) });
    }
    at += head.next;
  }
  return found;
}

/** Keys of blocks that mean the merged picture has alpha of its own, or hold layers that do. */
const MERGED_TRANSPARENCY: ReadonlySet<string> = new Set(['Mtrn', 'Mt16', 'Mt32']);
const LAYERS: ReadonlySet<string> = new Set(['Layr', 'Lr16', 'Lr32']);
/** Blocks whose lengths have eight bytes in the large format. */
export const WIDE_BLOCKS: ReadonlySet<string> = new Set([
  ...MERGED_TRANSPARENCY,
  ...LAYERS,
  ...['LMsk', 'Alph', 'FMsk', 'lnk2', 'FEid', 'FXid', 'PxSD'],
]);

/** A number of layers below zero says that the first channel behind the colours is the picture's transparency. */
async function countsBelowZero(read: ReadInto, at: number): Promise<boolean> {
  return (await readExactly(read, at, 2)).readInt16BE(0) < 0;
}

/** The blocks behind the layers, one by one. */
async function* blocksFrom(
  { read, header, layers }: PsdFile,
  from: number,
): AsyncGenerator<{ readonly key: string; readonly start: number; readonly end: number }> {
  for (let at = from, count = 0; at + 12 <= layers.end && count < MOST_BLOCKS; count++) {
    const key = (await readExactly(read, at, 8)).toString('latin1', 4);
    const lengthBytes = header.large && WIDE_BLOCKS.has(key) ? 8 : 4;
    const start = at + 8 + lengthBytes;
    const length = await readLength(read, at + 8, lengthBytes);
    yield { key, start, end: start + length };
    at = start + Math.ceil(length / 4) * 4;
  }
}

/** The start and end of the layer info; undefined where its section is too short to hold any. */
async function layerInfoOf({ read, header, layers }: PsdFile): Promise<{ start: number; end: number } | undefined> {
  const lengthBytes = header.large ? 8 : 4;
  if (layers.end - layers.start < lengthBytes + 2) return undefined;
  const start = layers.start + lengthBytes;
  return { start, end: start + (await readLength(read, layers.start, lengthBytes)) };
}

/** The start of the blocks behind the layers and the general mask; undefined where there are none. */
async function startOfBlocks({ read, layers }: PsdFile, mask: number): Promise<number | undefined> {
  return mask + 4 > layers.end ? undefined : mask + 4 + (await readLength(read, mask, 4));
}

/** The place of the list of layers: files of 16 and 32 bits have it in a block. Undefined where there is none. */
export async function findLayerInfo(
  file: PsdFile,
): Promise<{ readonly start: number; readonly end: number } | undefined> {
  const info = await layerInfoOf(file);
  if (!info) return undefined;
  if (info.end - info.start >= 2) return info;
  const blocks = await startOfBlocks(file, info.end);
  if (blocks === undefined) return undefined;
  for await (const { key, start, end } of blocksFrom(file, blocks))
    if (LAYERS.has(key) && end - start >= 2) return { start, end };
  return undefined;
}

async function hasTransparencyBlock(file: PsdFile, from: number): Promise<boolean> {
  for await (const { key, start, end } of blocksFrom(file, from)) {
    if (MERGED_TRANSPARENCY.has(key)) return true;
    if (LAYERS.has(key) && end - start >= 2) return countsBelowZero(file.read, start);
  }
  return false;
}

/**
 * Tells whether the first channel behind the colours is the transparency of the merged picture. In files without layers such
 * channels are saved selections and spot colours, which Photoshop shows nothing of.
 */
export async function isTransparent(file: PsdFile): Promise<boolean> {
  const { read, header } = file;
  if (header.channels <= header.mode.colors) return false;
  const info = await layerInfoOf(file);
  if (!info) return false;
  if (info.end - info.start >= 2) return countsBelowZero(read, info.start);
  const blocks = await startOfBlocks(file, info.end);
  return blocks === undefined ? false : hasTransparencyBlock(file, blocks);
}
