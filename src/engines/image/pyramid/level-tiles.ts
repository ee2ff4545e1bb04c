import { open } from 'node:fs/promises';
import type { Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import {
  makeNumbers,
  numbersOf,
  openTiff,
  readDirectory,
  readFrom,
  TAG,
  type ReadAt,
  type TiffEntry,
} from '../../../system/read-tiff.ts';

/** A level as it stands in a tiled TIFF: the fields of its directory, and its tiles from the first to the last. */
export interface LevelTiles {
  readonly entries: readonly TiffEntry[];
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly read: ReadAt;
  readonly close?: () => Promise<void>;
}

async function readTiles(read: ReadAt): Promise<LevelTiles> {
  const tiff = await openTiff(read);
  const { entries } = await readDirectory(tiff, tiff.first);
  const offsets = numbersOf({ entries }, TAG.tileOffsets);
  return { entries, offsets, lengths: numbersOf({ entries }, TAG.tileByteCounts), read };
}

/** Opens the file of a level. Throws RangeError where it is none. */
export async function openLevel(file: string): Promise<LevelTiles> {
  const handle = await open(file, 'r');
  try {
    return { ...(await readTiles(readFrom(handle))), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The most rows of tiles that lie beside each other: those of a JPEG are counted in 16 bits. */
const MOST_ROWS = 32_768;

/** The tiles of a level, as their columns and rows. */
const gridOf = ({ width, height }: Size, tile: number): { readonly across: number; readonly count: number } => {
  const across = Math.ceil(width / tile);
  return { across, count: across * Math.ceil(height / tile) };
};

/** Copies the tiles of a picture into a sheet, from the place `first` on. What a tile has beyond its picture stays 0, as in libvips. */
function copyTiles(picture: Picture, sheet: Picture, tile: number, first: number): void {
  const { data, width, height, channels } = picture;
  const { across, count } = gridOf(picture, tile);
  const columns = sheet.width / tile;
  for (let i = 0; i < count; i++) {
    const [x, y] = [(i % across) * tile, Math.floor(i / across) * tile];
    const [toX, toY] = [((first + i) % columns) * tile, Math.floor((first + i) / columns) * tile];
    const length = Math.min(tile, width - x) * channels;
    for (let row = 0; row < Math.min(tile, height - y); row++) {
      const from = ((y + row) * width + x) * channels;
      sheet.data.set(data.subarray(from, from + length), ((toY + row) * sheet.width + toX) * channels);
    }
  }
}

/** A field with other numbers. */
const withNumbers = (entry: TiffEntry, numbers: readonly number[]): TiffEntry =>
  makeNumbers(entry.tag, entry.type as Parameters<typeof makeNumbers>[1], numbers);

/**
 * Encodes pictures of one kind as the tiles of one sheet, in a single call of libvips; each gets the directory that it has alone.
 * `encode` makes a tiled TIFF of the sheet.
 */
export async function encodeTogether(
  pictures: readonly Picture[],
  tile: number,
  encode: (sheet: Picture) => Promise<Buffer>,
): Promise<LevelTiles[]> {
  const [first] = pictures;
  if (first === undefined) return [];
  const counts = pictures.map((picture) => gridOf(picture, tile).count);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const columns = Math.ceil((all * tile) / MOST_ROWS);
  const [width, height] = [columns * tile, Math.ceil(all / columns) * tile];
  const { channels } = first;
  const sheet: Picture = { data: new Uint8Array(width * height * channels), width, height, channels };
  let at = 0;
  const starts = counts.map((count) => (at += count) - count);
  for (const [i, picture] of pictures.entries()) copyTiles(picture, sheet, tile, starts[i] ?? 0);
  const bytes = await encode(sheet);
  const tiles = await readTiles(async (position, length) => bytes.subarray(position, position + length));
  return pictures.map((picture, i) => {
    const start = starts[i] ?? 0;
    const end = start + (counts[i] ?? 0);
    const lengths = tiles.lengths.slice(start, end);
    const own: Readonly<Record<number, readonly number[]>> = {
      [TAG.width]: [picture.width],
      [TAG.height]: [picture.height],
      [TAG.tileByteCounts]: lengths,
    };
    const entries = tiles.entries.map((entry) => (own[entry.tag] ? withNumbers(entry, own[entry.tag] ?? []) : entry));
    return { ...tiles, entries, offsets: tiles.offsets.slice(start, end), lengths };
  });
}
