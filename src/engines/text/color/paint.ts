import type { Color, ColorLine, Font, PaintFuncs } from 'harfbuzzjs';
import type { Rect } from '../../../model/geometry.ts';
import type { Engine } from '../harfbuzz.ts';

/** From one system of coordinates to another: x = xx·x + xy·y + dx, y = yx·x + yy·y + dy. */
export interface Matrix {
  readonly xx: number;
  readonly yx: number;
  readonly xy: number;
  readonly yy: number;
  readonly dx: number;
  readonly dy: number;
}

/** A colour of 0…255 each; `own`: that of the letter. */
export interface Ink {
  readonly color: Color;
  readonly own: boolean;
}

/** Colours along a line: at its places, and beyond them. */
export interface Stops {
  readonly stops: readonly { readonly offset: number; readonly ink: Ink }[];
  readonly extend: 'pad' | 'repeat' | 'reflect';
}

/** A gradient in the coordinates that hold where it is painted (OpenType, COLR). */
export type Gradient = Stops &
  (
    | { readonly kind: 'linear'; readonly at: readonly number[] }
    | { readonly kind: 'radial'; readonly at: readonly number[] }
    | { readonly kind: 'sweep'; readonly at: readonly number[] }
  );

/** One step of painting a glyph. Each `transform` and `clip` holds up to its `restore`, a `group` up to its `compose`. */
export type Paint =
  | { readonly step: 'transform'; readonly matrix: Matrix }
  | { readonly step: 'clip'; readonly glyph: number }
  | { readonly step: 'clip box'; readonly box: Rect }
  | { readonly step: 'restore' }
  | { readonly step: 'ink'; readonly ink: Ink }
  | { readonly step: 'gradient'; readonly gradient: Gradient }
  /** A PNG, in a box whose y points up. */
  | { readonly step: 'image'; readonly png: Uint8Array; readonly box: Rect }
  | { readonly step: 'group' }
  | { readonly step: 'compose'; readonly mode: number };

const EXTENDS = ['pad', 'repeat', 'reflect'] as const;

const stopsOf = ({ colorStops, extend }: ColorLine): Stops => ({
  stops: colorStops
    .map(({ offset, isForeground: own, color }) => ({ offset, ink: { color, own } }))
    .toSorted((a, b) => a.offset - b.offset),
  extend: EXTENDS[extend] ?? 'pad',
});

/** Functions by which HarfBuzz tells the steps of painting; they go into the list that comes with each call. */
function recorderOf(engine: Engine): PaintFuncs {
  const funcs = new engine.PaintFuncs();
  const add = (steps: unknown, step: Paint): void => void (steps as Paint[]).push(step);
  const gradient = (steps: unknown, kind: Gradient['kind'], line: ColorLine, at: readonly number[]): void =>
    add(steps, { step: 'gradient', gradient: { kind, at, ...stopsOf(line) } });
  funcs.setPushTransformFunc((xx, yx, xy, yy, dx, dy, to) =>
    add(to, { step: 'transform', matrix: { xx, yx, xy, yy, dx, dy } }),
  );
  funcs.setPopTransformFunc((to) => add(to, { step: 'restore' }));
  funcs.setPushClipGlyphFunc((glyph, _font, to) => add(to, { step: 'clip', glyph }));
  funcs.setPushClipRectangleFunc((x, y, right, top, to) =>
    add(to, { step: 'clip box', box: { x, y, width: right - x, height: top - y } }),
  );
  funcs.setPopClipFunc((to) => add(to, { step: 'restore' }));
  funcs.setColorFunc((own, color, to) => add(to, { step: 'ink', ink: { color, own } }));
  funcs.setLinearGradientFunc((line, x0, y0, x1, y1, x2, y2, to) =>
    gradient(to, 'linear', line, [x0, y0, x1, y1, x2, y2]),
  );
  funcs.setRadialGradientFunc((line, x0, y0, r0, x1, y1, r1, to) =>
    gradient(to, 'radial', line, [x0, y0, r0, x1, y1, r1]),
  );
  funcs.setSweepGradientFunc((line, x, y, start, end, to) => gradient(to, 'sweep', line, [x, y, start, end]));
  // Pictures of letters as SVG are texts of others: the next table of the font has a plainer one, or the outline.
  funcs.setImageFunc(() => false);
  funcs.setPushGroupFunc((to) => add(to, { step: 'group' }));
  funcs.setPopGroupFunc((mode, to) => add(to, { step: 'compose', mode }));
  return funcs;
}

let recorder: PaintFuncs | undefined;
/** A hostile font may ask for any number: emoji have some hundreds. */
const MOST_STEPS = 20_000;

/** The steps of painting a glyph that has colours of its own; undefined for others, which are filled outlines. */
export function paintOf(engine: Engine, font: Font, glyph: number): readonly Paint[] | undefined {
  recorder ??= recorderOf(engine);
  const steps: Paint[] = [];
  const painted = font.paintGlyphOrFail(glyph, recorder, steps, 0, { red: 0, green: 0, blue: 0, alpha: 255 });
  return painted && steps.length > 0 && steps.length <= MOST_STEPS ? steps : undefined;
}
