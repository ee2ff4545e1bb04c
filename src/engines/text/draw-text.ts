import type { SvgPathCommand } from 'harfbuzzjs';
import type { Rect, Size } from '../../model/geometry.ts';
import type { Color } from '../../model/recipe/recipe.ts';
import type { PlacedGlyph, SetText, Underline } from '../../model/text/set-text.ts';
import type { Picture } from '../picture.ts';
import { Coverage, type Field } from './fill-outline.ts';
import type { OpenFont, OpenFonts } from './open-fonts.ts';

/** The part of a text that is drawn: of all of it, scaled to a size. */
export interface TextReading {
  readonly scaled: Size;
  readonly window: Rect;
}

/** Places of a glyph's outline in the picture. */
type Place = (x: number, y: number) => readonly [x: number, y: number];

const BLACK: Color = { r: 0, g: 0, b: 0, alpha: 255 };
/** The distance in pixels that a curve may be off where it is drawn as straight edges. */
const TOLERANCE = 0.02;
const MOST_EDGES = 200;

/** Straight edges that a curve between points is drawn as. */
function edgesOf(points: readonly (readonly [number, number])[]): number {
  let bend = 0;
  for (let i = 2; i < points.length; i++) {
    const [a, b, c] = [points[i - 2], points[i - 1], points[i]];
    if (a && b && c) bend = Math.max(bend, Math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1]));
  }
  return Math.min(MOST_EDGES, Math.max(1, Math.ceil(Math.sqrt(bend / (4 * TOLERANCE)))));
}

/** The point of a Bézier curve at `t`, by de Casteljau. */
function pointOn(points: readonly (readonly [number, number])[], t: number): readonly [number, number] {
  let left = points;
  while (left.length > 1) {
    left = left.slice(1).map(([x, y], i) => {
      const [fromX, fromY] = left[i] ?? [x, y];
      return [fromX + (x - fromX) * t, fromY + (y - fromY) * t] as const;
    });
  }
  return left[0] ?? [0, 0];
}

/** Hands on the edges of an outline, its curves as straight ones. */
function walk(outline: readonly SvgPathCommand[], place: Place, edge: Coverage['edge']): void {
  let start: readonly [number, number] = [0, 0];
  let at = start;
  const to = (next: readonly [number, number]): void => {
    edge(at[0], at[1], next[0], next[1]);
    at = next;
  };
  for (const { type, values } of outline) {
    if (type === 'M') {
      to(start);
      start = place(values[0] ?? 0, values[1] ?? 0);
      at = start;
    } else if (type === 'Z') to(start);
    else {
      const points = [at];
      for (let i = 0; i < values.length; i += 2) points.push(place(values[i] ?? 0, values[i + 1] ?? 0));
      const count = points.length === 2 ? 1 : edgesOf(points);
      for (let step = 1; step <= count; step++) to(pointOn(points, step / count));
    }
  }
  to(start);
}

/** The pixels that an outline touches, within a window. */
function fieldOf(outline: readonly SvgPathCommand[], place: Place, window: Size): Field | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { values } of outline) {
    for (let i = 0; i < values.length; i += 2) {
      const [x, y] = place(values[i] ?? 0, values[i + 1] ?? 0);
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  }
  const [x, y] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top))];
  const width = Math.min(window.width, Math.ceil(right)) - x;
  const height = Math.min(window.height, Math.ceil(bottom)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** Lays a colour on a pixel: the usual "over" of colours that are not premultiplied. */
function lay(data: Uint8Array, at: number, { r, g, b, alpha }: Color, share: number): void {
  const opacity = (alpha / 255) * share;
  const below = ((data[at + 3] ?? 0) / 255) * (1 - opacity);
  const sum = opacity + below;
  if (sum <= 0) return;
  data[at] = (r * opacity + (data[at] ?? 0) * below) / sum + 0.5;
  data[at + 1] = (g * opacity + (data[at + 1] ?? 0) * below) / sum + 0.5;
  data[at + 2] = (b * opacity + (data[at + 2] ?? 0) * below) / sum + 0.5;
  data[at + 3] = sum * 255 + 0.5;
}

/** Draws one text. */
class TextDrawing {
  readonly #data: Uint8Array;
  readonly #set: SetText;
  readonly #reading: TextReading;

  constructor(set: SetText, reading: TextReading) {
    this.#set = set;
    this.#reading = reading;
    this.#data = new Uint8Array(reading.window.width * reading.window.height * 4);
  }

  /** The place of a point of the layer in the window. */
  #place(x: number, y: number): readonly [number, number] {
    const { scaled, window } = this.#reading;
    const { width, height } = this.#set;
    return [(x * scaled.width) / width - window.x, (y * scaled.height) / height - window.y];
  }

  glyph(glyph: PlacedGlyph, { outline, unitsPerEm }: OpenFont): void {
    const { x, y, across, down, angle = 0 } = glyph;
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const place: Place = (right, up) => {
      const [dx, dy] = [(right / unitsPerEm) * across, (-up / unitsPerEm) * down];
      return this.#place(x + dx * cos - dy * sin, y + dx * sin + dy * cos);
    };
    this.#fill(outline(glyph.id), place, glyph.color);
  }

  underline({ x, y, width, height, color, angle = 0 }: Underline): void {
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const outline = [
      { type: 'M', values: [0, 0] },
      { type: 'L', values: [width, 0] },
      { type: 'L', values: [width, height] },
      { type: 'L', values: [0, height] },
      { type: 'Z', values: [] },
    ];
    this.#fill(
      outline,
      (right, down) => this.#place(x + right * cos - down * sin, y + right * sin + down * cos),
      color,
    );
  }

  #fill(outline: readonly SvgPathCommand[], place: Place, color: number): void {
    const { window } = this.#reading;
    const field = fieldOf(outline, place, window);
    if (!field) return;
    const coverage = new Coverage(field);
    walk(outline, place, (...edge) => coverage.edge(...edge));
    const ink = this.#set.colors[color] ?? BLACK;
    const { smooth } = this.#set;
    coverage.each((pixel, share) => {
      const row = Math.floor(pixel / field.width);
      const at = ((field.y + row) * window.width + field.x + pixel - row * field.width) * 4;
      if (smooth || share >= 0.5) lay(this.#data, at, ink, smooth ? share : 1);
    });
  }

  get picture(): Picture {
    const { width, height } = this.#reading.window;
    return { data: this.#data, width, height, channels: 4 };
  }
}

/** Draws a set text at a size, as sharp as that is. Throws RenditionError (FONT_UNUSABLE). */
export function drawText(set: SetText, reading: TextReading, fonts: OpenFonts): Picture {
  const drawing = new TextDrawing(set, reading);
  const open = set.fonts.map((name) => fonts.of(name));
  for (const underline of set.underlines) drawing.underline(underline);
  for (const glyph of set.glyphs) {
    const font = open[glyph.font];
    if (font) drawing.glyph(glyph, font);
  }
  return drawing.picture;
}
