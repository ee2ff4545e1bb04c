import { open } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import type { Rect, Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { toBytes } from '../source/pixels.ts';
import type { PixelReader } from '../source/pixel-reader.ts';
import type { PyramidLevel } from '../source/pyramid-level.ts';
import { numbersOf, openTiff, readDirectory, TAG, readFrom } from '../../../system/read-tiff.ts';
import { ofMaster, toSourceError } from '../source-error.ts';
import { sameSize } from '../../../layout/reading.ts';

// 2^31 pixels a side halve 31 times; a chain that is longer goes in circles.
const MOST_LEVELS = 32;

const WANTED: ReadonlySet<number> = new Set([TAG.width, TAG.height]);

async function readSizes(file: string): Promise<Size[]> {
  await using handle = await open(file, 'r');
  const tiff = await openTiff(readFrom(handle));
  const sizes: Size[] = [];
  for (let at = tiff.first; at !== 0 && sizes.length <= MOST_LEVELS;) {
    const directory = await readDirectory(tiff, at, (tag) => WANTED.has(tag));
    const [width = 0] = numbersOf(directory, TAG.width);
    const [height = 0] = numbersOf(directory, TAG.height);
    sizes.push({ width, height });
    at = directory.next;
  }
  return sizes;
}

/** Each level has about half of the one before: rounding up or down, as different writers do. */
function isPyramid(sizes: readonly Size[]): boolean {
  const halves = (side: number, above: number): boolean => side > 0 && Math.abs(side - above / 2) <= 1;
  return (
    sizes.length > 0 &&
    sizes.length <= MOST_LEVELS &&
    sizes.every(({ width, height }, i) => {
      const above = sizes[i - 1];
      return above === undefined ? width > 0 && height > 0 : halves(width, above.width) && halves(height, above.height);
    })
  );
}

/**
 * Reads the levels of a pyramid TIFF from its directories, the largest first. Throws SourceError (SOURCE_CORRUPT,
 * SOURCE_UNREADABLE) where the file is no pyramid.
 */
export async function openPyramid(file: string): Promise<readonly PyramidLevel[]> {
  const sizes = await readSizes(file).catch((error: unknown) => {
    throw toSourceError(error);
  });
  if (isPyramid(sizes)) return sizes.map((size, index) => ({ ...size, index }));
  const got = sizes.map(({ width, height }) => `${width}×${height}`).join(', ');
  throw new SourceError('SOURCE_CORRUPT', `expected a pyramid of halving levels, got ${got}`, {
    place: file,
    hint: 'Make the pyramid again from the master.',
  });
}

/** The levels of pyramids that were opened last, by the digests of their files: those of a page, and some more. */
const opened = new Map<string, readonly PyramidLevel[]>();
const MOST_OPENED = 100;

/** The levels of a pyramid of these bytes, whose directories are read once. Throws as `openPyramid` does. */
export async function recallPyramid(file: string, sha256: string): Promise<readonly PyramidLevel[]> {
  const levels = opened.get(sha256) ?? (await openPyramid(file));
  opened.delete(sha256);
  opened.set(sha256, levels);
  const [oldest] = opened.keys();
  if (opened.size > MOST_OPENED && oldest !== undefined) opened.delete(oldest);
  return levels;
}

/** The level after `halvings`, as in memory; the smallest there is where halving ended earlier. */
export function choosePyramidLevel(levels: readonly PyramidLevel[], halvings: number): PyramidLevel {
  const level = levels[Math.min(halvings, levels.length - 1)];
  if (level === undefined) throw new RangeError('expected at least one level in a pyramid, got none');
  return level;
}

/**
 * Reads `region` (inside the level; all of it where absent) of a level, in the colours that are drawn in. Only the tiles that it touches
 * are read and decoded. Throws SourceError where they can not be.
 */
export async function readPyramidLevel(
  { open: start, toPicture }: PixelReader,
  level: PyramidLevel,
  region?: Rect,
): Promise<Picture> {
  return ofMaster(async () => {
    // libvips takes tiles that are cut off for black ones and calls it a warning.
    const pipeline = start({ page: level.index, failOn: 'warning' });
    if (region === undefined || sameSize(region, level)) return toBytes(await toPicture(pipeline));
    const { x: left, y: top, width, height } = region;
    return toBytes(await toPicture(pipeline.extract({ left, top, width, height })));
  });
}
