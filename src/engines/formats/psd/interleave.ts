import type { ColorMode } from './color-mode.ts';

/** One channel of some rows, and how its samples become those of a TIFF. */
interface Channel {
  /** Samples as the file has them, most significant byte first. */
  readonly plane: Uint8Array;
  /** Combined with each sample by `xor`, as 16 bits. */
  readonly flip: number;
  /** The sample where there is only paper, as 16 bits. */
  readonly paper: number;
}

/** Rows of pixels as planes. */
interface Rows {
  readonly mode: ColorMode;
  /** The colours, then the transparency where there is one. */
  readonly planes: readonly Uint8Array[];
}

function channelsOf({ mode, planes }: Rows): readonly Channel[] {
  return planes.map((plane, i) => ({ plane, flip: mode.flips[i] ?? 0, paper: mode.paper[i] ?? 0 }));
}

/** `(seen − paper·(1 − alpha)) / alpha`, kept within what a sample can be. */
function lift(seen: number, paper: number, alpha: number, most: number): number {
  const color = Math.round(paper + ((seen - paper) * most) / alpha);
  return color < 0 ? 0 : color > most ? most : color;
}

function lift8(plane: Uint8Array, alpha: Uint8Array, paper: number): void {
  for (let i = 0; i < plane.length; i++) {
    const a = alpha[i] ?? 0;
    if (a > 0 && a < 255) plane[i] = lift(plane[i] ?? 0, paper, a, 255);
  }
}

function lift16(plane: Uint8Array, alpha: Uint8Array, paper: number): void {
  for (let i = 0; i + 1 < plane.length; i += 2) {
    const a = ((alpha[i] ?? 0) << 8) | (alpha[i + 1] ?? 0);
    if (a === 0 || a === 0xffff) continue;
    const color = lift(((plane[i] ?? 0) << 8) | (plane[i + 1] ?? 0), paper, a, 0xffff);
    plane[i] = color >> 8;
    plane[i + 1] = color & 255;
  }
}

/**
 * Takes the paper away from under what is half clear: Photoshop merges a picture onto white, whatever its colour mode,
 * and keeps its transparency beside that.
 */
function liftOff(channels: readonly Channel[], depth: 8 | 16): void {
  const alpha = channels.at(-1)?.plane ?? new Uint8Array();
  for (const { plane, paper } of channels.slice(0, -1)) {
    if (depth === 8) lift8(plane, alpha, paper >> 8);
    else lift16(plane, alpha, paper);
  }
}

function interleave8(channels: readonly Channel[], out: Uint8Array): void {
  for (const [first, { plane, flip }] of channels.entries()) {
    const mask = flip >> 8;
    for (let i = 0, to = first; i < plane.length; i++, to += channels.length) out[to] = (plane[i] ?? 0) ^ mask;
  }
}

/** The zero point of the a and b channels of Lab. */
const SIGNED = 0x8000;

/**
 * To samples of 16 bits, least significant byte first. Those of 8 bits fill both bytes alike, so that all of them stays
 * all; signed ones count in units of 256.
 */
function interleave16(channels: readonly Channel[], depth: 8 | 16, out: Uint8Array): void {
  const bytes = depth / 8;
  for (const [first, { plane, flip }] of channels.entries()) {
    const [high, low] = [flip >> 8, flip & 255];
    const kept = depth === 8 && flip === SIGNED ? 0 : 255;
    for (let i = 0, to = 2 * first; i < plane.length; i += bytes, to += 2 * channels.length) {
      out[to] = ((plane[i + bytes - 1] ?? 0) & kept) ^ low;
      out[to + 1] = (plane[i] ?? 0) ^ high;
    }
  }
}

/**
 * Interleaves planes of `depth` bits into pixels of `outDepth` bits as a little-endian TIFF has them. The planes are used up.
 */
export function interleave(rows: Rows, depth: 8 | 16, outDepth: 8 | 16, out: Uint8Array): void {
  const channels = channelsOf(rows);
  if (channels.length > rows.mode.colors) liftOff(channels, depth);
  if (outDepth === 8) interleave8(channels, out);
  else interleave16(channels, depth, out);
}

/** Looks up the colours of an Indexed picture; its table is 256 reds, then greens, then blues. */
export function applyPalette(plane: Uint8Array, palette: Uint8Array, out: Uint8Array): void {
  for (let i = 0, to = 0; i < plane.length; i++, to += 3) {
    const index = plane[i] ?? 0;
    out[to] = palette[index] ?? 0;
    out[to + 1] = palette[256 + index] ?? 0;
    out[to + 2] = palette[512 + index] ?? 0;
  }
}
