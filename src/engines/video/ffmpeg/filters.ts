import type { VideoFacts } from '../../../model/asset.ts';
import { encodedRate, encodedSize, exceeds, type FrameRate } from '../../../model/recipe/video-geometry.ts';
import { printColor } from '../../../serving/color.ts';
import type { PictureRecipe } from '../../../model/recipe/recipe.ts';
import type { Box, Pace, PictureEncoding } from '../../../model/recipe/video-recipe.ts';
import type { Size } from '../../../model/geometry.ts';
import type { CropWindow } from '../smart-crop/crop-window.ts';

/** The way of pixels into an encoding: its rate, its size, and the larger ones that it is scaled through. */
export interface PixelPath {
  readonly rate: FrameRate;
  readonly through: readonly Size[];
  readonly size: Size;
  /** Seconds that the last frame goes on after the end: a clip shorter than half a frame's time would have none. */
  readonly goesOn?: number;
  /** Seen through the clear parts of the picture; absent = nothing of it is clear. */
  readonly background?: string | undefined;
  /** The part of the frame that is seen; absent = all of it. */
  readonly crop?: CropWindow | undefined;
}

/** The path of an encoding of what is seen of a clip: through those larger boxes that it fills, each size once. */
export function pixelPath(
  picture: Box & Pace & Pick<PictureEncoding, 'through' | 'background'>,
  facts: VideoFacts,
  seen: Size = facts,
): PixelPath {
  const larger = picture.through.filter((box) => !exceeds(box, seen)).map((box) => encodedSize(box, seen));
  const { background } = picture;
  return {
    ...{ rate: encodedRate(picture, facts.frameRate), through: larger, size: encodedSize(picture, seen) },
    ...(background === undefined ? {} : { background }),
  };
}

/** A chain of filters and its branches. */
interface Node {
  readonly filters: readonly string[];
  readonly children: Map<string, Node>;
  /** Labels of outputs that take it as it is. */
  readonly labels: string[];
}

const makeNode = (filters: readonly string[]): Node => ({ filters, children: new Map(), labels: [] });

function childOf(parent: Node, key: string, filters: () => readonly string[]): Node {
  const known = parent.children.get(key);
  if (known !== undefined) return known;
  const child = makeNode(filters());
  parent.children.set(key, child);
  return child;
}

/**
 * Brought to the brightness of ordinary screens, as ITU-R BT.2390 does in principle: to linear light, highlights rolled
 * off (hable keeps shades in them), to BT.709. 100 cd/m² is what SDR calls white; desaturation would grey skin.
 */
export function toneMap(facts: VideoFacts): readonly string[] {
  return [
    ...[`zscale=t=linear:npl=100${wideInput(facts)}`, 'format=gbrpf32le'],
    ...['zscale=p=bt709', 'tonemap=tonemap=hable:desat=0', 'zscale=t=bt709:m=bt709:r=tv'],
  ];
}

/**
 * The values that zscale is told for a matrix or primaries that a file leaves out or names wrongly: they are those of
 * BT.2020.
 */
const isTold = (name: string | null | undefined): boolean => name !== null && name !== undefined && name !== 'reserved';

function wideInput({ primaries, matrix }: VideoFacts): string {
  return `${isTold(primaries) ? '' : ':pin=2020:p=2020'}${isTold(matrix) ? '' : ':min=2020_ncl:m=2020_ncl'}`;
}

/** Primaries of colours that ordinary screens do not show. */
const WIDE_PRIMARIES = new Set(['bt2020', 'smpte431', 'smpte432']);

/**
 * Tells whether pictures of a clip have to be brought to the primaries of BT.709 before they are shown without a word
 * of theirs.
 */
export function isWide({ hdr, primaries = '' }: VideoFacts): boolean {
  return hdr === null && WIDE_PRIMARIES.has(primaries);
}

/**
 * From the wide colours of a clip to those of BT.709; nothing where they are none. By the curve of sRGB, as screens show
 * clips and pictures alike.
 */
export function narrowColors(facts: VideoFacts): readonly string[] {
  if (!isWide(facts)) return [];
  const untold = facts.primaries === 'bt2020' ? ':min=2020_ncl' : ':min=709';
  return [`zscale=tin=iec61966-2-1:t=iec61966-2-1:p=709:m=709${isTold(facts.matrix) ? '' : untold}`];
}

/** Tells whether samples are red, green and blue themselves: in the file, or once the background shows through. */
export function isRgb({ matrix, alpha }: VideoFacts): boolean {
  return matrix === 'gbr' || alpha === true;
}

/**
 * From decoded frames of any size to frames of the clip's own: each as large as it fits, the rest black. Nothing where
 * all have one size.
 */
function canvasFilters({ sizes, width, height }: VideoFacts): readonly string[] {
  if (sizes !== 'vary') return [];
  const [w, h] = [even(width), even(height)];
  const side = (most: number, other: string): string => `trunc(min(${most},${other})/2+0.5)*2`;
  return [
    `scale=eval=frame:w='${side(w, `${h}*dar`)}':h='${side(h, `${w}/dar`)}':flags=bicubic+accurate_rnd`,
    ...['setsar=1', `pad=eval=frame:w=${w}:h=${h}:x='(ow-iw)/2':y='(oh-ih)/2'`, 'setsar=1'],
  ];
}

/** Frames are stored at even sizes. */
const even = (side: number): number => Math.max(2, Math.round(side / 2) * 2);

/**
 * From clear and opaque parts to opaque ones alone, over a colour (`ffffff`); nothing where no part is clear. `id` tells its
 * links from others of the graph.
 */
