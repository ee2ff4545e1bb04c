import type { NormalRect, Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { NOTHING, type Detector } from '../detector.ts';
import { clipBox } from '../network/boxes.ts';
import { colorPlanes, fitSide } from '../resample.ts';
import { toLab } from '../saliency/lab.ts';

/** Longer side at which the ground is looked at, in pixels: edges are found to half a hundredth of the picture. */
const SIDE = 192;

/** Pixels less opaque than this, of 255, are ground: shadows and the fringes of cutting out. */
const OPAQUE = 64;

/** Lab distance (ΔE 1976) within which a pixel is ground: paper under uneven light, JPEG noise, soft shadows. */
const SAME_COLOR = 8;

/** The share of the border that has to be of one colour before a ground is plain: a cord or a stand may cross it. */
const PLAIN_BORDER = 0.98;

/** A subject that takes less is a speck of dust, one that takes more has no ground around it. Shares of the picture. */
const LEAST_AREA = 0.01;
const MOST_AREA = 0.85;

/** In Lab. */
type Color = readonly [lightness: number, greenRed: number, blueYellow: number];

/** Which pixels are subject: 1, else 0. */
interface Mask extends Size {
  readonly cells: Uint8Array;
}

function opaquePart({ data, width, height, channels }: Picture): Mask {
  const cells = Uint8Array.from({ length: width * height }, (_, i) =>
    (data[i * channels + 3] ?? 0) >= OPAQUE ? 1 : 0,
  );
  return { width, height, cells };
}

function* borderOf({ width, height }: Size): Generator<number> {
  for (let x = 0; x < width; x++) yield* [x, (height - 1) * width + x];
  for (let y = 1; y < height - 1; y++) yield* [y * width, y * width + width - 1];
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** The pixels that differ from the colour of the border, where the border has one colour; else undefined. */
function besidePlain(look: Picture): Mask | undefined {
  const size = fitSide(look, SIDE);
  const [red, green, blue] = colorPlanes(look, size);
  const colorAt = (at: number): Color => toLab(red?.[at] ?? 0, green?.[at] ?? 0, blue?.[at] ?? 0);
  // The border first: most photographs are told by it, and the rest of their pixels need no Lab.
  const border = Array.from(borderOf(size), colorAt);
  const ground = [0, 1, 2].map((axis) => median(border.map((color) => color[axis] ?? 0)));
  const differs = (color: Color): boolean =>
    Math.hypot(...color.map((value, axis) => value - (ground[axis] ?? 0))) > SAME_COLOR;
  const plain = border.filter((color) => !differs(color)).length;
  if (plain < PLAIN_BORDER * border.length) return undefined;
  const cells = Uint8Array.from({ length: size.width * size.height }, (_, at) => (differs(colorAt(at)) ? 1 : 0));
  return { ...size, cells };
}

/** The edges between which all but one in two hundred of the marks lie: dust does not count. */
function reach(marks: readonly number[]): readonly [from: number, to: number] {
  const total = marks.reduce((sum, count) => sum + count, 0);
  const slack = total / 400;
  const edge = (list: readonly number[]): number => {
    let passed = 0;
    return list.findIndex((count) => (passed += count) > slack);
  };
  return [edge(marks) / marks.length, 1 - edge(marks.toReversed()) / marks.length];
}

function boundsOf({ cells, width, height }: Mask): NormalRect | undefined {
  const columns = Array.from({ length: width }, () => 0);
  const rows = Array.from({ length: height }, () => 0);
  let marked = 0;
  for (const [at, cell] of cells.entries()) {
    if (cell === 0) continue;
    marked++;
    columns[at % width] = (columns[at % width] ?? 0) + 1;
    rows[Math.floor(at / width)] = (rows[Math.floor(at / width)] ?? 0) + 1;
  }
  const share = marked / cells.length;
  if (share < LEAST_AREA || share > MOST_AREA) return undefined;
  const [[left, right], [top, bottom]] = [reach(columns), reach(rows)];
  return clipBox(left, top, right, bottom);
}

/** Subjects that stand apart: opaque on transparency, or on a plain background, as in product pictures. */
export const cutout: Detector = {
  name: 'cutout',
  version: '2',
  detect: async ({ picture }) => {
    const look = await picture();
    const mask = look.channels === 4 ? opaquePart(look) : besidePlain(look);
    const box = mask && boundsOf(mask);
    if (!box) return NOTHING;
    // An alpha mask says what the subject is; a plain ground only makes it very likely.
    const score = look.channels === 4 ? 1 : 0.9;
    return { confidence: score, subjects: [{ box, score, label: 'cutout' }] };
  },
};
