import { findTag, fixedNumbers, readNumber, tagType } from './icc-tags.ts';

/** Light of 0…1 by a value of 0…1. */
export type Curve = (value: number) => number;

/** A table of 16 bits, its entries joined by straight lines. */
function tableCurve(tag: Buffer, count: number): Curve | undefined {
  if (12 + 2 * count > tag.length) return undefined;
  const entry = (i: number): number => tag.readUInt16BE(12 + 2 * Math.min(i, count - 1)) / 65_535;
  return (value) => {
    const place = value * (count - 1);
    const below = Math.floor(place);
    return entry(below) + (entry(below + 1) - entry(below)) * (place - below);
  };
}

/** `curv` (ICC.1:2022, 10.6): nothing, a power of 8 bits behind the point, or a table. */
function sampledCurve(tag: Buffer): Curve | undefined {
  const count = readNumber(tag, 8, 4);
  if (count === 0) return (value) => value;
  if (count !== 1) return count === undefined ? undefined : tableCurve(tag, count);
  const gamma = readNumber(tag, 12, 2);
  return gamma === undefined ? undefined : (value) => value ** (gamma / 256);
}

// ICC.1:2022, table 68: the number of parameters by the type of the function.
const PARAMETERS = [1, 3, 4, 5, 7] as const;

/** `para` (ICC.1:2022, 10.18): a power, below a threshold a constant or a line. */
function parametricCurve(tag: Buffer): Curve | undefined {
  const type = readNumber(tag, 8, 2) ?? -1;
  const values = fixedNumbers(tag, 12, PARAMETERS[type] ?? 0);
  const [g, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = values;
  if (g === undefined) return undefined;
  const power = (value: number): number => Math.max(0, a * value + b) ** g;
  if (type === 0) return power;
  if (type < 3) return (value) => (a * value + b >= 0 ? power(value) : 0) + c;
  return (value) => (value >= d ? power(value) + e : c * value + f);
}

/** The curve in a tag of an ICC profile; undefined where it is missing or of an unknown type. */
export function curveOf(profile: Buffer, signature: string): Curve | undefined {
  const tag = findTag(profile, signature);
  if (tag === undefined) return undefined;
  if (tagType(tag) === 'curv') return sampledCurve(tag);
  return tagType(tag) === 'para' ? parametricCurve(tag) : undefined;
}
