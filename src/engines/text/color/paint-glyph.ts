import type { SvgPathCommand } from 'harfbuzzjs';
import type { Rect } from '../../../model/geometry.ts';
import type { Color } from '../../../model/recipe/recipe.ts';
import type { Picture } from '../../picture.ts';
import { Coverage, type Field } from '../fill-outline.ts';
import { fieldOf, type Place, traceOutline } from '../trace-outline.ts';
import { composePixel } from './compose.ts';
import type { Matrix, Paint } from './paint.ts';
import { gradientShade, lightOf, type Shade } from './shade.ts';

/** The part of each pixel that shows; absent: all of them. */
interface Clip {
  readonly field: Field;
  readonly shares?: Float32Array;
}

/** The coordinates and the clip that hold. */
interface State {
  readonly matrix: Matrix;
  readonly clip: Clip;
}

/** The means to paint a glyph. */
export interface Painting {
  readonly steps: readonly Paint[];
  /** The colour of the letter, which a glyph may show beside its own. */
  readonly letter: Color;
  /** From units of the font, upwards, to pixels of the window. */
  readonly matrix: Matrix;
  readonly outline: (glyph: number) => readonly SvgPathCommand[];
  readonly imageOf: (png: Uint8Array) => Picture | undefined;
}

/** First `b`, then `a`. */
const after = (a: Matrix, b: Matrix): Matrix => ({
  xx: a.xx * b.xx + a.xy * b.yx,
  yx: a.yx * b.xx + a.yy * b.yx,
  xy: a.xx * b.xy + a.xy * b.yy,
  yy: a.yx * b.xy + a.yy * b.yy,
  dx: a.xx * b.dx + a.xy * b.dy + a.dx,
  dy: a.yx * b.dx + a.yy * b.dy + a.dy,
});

const placeBy =
  ({ xx, yx, xy, yy, dx, dy }: Matrix): Place =>
  (x, y) => [xx * x + xy * y + dx, yx * x + yy * y + dy];

/** The inverse matrix as a function; undefined where it is singular. */
function inverse({ xx, yx, xy, yy, dx, dy }: Matrix): Place | undefined {
  const area = xx * yy - xy * yx;
  if (Math.abs(area) < 1e-12) return undefined;
  return (x, y) => {
    const [u, v] = [x - dx, y - dy];
    return [(yy * u - xy * v) / area, (xx * v - yx * u) / area];
  };
}

const boxOutline = ({ x, y, width, height }: Rect): readonly SvgPathCommand[] => [
  { type: 'M', values: [x, y] },
  { type: 'L', values: [x + width, y] },
  { type: 'L', values: [x + width, y + height] },
  { type: 'L', values: [x, y + height] },
  { type: 'Z', values: [] },
];

