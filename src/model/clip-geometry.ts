import type { Box, ClipTime, Pace } from './clip-recipe.ts';
import type { Size } from './geometry.ts';

/** Frames a second as a fraction in lowest terms where it is computed. */
export type FrameRate = readonly [over: number, under: number];

// Chroma is stored at half the size, so both sides are even. A rung that misses its master's size by such rounding alone
// is no enlargement.
const ROUNDING = 2;

const even = (length: number, most: number): number =>
  Math.max(2, Math.min(Math.round(length / 2) * 2, Math.floor(most / 2) * 2));

/** The scale of each side that a box asks of a master; above 1 it would be enlarged. */
function scaleOf({ width, height, keepAspectRatio }: Box, master: Size): readonly [x: number, y: number] {
  const x = width === undefined ? undefined : width / master.width;
  const y = height === undefined ? undefined : height / master.height;
  if (!keepAspectRatio && x !== undefined && y !== undefined) return [x, y];
  const both = Math.min(x ?? y ?? 1, y ?? x ?? 1);
  return [both, both];
}

/** Whether a box would enlarge the master, by more than rounding. */
export function exceeds(box: Box, master: Size): boolean {
  const [x, y] = scaleOf(box, master);
  return (x - 1) * master.width > ROUNDING || (y - 1) * master.height > ROUNDING;
}

/** The size of an encoding: the box filled as its aspect ratio asks, never larger than the master, both sides even. */
export function encodedSize(box: Box, master: Size): Size {
  const [x, y] = scaleOf(box, master);
  return {
    width: even(master.width * Math.min(1, x), Math.max(2, master.width)),
    height: even(master.height * Math.min(1, y), Math.max(2, master.height)),
  };
}

// A rate that exceeds the limit by less is kept: cameras say 30.12 and mean 30.
const TOLERANCE = 1.01;

// Every second or third frame is smoother than a rate that does not divide the master's, as long as not too many go.
const LEAST_SHARE = 0.75;

/** The rate of an encoding: as asked, else the master's, of which `maxFps` keeps every n-th frame. */
export function encodedRate({ fps, maxFps }: Pace, [over, under]: FrameRate): FrameRate {
  if (fps !== undefined) return fraction(fps);
  if (maxFps === undefined || over / under <= maxFps * TOLERANCE) return [over, under];
  const every = Math.ceil(over / under / (maxFps * TOLERANCE));
  const thinned = over / under / every;
  return thinned >= maxFps * LEAST_SHARE ? [over, under * every] : fraction(maxFps);
}

// 23.976, 29.97 and 59.94 stand for thousands over 1001 (SMPTE 170M and its kin).
const NTSC = 1001 / 1000;

function fraction(rate: number): FrameRate {
  const whole = Math.round(rate * NTSC);
  if (!Number.isInteger(rate) && Math.abs(whole / NTSC - rate) < 0.005) return [whole * 1000, 1001];
  return Number.isInteger(rate) ? [rate, 1] : [Math.round(rate * 1000), 1000];
}

// The last frame lies before the end: a time is kept this far from it.
const TAIL_SECONDS = 0.1;

/** Seconds from the start that a time means in a clip of some length, always before its last frame. */
export function secondsAt(time: ClipTime, durationSeconds: number): number {
  const wanted = 'percent' in time ? (durationSeconds * time.percent) / 100 : time.seconds;
  return Math.round(Math.max(0, Math.min(wanted, durationSeconds - TAIL_SECONDS)) * 1000) / 1000;
}