export function flatten(color: string, facts: VideoFacts, id: string): readonly string[] {
  if (facts.alpha !== true) return [];
  const [r = 0, g = 0, b = 0] = color.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  const ground = `lutrgb=r=${r}:g=${g}:b=${b}:a=255`;
  const matrix = facts.matrix === null ? `=in_color_matrix=${assumedMatrix(facts)}` : '';
  const over = `split[${id}a][${id}b];[${id}a]${ground}[${id}c];[${id}c][${id}b]overlay=format=rgb`;
  return [`scale${matrix}`, 'format=rgba', over];
}

// Where a file does not say its matrix, players go by its size, and so would take a small rung of a large master for
// another one. ITU-R BT.709 from 720 lines on, BT.601 below.
const HD_LINES = 720;

/** The matrix of a clip that does not say, as players guess it. */
export function assumedMatrix({ width, height }: VideoFacts): 'bt709' | 'smpte170m' {
  return Math.min(width, height) >= HD_LINES ? 'bt709' : 'smpte170m';
}

/** Bicubic is ffmpeg's own; accurate rounding keeps flat areas flat. What is no Y′CbCr becomes BT.709. */
function scaleFilter({ width, height }: Size, facts: VideoFacts): string {
  const matrix = isRgb(facts) ? ':out_color_matrix=bt709' : '';
  return `scale=w=${width}:h=${height}:flags=bicubic+accurate_rnd:out_range=tv${matrix}`;
}

function firstScale(size: Size, facts: VideoFacts): readonly string[] {
  const tone = facts.hdr === null ? [] : toneMap(facts);
  // Tone mapping works on what is left after scaling: float samples of the full frame would take four times as long.
  return [scaleFilter(size, facts), ...tone, 'format=yuv420p', 'setsar=1'];
}

/** From the frames of a graph to sRGB: what they are said to be, as pictures are. */
export function toRgb(facts: VideoFacts): readonly string[] {
  const told = facts.hdr !== null || isRgb(facts) || isWide(facts) ? 'bt709' : facts.matrix;
  return [...narrowColors(facts), `scale=in_range=tv:in_color_matrix=${told ?? assumedMatrix(facts)}`, 'format=rgb24'];
}

/** The default background behind transparency. */
const WHITE = 'ffffff';

/** The colour behind a picture, as `flatten` takes it. */
export const groundOf = ({ background }: PictureRecipe): string =>
  background === undefined ? WHITE : printColor(background);

/** Frames as detectors look at them: upright, small, of ordinary brightness. */
export function smallFrameFilters(size: Size, facts: VideoFacts): readonly string[] {
  return [...wholeFrames(facts), ...flatten(WHITE, facts, 'w'), ...firstScale(size, facts), ...toRgb(facts)];
}

/** The window moves by commands: one expression of a whole path would be longer than a command line may be. */
function cropFilters({ id, commands, width, height, x, y }: CropWindow): readonly string[] {
  return [`sendcmd=f=${commands}`, `crop@${id}=w=iw*${width}:h=ih*${height}:x=iw*${x}:y=ih*${y}`];
}

/** Frames start at zero, whatever the file's first time, so that sound and all rungs agree; gaps are filled. */
export function rateFilter([over, under]: FrameRate): string {
  return `fps=fps=${over}/${under}:start_time=0`;
}

/** From decoded frames to whole pictures of one size. Fields are woven together in frames that say they have them. */
export function wholeFrames(facts: VideoFacts): readonly string[] {
  return [...(facts.interlaced ? ['bwdif=mode=send_frame:deint=interlaced'] : []), ...canvasFilters(facts)];
}

function headFilters(facts: VideoFacts, { rate, goesOn, background }: PixelPath, id: string): readonly string[] {
  const longer = goesOn === undefined ? [] : [`tpad=stop_mode=clone:stop_duration=${goesOn}`];
  const flat = background === undefined ? [] : flatten(background, facts, id);
  return [...wholeFrames(facts), ...longer, rateFilter(rate), ...flat];
}

function printNode(node: Node, input: string, nextLabel: () => string): readonly string[] {
  const children = [...node.children.values()].map((child) => ({ child, label: nextLabel() }));
  const outs = [...children.map(({ label }) => label), ...node.labels];
  const split = outs.length > 1 ? [`split=${outs.length}`] : [];
  const filters = [...node.filters, ...split];
  const own = `[${input}]${filters.length > 0 ? filters.join(',') : 'null'}${outs.map((out) => `[${out}]`).join('')}`;
  return [own, ...children.flatMap(({ child, label }) => printNode(child, label, nextLabel))];
}

/**
 * The filter graph that decodes once for all paths: frames thinned once a rate, scaled from one size to the next, every
 * size once. `labels` name the graph's results, one for each path, in their order.
 */
export function filterGraph(paths: readonly PixelPath[], facts: VideoFacts, labels: readonly string[]): string {
  const root = makeNode([]);
  for (const [i, path] of paths.entries()) {
    const { rate, through, size: last, crop, goesOn = 0, background } = path;
    const key = [...rate, goesOn, JSON.stringify(background)].join('/');
    let node = childOf(root, key, () => headFilters(facts, path, `h${i}`));
    if (crop !== undefined) node = childOf(node, crop.id, () => cropFilters(crop));
    // Bounding boxes may give the same size: each size is scaled once.
    const sizes = new Map([...through, last].map((size) => [`${size.width}x${size.height}`, size]));
    for (const [depth, [name, size]] of [...sizes].entries()) {
      const filters = depth === 0 ? firstScale(size, facts) : [scaleFilter(size, facts), 'setsar=1'];
      node = childOf(node, name, () => filters);
    }
    const label = labels[i];
    if (label !== undefined) node.labels.push(label);
  }
  let count = 0;
  return printNode(root, `0:${facts.stream}`, () => `n${count++}`).join(';');
}
