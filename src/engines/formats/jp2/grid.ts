import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';

/** A component of a codestream: its samples stand every so many steps of the grid. */
interface Component {
  /** Precision and sign, as the file has them. */
  readonly depth: number;
  readonly across: number;
  readonly down: number;
}

/** The reference grid of a codestream (ISO/IEC 15444-1 §B.2): first and last point of the picture, of the tiles the first. */
interface Grid {
  readonly end: Size;
  readonly start: Size;
  readonly tile: Size;
  readonly tileStart: Size;
  readonly components: readonly Component[];
}

// A.5.1: places in the marker segment of the size, counted from the start of the codestream.
const CODESTREAM = 0xff4f_ff51;
const END = 8;
const START = 16;
const TILE = 24;
const TILE_START = 32;
const COUNT = 40;
const COMPONENTS = 42;

/** Components that ImageMagick takes: it has no channels for more. */
const MOST_COMPONENTS = 63;

const sizeAt = (bytes: Buffer, at: number): Size => ({
  width: bytes.readUInt32BE(at),
  height: bytes.readUInt32BE(at + 4),
});

/** Tells whether bytes are a codestream without boxes around it. */
export const isCodestream = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt32BE(0) === CODESTREAM;

/** Reads the grid of a codestream. Throws RangeError where it is none, or ends too early. */
export function readGrid(codestream: Buffer): Grid {
  if (!isCodestream(codestream)) throw new RangeError('expected a codestream of JPEG 2000');
  const components = Array.from({ length: codestream.readUInt16BE(COUNT) }, (_, i) => {
    const at = COMPONENTS + 3 * i;
    return {
      depth: codestream.readUInt8(at),
      across: codestream.readUInt8(at + 1),
      down: codestream.readUInt8(at + 2),
    };
  });
  if (components.length === 0 || components.some(({ across, down }) => across === 0 || down === 0))
    throw new RangeError('expected components of JPEG 2000 with a step, got none');
  return {
    end: sizeAt(codestream, END),
    start: sizeAt(codestream, START),
    tile: sizeAt(codestream, TILE),
    tileStart: sizeAt(codestream, TILE_START),
    components,
  };
}

const AXES = [
  ['width', 'across'],
  ['height', 'down'],
] as const;

/** The step of the first component, which the picture is as large as. */
const stepOf = ({ components }: Grid, side: 'across' | 'down'): number => components[0]?.[side] ?? 1;

/** The sides of the picture: the samples of its first component. */
export function sizeOf(grid: Grid): Size {
  const [width = 0, height = 0] = AXES.map(
    ([side, step]) => Math.ceil(grid.end[side] / stepOf(grid, step)) - Math.ceil(grid.start[side] / stepOf(grid, step)),
  );
  return { width, height };
}

/** Tells whether the samples of the first component do not stand at every point of the grid. */
export const hasSteps = (grid: Grid): boolean => stepOf(grid, 'across') > 1 || stepOf(grid, 'down') > 1;

/** Tells whether one tile holds all of the picture along a side. */
const isOneTile = ({ tile, tileStart, end }: Grid, side: 'width' | 'height'): boolean =>
  tileStart[side] + tile[side] >= end[side];

/**
 * The grid in steps of the first component, which ImageMagick takes for 1 in all pictures: the same samples in the same
 * tiles. Undefined where no grid of whole steps has them.
 */
function inSamples(grid: Grid): Grid | undefined {
  const [end, start, tile, tileStart] = [{ ...grid.end }, { ...grid.start }, { ...grid.tile }, { ...grid.tileStart }];
  for (const [side, across] of AXES) {
    const step = stepOf(grid, across);
    const isWhole = (value: number): boolean => value % step === 0;
    if (grid.components.some((component) => !isWhole(component[across]))) return undefined;
    if (!isOneTile(grid, side) && !isWhole(grid.tile[side])) return undefined;
    for (const place of [end, start, tile, tileStart]) place[side] = Math.ceil(place[side] / step);
    if (isOneTile(grid, side)) tile[side] = Math.max(tile[side], end[side] - tileStart[side]);
  }
  const components = grid.components.map(({ depth, across, down }) => ({
    depth,
    across: across / stepOf(grid, 'across'),
    down: down / stepOf(grid, 'down'),
  }));
  return { end, start, tile, tileStart, components };
}

/** Tells whether ImageMagick finds the samples of every component: it halves rightly, and by more where nothing is left over. */
function findsSamples(grid: Grid): boolean {
  const size = sizeOf(grid);
  return AXES.every(([side, across]) =>
    grid.components.every(({ [across]: step }) => {
      if (step === 1) return true;
      return grid.start[side] % step === 0 && (step === 2 || size[side] % step === 0);
    }),
  );
}

/** The reason why ImageMagick cannot read a grid correctly; undefined = it can. */
function flawOf({ components }: Grid, sampled: Grid | undefined): string | undefined {
  if (components.length > MOST_COMPONENTS) return `${components.length} components`;
  const bits = new Set(components.map(({ depth }) => depth));
  if (bits.size > 1) {
    const depths = [...bits].map((depth) => `${(depth & 0x7f) + 1}${depth > 0x7f ? ' with a sign' : ''}`);
    return `components of different depths (${depths.join(', ')} bits)`;
  }
  return sampled === undefined || !findsSamples(sampled) ? 'components on grids that do not fit each other' : undefined;
}

/**
 * The grid in units of its first component. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED) for grids that no decoder
 * here reads correctly: components of different bit depths, or with offset sample positions.
 */
export function readableGrid(grid: Grid): Grid {
  const sampled = inSamples(grid);
  const flaw = flawOf(grid, sampled);
  if (flaw === undefined && sampled !== undefined) return sampled;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a JPEG 2000 of channels that are alike, got ${flaw}`, {
    hint: 'Save it as RGB or grayscale with the same depth in all channels.',
  });
}

/** Tells whether the second and third component have fewer samples than the first: brightness and colours, never red, green, blue. */
export const isSubsampled = ({ components }: Grid): boolean =>
  components.length === 3 && components.slice(1).every(({ across, down }) => across > 1 || down > 1);

// A.6.1: the marker of how components are coded, and the place behind it of whether the first three were mixed.
const CODING = 0xff52;
const MIXED = 8;
const MIXED_COMPONENTS = 3;

/**
 * Takes back in a codestream that its first three components were mixed, where it has fewer: there is nothing to mix, and
 * ImageMagick takes the file for damaged. Answers whether it said so; changes what it is handed.
 */
export function unmixFew(codestream: Buffer, { components }: Grid): boolean {
  if (components.length >= MIXED_COMPONENTS) return false;
  let at = COMPONENTS + 3 * components.length;
  while (at + MIXED < codestream.length && codestream[at] === 0xff && codestream.readUInt16BE(at) !== CODING)
    at += 2 + Math.max(2, codestream.readUInt16BE(at + 2));
  if (at + MIXED >= codestream.length || codestream.readUInt16BE(at) !== CODING) return false;
  const told = codestream[at + MIXED] !== 0;
  codestream[at + MIXED] = 0;
  return told;
}

/** Writes a grid into the codestream that another of as many components was read from. */
export function writeGrid(codestream: Buffer, { end, start, tile, tileStart, components }: Grid): void {
  for (const [at, place] of [
    [END, end],
    [START, start],
    [TILE, tile],
    [TILE_START, tileStart],
  ] as const) {
    codestream.writeUInt32BE(place.width, at);
    codestream.writeUInt32BE(place.height, at + 4);
  }
  for (const [i, { across, down }] of components.entries()) codestream.set([across, down], COMPONENTS + 3 * i + 1);
}
