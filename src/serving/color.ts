import type { Color } from '../model/recipe/recipe.ts';
import { parseNumber } from './number.ts';

/** The colour model a text is written in: suffix g, r or k, else told by the number of its components. */
type Space = 'g' | 'r' | 'k';

/** Components as shares 0…1, in the order written: those of the space, then alpha. */
interface Components {
  readonly space: Space;
  readonly shares: readonly number[];
}

/** A JSON Schema pattern that every colour matches, with `#` before it too. */
export const COLOR_PATTERN = String.raw`^#?((0[xX])?[0-9a-fA-F]{2,10}|[0-9.]+(,[0-9.]+)*)[gGrRkK]?[sS]?$`;

const COUNT = { g: 1, r: 3, k: 4 } as const;
const GRAMMAR = /^(0x)?([0-9a-f.,]+)([grk]?)s?$/i;
/** Without `0x`: gray always has it, so these are RGB or CMYK. */
const BARE_HEX = /^(?:[0-9a-f]{6}|[0-9a-f]{8}|[0-9a-f]{10})$/i;

const byte = (share: number): number => Math.floor(share * 255 + 0.5);

/** Tells whether that many components make a colour of the space: with or without alpha. */
const fits = (space: Space, count: number): boolean => count === COUNT[space] || count === COUNT[space] + 1;

/**
 * One item may be gray or, with 6 or 8 digits, hex RGB; 1–2 items are gray, 3–4 RGB; CMYK always says `k` (reference A.10).
 */
function spaceOf(suffix: string, count: number): Space | undefined {
  const space = suffix === '' ? (count <= 2 ? 'g' : 'r') : (suffix as Space);
  return fits(space, count) ? space : undefined;
}

/** Every hex byte counts out of 255, in all spaces: the documentation's CMYK rows contradict its gray ones. */
function hexComponents(digits: string, suffix: string): Components | undefined {
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) return undefined;
  const shares = (digits.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16) / 255);
  const space = spaceOf(suffix, shares.length);
  return space && { space, shares };
}

function decimalComponents(body: string, suffix: string): Components | undefined {
  const numbers = body.split(',').map(parseNumber);
  const space = spaceOf(suffix, numbers.length);
  if (space === undefined) return undefined;
  const full = space === 'r' ? 255 : 100;
  const shares = numbers.flatMap((n) => (n !== undefined && n >= 0 && n <= full ? [n / full] : []));
  return shares.length === numbers.length ? { space, shares } : undefined;
}

/**
 * Shares of red, green and blue; gray and CMYK are converted naively, as the reference does where no profile is given.
 */
function toRgb({ space, shares }: Components): readonly [r: number, g: number, b: number] {
  const [a = 0, b = 0, c = 0, k = 0] = shares;
  if (space === 'g') return [a, a, a];
  return space === 'r' ? [a, b, c] : [(1 - a) * (1 - k), (1 - b) * (1 - k), (1 - c) * (1 - k)];
}

/**
 * Reads a colour in any of the language's spellings: `0,100,200`, `F0F0F0`, `0x01020380`, `50g`, `94,11,50,33k`, case
 * ignored. Undefined when it is none. The suffix `s` (colour of the source's space) is read and has no effect.
 */
export function parseColor(text: string): Color | undefined {
  const match = GRAMMAR.exec(text);
  if (!match) return undefined;
  const [, prefix, body = '', suffix = ''] = match;
  const hex = prefix !== undefined || BARE_HEX.test(body);
  const found = (hex ? hexComponents : decimalComponents)(body, suffix.toLowerCase());
  if (!found) return undefined;
  const [r, g, b] = toRgb(found);
  return { r: byte(r), g: byte(g), b: byte(b), alpha: byte(found.shares[COUNT[found.space]] ?? 1) };
}

/** `RRGGBB`, or `RRGGBBAA` where it is not opaque. */
export function printColor({ r, g, b, alpha }: Color): string {
  const components = alpha === 255 ? [r, g, b] : [r, g, b, alpha];
  return components.map((value) => value.toString(16).toUpperCase().padStart(2, '0')).join('');
}
