import type { Colorizing } from '../../../model/recipe/recipe.ts';
import type { Picture } from '../../picture.ts';
import { LUMA } from '../kernels/luma.ts';
import { makeTable, withSamples } from '../kernels/points.ts';
import type { OperationStep } from './step.ts';

/** Brightness of every pixel, and how much of each there is, by its opacity. */
interface Gray {
  readonly values: Uint8ClampedArray;
  readonly counts: Float64Array;
}

function toGray({ data, width, height, channels }: Picture): Gray {
  const values = new Uint8ClampedArray(width * height);
  const counts = new Float64Array(256);
  for (let i = 0, at = 0; i < data.length; i += channels, at++) {
    values[at] = LUMA.red * (data[i] ?? 0) + LUMA.green * (data[i + 1] ?? 0) + LUMA.blue * (data[i + 2] ?? 0);
    const value = values[at] ?? 0;
    counts[value] = (counts[value] ?? 0) + (channels === 4 ? (data[i + 3] ?? 0) : 255);
  }
  return { values, counts };
}

/** The first value that `share` (0…1) of what is counted does not exceed. */
function quantile(counts: Float64Array, share: number): number {
  const wanted = share * counts.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  const found = counts.findIndex((count) => (seen += count) > 0 && seen >= wanted);
  return Math.max(0, found);
}

/**
 * Brightness 0…255 as 0…1: its range widened by `contrast` percent of the way to the whole range, then its median
 * brought to one half by a power, which leaves black and white where they are.
 */
function normalizer({ counts }: Gray, contrast: number): (value: number) => number {
  const [low, high] = [quantile(counts, 0) / 255, quantile(counts, 1) / 255];
  const share = contrast / 100;
  const slope = high > low ? (high - low + share * (1 - high + low)) / (high - low) : 1;
  const widened = (value: number): number => Math.min(1, Math.max(0, low * (1 - share) + (value - low) * slope));
  // A median at an end has no power that moves it: half a level off it has.
  const median = Math.min(1 - 1 / 510, Math.max(1 / 510, widened(quantile(counts, 0.5) / 255)));
  const power = Math.log(0.5) / Math.log(median);
  return (value) => widened(value / 255) ** power;
}

/** From black at 0 over the colour at one half to white at 1. */
function tinted(component: number, light: number): number {
  return light < 0.5 ? 2 * light * component : component + (2 * light - 1) * (255 - component);
}

function recolored(picture: Picture, { color, normalize, contrast }: Colorizing): Picture {
  const gray = toGray(picture);
  const lightOf = normalize ? normalizer(gray, contrast) : (value: number): number => value / 255;
  const [red, green, blue] = [color.r, color.g, color.b].map((component) =>
    makeTable((value) => tinted(component, lightOf(value))),
  );
  const out = new Uint8ClampedArray(picture.data);
  for (let i = 0, at = 0; i < out.length; i += picture.channels, at++) {
    const value = gray.values[at] ?? 0;
    out[i] = red?.[value] ?? 0;
    out[i + 1] = green?.[value] ?? 0;
    out[i + 2] = blue?.[value] ?? 0;
  }
  return withSamples(picture, out);
}

/**
 * `op_colorize`: a colour for every brightness, so that shadows and highlights stay, which is what the reference asks
 * for; the ramp and the way to the median are ours. Median and range are those of the whole composite, what is clear
 * not counted.
 */
export const colorize: OperationStep<'colorize'> = recolored;
