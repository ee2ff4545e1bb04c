import type { Box, VideoCrop, VideoTime, Pace, SpriteRecipe } from './video-recipe.ts';
import type { VideoFacts } from '../asset.ts';
import type { Size } from '../geometry.ts';

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

/** Tells whether a box would enlarge the master, by more than rounding. */
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

/** The size of a picture without a last odd row or column: chroma is stored at half the size. */
export function evenSize({ width, height }: Size): Size {
  return { width: Math.max(2, width - (width % 2)), height: Math.max(2, height - (height % 2)) };
}

/** The visible part of a clip: all of it, or the largest window of a smart crop's ratio. Even sides. */
export function seenSize({ width, height }: Size, crop: VideoCrop | undefined): Size {
  if (crop === undefined) return { width, height };
  const [w, h] = crop.ratio;
  const scale = Math.min(width / w, height / h);
  return { width: even(w * scale, Math.max(2, width)), height: even(h * scale, Math.max(2, height)) };
}

// A rate that exceeds the limit by less is kept: cameras say 30.12 and mean 30.
const TOLERANCE = 1.01;

// Every second or third frame is smoother than a rate that does not divide the master's, as long as not too many go.
const LEAST_SHARE = 0.75;

/** The frame rate of an encoding: as asked, else the master's, of which `maxFps` keeps every n-th frame. */
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
export function secondsAt(time: VideoTime, durationSeconds: number): number {
  const wanted = 'percent' in time ? (durationSeconds * time.percent) / 100 : time.seconds;
  return Math.round(Math.max(0, Math.min(wanted, durationSeconds - TAIL_SECONDS)) * 1000) / 1000;
}

/** The end of a clip's pictures in seconds: its sound may go on behind them. */
export function pictureEnd({ pictureSeconds, durationSeconds }: VideoFacts): number {
  return Math.min(pictureSeconds ?? durationSeconds, durationSeconds);
}

/** The sheet of a clip's small frames. */
export interface SpriteGrid {
  /** Seconds that each frame stands for. */
  readonly every: number;
  /** Frames on the sheet, from the left, then down. */
  readonly count: number;
  readonly frame: Size;
  readonly columns: number;
  readonly rows: number;
}

/** The steps that people expect between the frames of a scrubber, in seconds. */
const INTERVALS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600];

// A hundred small frames are enough to find a place by, and load in a moment.
const USUAL_FRAMES = 100;

// No sheet is larger than JPEG can hold (65,535 pixels a side), nor than a page can show.
const MOST_FRAMES = 1000;
const MOST_HEIGHT = 65_000;

/**
 * The grid in which the small frames of a clip lie on their sheet. More frames than fit become fewer, further apart.
 */
export function spriteGrid({ width, every, columns }: SpriteRecipe, facts: VideoFacts): SpriteGrid {
  const { durationSeconds: duration } = facts;
  const frame = encodedSize({ width, keepAspectRatio: true }, facts);
  const most = Math.min(MOST_FRAMES, Math.floor(MOST_HEIGHT / frame.height) * columns);
  const usual = INTERVALS.find((interval) => duration / interval <= USUAL_FRAMES) ?? duration / USUAL_FRAMES;
  // Whole milliseconds, as WebVTT counts.
  const apart = Math.ceil(Math.max(every ?? usual, duration / most) * 1000) / 1000;
  const count = Math.max(1, Math.min(most, Math.ceil(duration / apart)));
  return { every: apart, count, frame, columns: Math.min(columns, count), rows: Math.ceil(count / columns) };
}
