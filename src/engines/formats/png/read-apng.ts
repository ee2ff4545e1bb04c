import { mapTuple } from '../../../base/map-tuple.ts';
import { readFile } from 'node:fs/promises';
import type { Rect, Size } from '../../../model/geometry.ts';
import { FIELD, TAG } from '../../../system/read-tiff.ts';
import { writingError } from '../../../system/storage-error.ts';
import { openFile } from '../../image/source/master.ts';
import { toSourceError } from '../../image/source-error.ts';
import { writeTiffPages } from '../../image/tiff/write-uncompressed-tiff.ts';
import type { Timing } from '../../picture.ts';
import { BLEND, type Chunk, chunksOf, DISPOSE, printChunks } from './chunks.ts';

/** A frame as stored: a sub-rectangle of the picture, with its disposal and blending. */
interface Frame extends Rect {
  /** Milliseconds. */
  readonly delay: number;
  readonly dispose: number;
  readonly blend: number;
  readonly parts: Buffer[];
}

/** An animation: its canvas, its frames, and the chunks that each of these needs to be a PNG. */
interface Animation extends Size {
  readonly loop: number;
  readonly header: Buffer;
  readonly palette: readonly Chunk[];
  readonly frames: readonly Frame[];
}

/** A frame by its control chunk (PNG, third edition, §11.3.6.2). */
function frameOf(data: Buffer): Frame {
  const [width, height, x, y] = mapTuple([4, 8, 12, 16], (at) => data.readUInt32BE(at));
  const [time, unit] = [data.readUInt16BE(20), data.readUInt16BE(22) || 100];
  const delay = Math.round((1000 * time) / unit);
  return { width, height, x, y, delay, dispose: data.readUInt8(24), blend: data.readUInt8(25), parts: [] };
}

function checkFrames({ width, height, frames }: Animation, count: number): void {
  const got = `${frames.length} of ${count} frames`;
  if (frames.length !== count || count === 0) throw new Error(`expected all frames of an animation, got ${got}`);
  for (const frame of frames) {
    const fits = frame.x + frame.width <= width && frame.y + frame.height <= height;
    if (!fits || frame.width < 1 || frame.height < 1 || frame.parts.length === 0)
      throw new Error('expected frames within their picture, got one that is not or has no pixels');
  }
}

function parseAnimation(file: Buffer): Animation {
  const frames: Frame[] = [];
  const palette: Chunk[] = [];
  let [header, count, loop] = [Buffer.alloc(0), 0, 0];
  for (const chunk of chunksOf(file)) {
    const { type, data } = chunk;
    if (type === 'IHDR') header = Buffer.from(data);
    else if (type === 'acTL') [count, loop] = [data.readUInt32BE(0), data.readUInt32BE(4)];
    else if (type === 'fcTL') frames.push(frameOf(data));
    else if (type === 'PLTE' || type === 'tRNS') palette.push(chunk);
    // A picture before the first frame is for those who show none.
    else if (type === 'IDAT') frames.at(-1)?.parts.push(data);
    else if (type === 'fdAT') frames.at(-1)?.parts.push(data.subarray(4));
  }
  const animation = { header, loop, palette, frames, width: header.readUInt32BE(0), height: header.readUInt32BE(4) };
  checkFrames(animation, count);
  return animation;
}

/** The pixels of a frame, RGBA of 8 bits. */
async function decodeFrame({ header, palette }: Animation, { width, height, parts }: Frame): Promise<Buffer> {
  const own = Buffer.from(header);
  own.writeUInt32BE(width, 0);
  own.writeUInt32BE(height, 4);
  const data = { type: 'IDAT', data: Buffer.concat(parts) };
  const png = printChunks([{ type: 'IHDR', data: own }, ...palette, data, { type: 'IEND', data: Buffer.alloc(0) }]);
  const opened = openFile(png, 0, { ignoreIcc: true }).toColourspace('srgb').ensureAlpha();
  return opened.raw({ depth: 'uchar' }).toBuffer();
}

/** Lays one pixel over another, neither premultiplied. */
function blendPixel(canvas: Buffer, to: number, pixels: Buffer, from: number): void {
  const [above, below] = [pixels[from + 3] ?? 0, canvas[to + 3] ?? 0];
  const [share, rest] = [above * 255, (255 - above) * below];
  if (share + rest === 0) return;
  for (let c = 0; c < 3; c++) {
    canvas[to + c] = Math.round(((pixels[from + c] ?? 0) * share + (canvas[to + c] ?? 0) * rest) / (share + rest));
  }
  canvas[to + 3] = Math.round((share + rest) / 255);
}

/** Lays a frame on the canvas. */
function lay(canvas: Buffer, across: number, frame: Frame, pixels: Buffer): void {
  for (let row = 0; row < frame.height; row++) {
    const [from, to] = [row * frame.width * 4, ((frame.y + row) * across + frame.x) * 4];
    if (frame.blend === BLEND.source) pixels.copy(canvas, to, from, from + frame.width * 4);
    else for (let i = 0; i < frame.width * 4; i += 4) blendPixel(canvas, to + i, pixels, from + i);
  }
}

function clear(canvas: Buffer, across: number, { x, y, width, height }: Rect): void {
  for (let row = y; row < y + height; row++) canvas.fill(0, (row * across + x) * 4, (row * across + x + width) * 4);
}

/** The composited frames, in order. */
async function* shownFrames(animation: Animation): AsyncGenerator<Buffer, void, void> {
  const { width, height, frames } = animation;
  const canvas = Buffer.alloc(width * height * 4);
  for (const [at, frame] of frames.entries()) {
    const before = frame.dispose === DISPOSE.previous && at > 0 ? Buffer.from(canvas) : undefined;
    lay(canvas, width, frame, await decodeFrame(animation, frame));
    yield canvas;
    if (before) before.copy(canvas);
    else if (frame.dispose !== DISPOSE.none) clear(canvas, width, frame);
  }
}

/** Writes the frames of an animated PNG as `Decoder.frames` says, in 8 bits with alpha. */
export async function writeApngFrames(file: string, target: string): Promise<Timing> {
  try {
    const animation = parseAnimation(await readFile(file));
    const { icc } = await openFile(file).metadata();
    const entries = icc ? [{ tag: TAG.icc, type: FIELD.undefined, count: icc.length, data: icc }] : [];
    const { width, height, frames, loop } = animation;
    const page = { width, height, depth: 8, samples: 4, alpha: true, photometric: 2 } as const;
    const described = { ...page, metadata: { entries, children: new Map<number, never>() } };
    await writeTiffPages(described, { count: frames.length, pages: shownFrames(animation) }, target);
    return { delay: frames.map(({ delay }) => delay), loop };
  } catch (error) {
    throw toSourceError(writingError(error, target));
  }
}
