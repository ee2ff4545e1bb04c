import { open, type FileHandle } from 'node:fs/promises';
import type { PyramidGrid, TileFile } from '../../model/delivery.ts';
import type { Size } from '../../model/geometry.ts';
import type { Storage } from '../../storage/storage.ts';
import { readPart } from '../../system/open-file.ts';
import { numbersOf, openTiff, readDirectory, readFrom, TAG, type TiffDirectory } from '../../system/read-tiff.ts';
import { cropJpeg } from '../../tiles/crop-jpeg.ts';
import { wholeJpeg } from '../../tiles/whole-jpeg.ts';

interface Level extends Size {
  readonly tile: Size;
  readonly offsets: readonly number[];
  readonly lengths: readonly number[];
  readonly tables: Buffer | undefined;
  readonly isRgb: boolean;
}

interface Pyramid {
  readonly file: string;
  readonly grid: PyramidGrid;
  readonly levels: readonly Level[];
  readonly profile: Buffer | undefined;
}

/** Pyramids of which the directories are held: the files of one are put side by side, and a few of the next. */
const HELD = 4;

/** More levels than any picture has: a file that names more goes round in a circle. */
const MOST_LEVELS = 40;

const JPEG = 7;

/** Kinds of colours of a JPEG that browsers show: shades of gray, RGB and Y′CbCr. */
const SHOWN: ReadonlySet<number> = new Set([1, 2, 6]);

const RGB = 2;

const dataOf = ({ entries }: Pick<TiffDirectory, 'entries'>, wanted: number): Buffer | undefined =>
  entries.find(({ tag }) => tag === wanted)?.data;

/** A level of JPEG tiles that browsers show; undefined = it is of another kind. */
function levelOf(directory: TiffDirectory): Level | undefined {
  const one = (tag: number): number => numbersOf(directory, tag)[0] ?? 0;
  const [width, height] = [one(TAG.width), one(TAG.height)];
  const tile = { width: one(TAG.tileWidth), height: one(TAG.tileHeight) };
  const photometric = one(TAG.photometric);
  if (one(TAG.compression) !== JPEG || !SHOWN.has(photometric) || width * height * tile.width * tile.height === 0) {
    return undefined;
  }
  const [offsets, lengths] = [numbersOf(directory, TAG.tileOffsets), numbersOf(directory, TAG.tileByteCounts)];
  return {
    width,
    height,
    tile,
    offsets,
    lengths,
    tables: dataOf(directory, TAG.jpegTables),
    isRgb: photometric === RGB,
  };
}

async function readPyramid(file: string, handle: FileHandle): Promise<Pyramid | undefined> {
  const tiff = await openTiff(readFrom(handle));
  const levels: Level[] = [];
  let profile: Buffer | undefined;
  for (let at = tiff.first; at !== 0 && levels.length < MOST_LEVELS;) {
    const directory = await readDirectory(tiff, at);
    const level = levelOf(directory);
    if (level === undefined) return undefined;
    profile ??= dataOf(directory, TAG.icc);
    levels.push(level);
    at = directory.next;
  }
  const [largest] = levels;
  if (largest === undefined) return undefined;
  const { width, height, tile } = largest;
  return {
    file,
    levels,
    profile,
    grid: { width, height, tile, levels: levels.map(({ width: w, height: h }) => ({ width: w, height: h })) },
  };
}

/** Reads tiles out of the pyramids of an output, as JPEGs of their own. */
export class PyramidReader {
  readonly #storage: Pick<Storage, 'fetch'>;
  readonly #held = new Map<string, Promise<Pyramid | undefined>>();

  constructor(storage: Pick<Storage, 'fetch'>) {
    this.#storage = storage;
  }

  /** The tiles of a pyramid; undefined where browsers do not show them. Throws RangeError where there is no pyramid, or a damaged one. */
  async grid(path: string): Promise<PyramidGrid | undefined> {
    return (await this.#open(path))?.grid;
  }

  /** A tile as a JPEG, cut to what shows the picture. Throws RangeError where the pyramid is damaged or has no such tile. */
  async tile(path: string, { level, index, shows }: TileFile): Promise<Uint8Array> {
    const pyramid = await this.#open(path);
    const found = pyramid?.levels[level];
    const [offset, length] = [found?.offsets[index], found?.lengths[index]];
    if (pyramid === undefined || found === undefined || offset === undefined || length === undefined) {
      throw new RangeError(`expected tile ${index} of level ${level} in ${path}, got none`);
    }
    const bytes = readPart(pyramid.file, offset, length);
    return cropJpeg(wholeJpeg({ ...found, bytes, profile: pyramid.profile }), shows);
  }

  #open(path: string): Promise<Pyramid | undefined> {
    const held = this.#held.get(path) ?? this.#read(path);
    this.#held.delete(path);
    this.#held.set(path, held);
    for (const [old] of this.#held) {
      if (this.#held.size <= HELD) break;
      this.#held.delete(old);
    }
    return held;
  }

  async #read(path: string): Promise<Pyramid | undefined> {
    const file = (await this.#storage.fetch(path, ''))?.local;
    if (file === undefined) throw new RangeError(`expected the pyramid ${path}, got no file`);
    const handle = await open(file, 'r');
    try {
      return await readPyramid(file, handle);
    } finally {
      await handle.close();
    }
  }
}
