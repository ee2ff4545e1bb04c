import type { SvgPathCommand } from 'harfbuzzjs';
import type { Rect, Size } from '../../model/geometry.ts';
import type { Color } from '../../model/recipe/recipe.ts';
import type { PlacedGlyph, SetText, Underline } from '../../model/text/set-text.ts';
import type { Picture } from '../picture.ts';
import { imagesIn, type Images, type ReadImage } from './color/glyph-images.ts';
import type { Matrix } from './color/paint.ts';
import { paintedField, paintGlyph } from './color/paint-glyph.ts';
import { Coverage, type Field } from './fill-outline.ts';
import type { OpenFont, OpenFonts } from './open-fonts.ts';
import { fieldOf, type Place, traceOutline } from './trace-outline.ts';

/** The part of a text that is drawn: of all of it, scaled to a size. */
export interface TextReading {
  readonly scaled: Size;
  readonly window: Rect;
}

const BLACK: Color = { r: 0, g: 0, b: 0, alpha: 255 };
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

/** From units of a font to pixels, of which `place` is the way. */
function matrixOf(place: Place): Matrix {
  const [[dx, dy], [rightX, rightY], [upX, upY]] = [place(0, 0), place(1, 0), place(0, 1)];
  return { xx: rightX - dx, yx: rightY - dy, xy: upX - dx, yy: upY - dy, dx, dy };
}

/** Draws one text. */
class TextDrawing {
  readonly #data: Uint8Array;
  readonly #set: SetText;
  readonly #reading: TextReading;
  readonly #images: Images;

  constructor(set: SetText, reading: TextReading, images: Images) {
    this.#set = set;
    this.#reading = reading;
    this.#images = images;
    this.#data = new Uint8Array(reading.window.width * reading.window.height * 4);
  }

  /** The place of a point of the layer in the window. */
  #place(x: number, y: number): readonly [number, number] {
    const { scaled, window } = this.#reading;
    const { width, height } = this.#set;
    return [(x * scaled.width) / width - window.x, (y * scaled.height) / height - window.y];
  }

  glyph(glyph: PlacedGlyph, font: OpenFont): void {
    const { outline, unitsPerEm } = font;
    const { x, y, across, down, angle = 0 } = glyph;
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const place: Place = (right, up) => {
      const [dx, dy] = [(right / unitsPerEm) * across, (-up / unitsPerEm) * down];
      return this.#place(x + dx * cos - dy * sin, y + dx * sin + dy * cos);
    };
    if (!this.#paint(glyph, font, matrixOf(place))) this.#fill(outline(glyph.id), place, glyph.color);
  }

  /** Paints a colour glyph; returns false for others. */
  #paint({ id, color }: PlacedGlyph, { painted, outline }: OpenFont, matrix: Matrix): boolean {
    const glyph = painted?.(id);
    if (!glyph) return false;
    const { window } = this.#reading;
    const letter = this.#set.colors[color] ?? BLACK;
    const field = paintedField(glyph.box, matrix, window);
    const painting = {
      steps: glyph.steps,
      letter,
      matrix,
      outline,
      imageOf: (png: Uint8Array) => this.#images.get(png),
    };
    if (field) paintGlyph(painting, field, (strip, pixels) => this.#layStrip(strip, pixels));
    return true;
  }

  #layStrip({ x, y, width }: Field, pixels: Float32Array): void {
    for (let i = 0; i < pixels.length; i += 4) {
      const share = pixels[i + 3] ?? 0;
      if (share <= 0) continue;
      const [pixel, levels] = [i / 4, 255 / share];
      const row = Math.floor(pixel / width);
      const at = ((y + row) * this.#reading.window.width + x + pixel - row * width) * 4;
      const [r = 0, g = 0, b = 0] = [0, 1, 2].map((channel) => Math.min(255, (pixels[i + channel] ?? 0) * levels));
      lay(this.#data, at, { r, g, b, alpha: 255 }, Math.min(1, share));
    }
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
    traceOutline(outline, place, (...edge) => coverage.edge(...edge));
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
export async function drawText(
  set: SetText,
  reading: TextReading,
  { fonts, readImage }: { readonly fonts: OpenFonts; readonly readImage: ReadImage },
): Promise<Picture> {
  const open = set.fonts.map((name) => fonts.of(name));
  const images = await imagesIn(set, open, readImage);
  const drawing = new TextDrawing(set, reading, images);
  for (const underline of set.underlines) drawing.underline(underline);
  for (const glyph of set.glyphs) {
    const font = open[glyph.font];
    if (font) drawing.glyph(glyph, font);
  }
  return drawing.picture;
}