function common(one: Field, other: Field): Field {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  const right = Math.min(one.x + one.width, other.x + other.width);
  const bottom = Math.min(one.y + one.height, other.y + other.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

const NOTHING: Field = { x: 0, y: 0, width: 0, height: 0 };

/** The light of a picture that lies in a box: the average of what a pixel covers. */
function imageShade({ data, width, height }: Picture, box: Rect, pixelsAcross: number): Shade {
  const taps = Math.min(8, Math.max(1, Math.ceil(width / Math.max(1, pixelsAcross))));
  const step = box.width / Math.max(1, pixelsAcross) / taps;
  const sample = (x: number, y: number, sum: [number, number, number, number]): void => {
    const column = Math.floor(((x - box.x) / box.width) * width);
    const row = Math.floor((1 - (y - box.y) / box.height) * height);
    if (column < 0 || row < 0 || column >= width || row >= height) return;
    const i = (row * width + column) * 4;
    const alpha = (data[i + 3] ?? 0) / 255;
    for (const channel of [0, 1, 2] as const) sum[channel] += ((data[i + channel] ?? 0) / 255) * alpha;
    sum[3] += alpha;
  };
  return (x, y) => {
    const sum: [number, number, number, number] = [0, 0, 0, 0];
    for (let i = 0; i < taps; i++)
      for (let j = 0; j < taps; j++) sample(x + (i - (taps - 1) / 2) * step, y + (j - (taps - 1) / 2) * step, sum);
    const count = taps * taps;
    return [sum[0] / count, sum[1] / count, sum[2] / count, sum[3] / count];
  };
}

/** Paints one glyph on a field of a window. */
class GlyphPainting {
  readonly #painting: Painting;
  readonly #field: Field;
  readonly #saved: State[] = [];
  readonly #below: Float32Array[] = [];
  #state: State;
  #surface: Float32Array;

  constructor(painting: Painting, field: Field) {
    this.#painting = painting;
    this.#field = field;
    this.#state = { matrix: painting.matrix, clip: { field } };
    this.#surface = this.#blank();
  }

  #blank(): Float32Array {
    return new Float32Array(this.#field.width * this.#field.height * 4);
  }

  /** The premultiplied pixels of the field, 0…1. */
  paint(): Float32Array {
    for (const step of this.#painting.steps) this.#do(step);
    return this.#below[0] ?? this.#surface;
  }

  #do(paint: Paint): void {
    const { letter, outline } = this.#painting;
    switch (paint.step) {
      case 'transform':
        return this.#enter({ ...this.#state, matrix: after(this.#state.matrix, paint.matrix) });
      case 'clip':
        return this.#enter({ ...this.#state, clip: this.#clipped(outline(paint.glyph)) });
      case 'clip box':
        return this.#enter({ ...this.#state, clip: this.#clipped(boxOutline(paint.box)) });
      case 'restore':
        this.#state = this.#saved.pop() ?? this.#state;
        return undefined;
      case 'ink': {
        const light = lightOf(paint.ink, letter);
        return this.#fill(() => light);
      }
      case 'gradient':
        return this.#fill(gradientShade(paint.gradient, letter));
      case 'image':
        return this.#image(paint);
      case 'group':
        this.#below.push(this.#surface);
        this.#surface = this.#blank();
        return undefined;
      case 'compose':
        return this.#compose(paint.mode);
    }
  }

  #enter(state: State): void {
    this.#saved.push(this.#state);
    this.#state = state;
  }

  #clipped(outline: readonly SvgPathCommand[]): Clip {
    const { matrix, clip } = this.#state;
    const place = placeBy(matrix);
    const { x, y, width, height } = this.#field;
    const reach = fieldOf(outline, place, { width: x + width, height: y + height });
    const field = reach ? common(reach, clip.field) : NOTHING;
    if (field.width === 0 || field.height === 0) return { field: NOTHING };
    const coverage = new Coverage(field);
    traceOutline(outline, place, (...edge) => coverage.edge(...edge));
    const shares = new Float32Array(field.width * field.height);
    coverage.each((pixel, share) => {
      const row = Math.floor(pixel / field.width);
      shares[pixel] = share * shareAt(clip, field.x + pixel - row * field.width, field.y + row);
    });
    return { field, shares };
  }

  /** Calls `take` for each pixel that shows: its centre in the window, its place in the surface and its share. */
  #each(take: (x: number, y: number, i: number, share: number) => void): void {
    const { field, shares } = this.#state.clip;
    const own = this.#field;
    for (let row = 0; row < field.height; row++) {
      for (let column = 0; column < field.width; column++) {
        const share = shares ? (shares[row * field.width + column] ?? 0) : 1;
        if (share <= 0) continue;
        const [x, y] = [field.x + column, field.y + row];
        take(x + 0.5, y + 0.5, ((y - own.y) * own.width + x - own.x) * 4, share);
      }
    }
  }

  #fill(shade: Shade): void {
    const back = inverse(this.#state.matrix);
    if (!back) return;
    const surface = this.#surface;
    this.#each((x, y, i, share) => {
      const light = shade(...back(x, y));
      if (!light) return;
      const left = 1 - light[3] * share;
      for (const channel of [0, 1, 2, 3] as const)
        surface[i + channel] = light[channel] * share + (surface[i + channel] ?? 0) * left;
    });
  }

  #image({ png, box }: Extract<Paint, { step: 'image' }>): void {
    const image = this.#painting.imageOf(png);
    const { xx, yx } = this.#state.matrix;
    if (image) this.#fill(imageShade(image, box, Math.hypot(xx, yx) * box.width));
  }

  #compose(mode: number): void {
    const [above, below] = [this.#surface, this.#below.pop()];
    if (!below) return;
    this.#each((_x, _y, i, share) => composePixel(above, below, i, mode, share));
    this.#surface = below;
  }
}

function shareAt({ field, shares }: Clip, x: number, y: number): number {
  const [column, row] = [x - field.x, y - field.y];
  if (column < 0 || row < 0 || column >= field.width || row >= field.height) return 0;
  return shares ? (shares[row * field.width + column] ?? 0) : 1;
}

/** Pixels of a glyph that are painted at a time: of huge ones strips, in which memory stays small. */
const MOST_PIXELS = 2 ** 18;

/**
 * Paints a glyph that has colours of its own on a field of a window, strip by strip: `take` gets each with its premultiplied
 * pixels, 0…1.
 */
export function paintGlyph(painting: Painting, field: Field, take: (strip: Field, pixels: Float32Array) => void): void {
  const rows = Math.max(1, Math.floor(MOST_PIXELS / field.width));
  for (let top = 0; top < field.height; top += rows) {
    const strip = { ...field, y: field.y + top, height: Math.min(rows, field.height - top) };
    take(strip, new GlyphPainting(painting, strip).paint());
  }
}

/** The field of a glyph in a window, by the box of all it paints in units of the font. */
export function paintedField(box: Rect, matrix: Matrix, window: { width: number; height: number }): Field | undefined {
  return fieldOf(boxOutline(box), placeBy(matrix), window);
}
