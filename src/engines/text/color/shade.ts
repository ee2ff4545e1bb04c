import type { Color } from '../../../model/recipe/recipe.ts';
import type { Gradient, Ink, Stops } from './paint.ts';

/** Red, green, blue and alpha of 0…1, premultiplied. */
export type Light = readonly [red: number, green: number, blue: number, alpha: number];

/** The colour at a point; undefined where a gradient defines none. */
export type Shade = (x: number, y: number) => Light | undefined;

/** The light of an ink in a letter of a colour: of its own it keeps how much shows through. */
export function lightOf({ color: { red, green, blue, alpha }, own }: Ink, letter: Color): Light {
  const share = (alpha / 255) * (own ? letter.alpha / 255 : 1);
  const [r, g, b] = own ? [letter.r, letter.g, letter.b] : [red, green, blue];
  return [(r / 255) * share, (g / 255) * share, (b / 255) * share, share];
}

/** The light at a place of the line, 0…1 between its ends. */
function lineShade({ stops, extend }: Stops, letter: Color): (t: number) => Light | undefined {
  const lights = stops.map(({ offset, ink }) => ({ offset, light: lightOf(ink, letter) }));
  const [first, last] = [lights.at(0), lights.at(-1)];
  if (!first || !last) return () => undefined;
  const length = last.offset - first.offset;
  const wrapped = (t: number): number => {
    if (extend === 'pad' || length <= 0) return t;
    const turns = (t - first.offset) / length;
    const whole = Math.floor(turns);
    const rest = turns - whole;
    return first.offset + length * (extend === 'reflect' && Math.abs(whole % 2) === 1 ? 1 - rest : rest);
  };
  return (at) => {
    const t = wrapped(at);
    if (t <= first.offset) return first.light;
    const next = lights.findIndex(({ offset }) => offset > t);
    const [from, to] = [lights[next - 1], lights[next]];
    if (!from || !to) return last.light;
    const share = (t - from.offset) / (to.offset - from.offset);
    const between = (i: 0 | 1 | 2 | 3): number => from.light[i] + (to.light[i] - from.light[i]) * share;
    return [between(0), between(1), between(2), between(3)];
  };
}

type Along = (x: number, y: number) => number | undefined;

/** From the first point to the second, seen across the way from the first to the third. */
function alongLine([x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0]: readonly number[]): Along {
  const [acrossX, acrossY] = [y2 - y0, -(x2 - x0)];
  const across = acrossX ** 2 + acrossY ** 2;
  const share = across === 0 ? 0 : ((x1 - x0) * acrossX + (y1 - y0) * acrossY) / across;
  const [dx, dy] = across === 0 ? [x1 - x0, y1 - y0] : [acrossX * share, acrossY * share];
  const square = dx * dx + dy * dy;
  return square === 0 ? () => undefined : (x, y) => ((x - x0) * dx + (y - y0) * dy) / square;
}

/** The circle through a place that lies farthest along the cone of two. */
function alongCone([x0 = 0, y0 = 0, r0 = 0, x1 = 0, y1 = 0, r1 = 0]: readonly number[]): Along {
  const [dx, dy, dr] = [x1 - x0, y1 - y0, r1 - r0];
  const a = dx * dx + dy * dy - dr * dr;
  const isThere = (t: number): boolean => r0 + t * dr >= 0;
  return (x, y) => {
    const [px, py] = [x - x0, y - y0];
    const b = px * dx + py * dy + r0 * dr;
    const c = px * px + py * py - r0 * r0;
    if (Math.abs(a) < 1e-9) {
      const t = b === 0 ? undefined : c / (2 * b);
      return t !== undefined && isThere(t) ? t : undefined;
    }
    const square = b * b - a * c;
    if (square < 0) return undefined;
    const root = Math.sqrt(square);
    return [(b + root) / a, (b - root) / a].toSorted((one, other) => other - one).find(isThere);
  };
}

const TURN = 2 * Math.PI;

/** Round a point, against the clock from the right. */
function aroundPoint([x0 = 0, y0 = 0, start = 0, end = 0]: readonly number[]): Along {
  if (start === end) return () => undefined;
  return (x, y) => {
    const angle = Math.atan2(y - y0, x - x0);
    const turned = angle < 0 ? angle + TURN : angle;
    return (turned - start) / (end - start);
  };
}

const ALONG = { linear: alongLine, radial: alongCone, sweep: aroundPoint } as const;

/** The light of each place of a gradient. */
export function gradientShade(gradient: Gradient, letter: Color): Shade {
  const along = ALONG[gradient.kind](gradient.at);
  const shade = lineShade(gradient, letter);
  return (x, y) => {
    const t = along(x, y);
    return t === undefined ? undefined : shade(t);
  };
}
