import { toSrgb } from '../../../model/srgb-curve.ts';
import type { Primaries } from './coded-colors.ts';
import { curveOf, type Curve } from './icc-curve.ts';
import { findTag, fixedNumbers, tagType } from './icc-tags.ts';
import type { Triple } from './rgb-to-xyz.ts';

/** A profile that is told by three curves and three primaries. */
interface MatrixProfile {
  /** The tone curves of red, green and blue. */
  readonly curves: readonly Curve[];
  /** X, Y and Z under D50 of red, green and blue: those of red come first in each. */
  readonly rows: readonly Triple[];
}

const COLORS = ['r', 'g', 'b'] as const;

function isTriple(numbers: readonly number[]): numbers is Triple {
  return numbers.length === 3;
}

/** The place of a primary in the connection space. */
function primaryOf(profile: Buffer, color: string): Triple | undefined {
  const tag = findTag(profile, `${color}XYZ`);
  const numbers = tag && tagType(tag) === 'XYZ ' ? fixedNumbers(tag, 8, 3) : [];
  return isTriple(numbers) ? numbers : undefined;
}

// Tables from colours to the connection space go before curves and primaries (ICC.1:2022, 8.10.2).
const TABLES = ['A2B0', 'A2B1', 'A2B2', 'D2B0', 'D2B1', 'D2B2', 'D2B3'] as const;

/** Reads a profile of RGB; undefined where it is another, holds tables or lacks something. */
function readMatrixProfile(profile: Buffer): MatrixProfile | undefined {
  if (profile.toString('latin1', 16, 24) !== 'RGB XYZ ' || TABLES.some((name) => findTag(profile, name)))
    return undefined;
  const curves = COLORS.flatMap((color) => curveOf(profile, `${color}TRC`) ?? []);
  const [red, green, blue] = COLORS.map((color) => primaryOf(profile, color));
  if (curves.length < 3 || !red || !green || !blue) return undefined;
  return { curves, rows: red.map((_, i): Triple => [red[i] ?? 0, green[i] ?? 0, blue[i] ?? 0]) };
}

/** XYZ under D50 to light of sRGB's primaries: IEC 61966-2-1, adapted by Bradford's cones. */
const TO_SRGB: readonly Triple[] = [
  [3.133_856_1, -1.616_866_7, -0.490_614_6],
  [-0.978_768_4, 1.916_141_5, 0.033_454],
  [0.071_945_3, -0.228_991_4, 1.405_242_7],
];

function multiply(rows: readonly Triple[], by: Triple): Triple {
  const [a = 0, b = 0, c = 0] = rows.map(([x, y, z]) => x * by[0] + y * by[1] + z * by[2]);
  return [a, b, c];
}

// Every fifth of a curve, for each two of three.
const STEPS = [0, 51, 102, 153, 204, 255] as const;

/** Colours that stand for all, as bytes: every gray, and steps across the cube. */
const PROBES: readonly Triple[] = [
  ...Array.from({ length: 256 }, (_, gray): Triple => [gray, gray, gray]),
  ...STEPS.flatMap((red) => STEPS.flatMap((green) => STEPS.map((blue): Triple => [red, green, blue]))),
];

/** The most that a byte of a probed colour moves by where the profile is applied. */
function distanceFromSrgb({ curves, rows }: MatrixProfile): number {
  const light = curves.map((curve) => Float64Array.from({ length: 256 }, (_, value) => curve(value / 255)));
  let most = 0;
  for (const probe of PROBES) {
    const [red = 0, green = 0, blue = 0] = probe.map((value, i) => light[i]?.[value] ?? 0);
    for (const [i, shown] of multiply(TO_SRGB, multiply(rows, [red, green, blue])).entries()) {
      const value = 255 * toSrgb(Math.min(1, Math.max(0, shown)));
      most = Math.max(most, Math.abs(value - (probe[i] ?? 0)));
    }
  }
  return most;
}

// The primaries of sRGB, rounded in the profiles that most cameras and programs embed, move pure colours by 0.95.
const LEVEL = 1;

/**
 * Tells whether an ICC profile is equivalent to sRGB: conversion changes no 8-bit value by more than one. Curves and
 * primaries are compared, as names are unreliable.
 */
export function isSrgb(profile: Buffer): boolean {
  const read = readMatrixProfile(profile);
  // A value that is no number moves nowhere, and is not sRGB either.
  return read !== undefined && distanceFromSrgb(read) <= LEVEL;
}

// Of sRGB it is a fifth, of the widest spaces a third.
const LEAST_VOLUME = 0.001;

/** Tells whether a profile of RGB names primaries that lie in one plane: damaged ones, which turn colours to noise. */
export function isFlat(profile: Buffer): boolean {
  const [x, y, z] = readMatrixProfile(profile)?.rows ?? [];
  if (!x || !y || !z) return false;
  const [a, b, c] = [y[1] * z[2] - y[2] * z[1], y[2] * z[0] - y[0] * z[2], y[0] * z[1] - y[1] * z[0]];
  return Math.abs(x[0] * a + x[1] * b + x[2] * c) < LEAST_VOLUME;
}

/** Tells whether an RGB profile is a matrix/TRC profile: defined by primaries and tone curves alone. */
export const isMatrixProfile = (profile: Buffer): boolean => readMatrixProfile(profile) !== undefined;

/** The chromaticity of a colour. */
function pointOf([x, y, z]: Triple): readonly [number, number] {
  const sum = x + y + z;
  return sum === 0 ? [0, 0] : [x / sum, y / sum];
}

/**
 * The primaries and white of a matrix/TRC profile, adapted to D50 as the profile stores them; undefined for profiles of
 * other colour spaces, and for those with lookup tables.
 */
export function profilePrimaries(profile: Buffer): Primaries | undefined {
  const rows = readMatrixProfile(profile)?.rows;
  if (!rows) return undefined;
  const colorant = (place: 0 | 1 | 2): readonly [number, number] =>
    pointOf([rows[0]?.[place] ?? 0, rows[1]?.[place] ?? 0, rows[2]?.[place] ?? 0]);
  return [...colorant(0), ...colorant(1), ...colorant(2), ...pointOf(multiply(rows, [1, 1, 1]))];
}
