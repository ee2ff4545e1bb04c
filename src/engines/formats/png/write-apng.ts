import type { Rect } from '../../../model/geometry.ts';
import { NO_METADATA } from '../../image/metadata/source-metadata.ts';
import type { FinishedPixels } from '../../picture.ts';
import type { Encoded, EncodeOrder, Encoder } from '../encoder.ts';
import { BLEND, type Chunk, chunksOf, DISPOSE, printChunks } from './chunks.ts';

/** Pixels whose samples have 8 bits. */
type Pixels = FinishedPixels & { readonly frameHeight: number };

const sizeOf = ({ width, frameHeight, channels }: Pixels): number => width * frameHeight * channels;

/** The rows and columns of a frame that are not those of the frame before; of equal ones a single pixel. */
function changedPart(before: Uint8Array, frame: Uint8Array, { width, frameHeight, channels }: Pixels): Rect {
  const differs = (at: number): boolean => {
    for (let c = 0; c < channels; c++) if (before[at + c] !== frame[at + c]) return true;
    return false;
  };
  let [left, top, right, bottom] = [width, frameHeight, -1, -1];
  for (let y = 0; y < frameHeight; y++) {
    for (let x = 0; x < width; x++) {
      if (!differs((y * width + x) * channels)) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), y];
    }
  }
  return right < 0
    ? { x: 0, y: 0, width: 1, height: 1 }
    : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function cut(frame: Uint8Array, { x, y, width, height }: Rect, { width: across, channels }: Pixels): Uint8Array {
  const rows = Array.from({ length: height }, (_, row) => {
    const start = ((y + row) * across + x) * channels;
    return frame.subarray(start, start + width * channels);
  });
  return Uint8Array.from(Buffer.concat(rows));
}

const MOST_SHORT = 65_535;

/** The control chunk of a frame (PNG, third edition, §11.3.6.2). */
function control(sequence: number, { x, y, width, height }: Rect, delay: number): Chunk {
  const data = Buffer.alloc(26);
  for (const [i, value] of [sequence, width, height, x, y].entries()) data.writeUInt32BE(value, 4 * i);
  const [time, unit] = delay <= MOST_SHORT ? [delay, 1000] : [Math.min(MOST_SHORT, Math.round(delay / 1000)), 1];
  data.writeUInt16BE(time, 20);
  data.writeUInt16BE(unit, 22);
  data.set([DISPOSE.none, BLEND.source], 24);
  return { type: 'fcTL', data };
}

function numbers(type: string, ...values: readonly number[]): Chunk {
  const data = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) data.writeUInt32BE(value, 4 * i);
  return { type, data };
}

/** Writes frames: the first as a PNG with all its metadata, of the others what has changed. */
async function encodeFrames({ encode }: Encoder, pixels: Pixels, order: EncodeOrder): Promise<Encoded> {
  const { timing = { delay: [], loop: 0 }, ...still } = order;
  const { frameHeight, ...stack } = pixels;
  const bytes = sizeOf(pixels);
  const frames = timing.delay.map((_, at) => Uint8Array.from(stack.data.subarray(at * bytes, (at + 1) * bytes)));
  const encodePart = async (data: Uint8Array, { width, height }: Rect, how: EncodeOrder): Promise<readonly Chunk[]> => [
    ...chunksOf((await encode({ ...stack, data, width, height }, how)).bytes),
  ];
  const whole = { x: 0, y: 0, width: stack.width, height: frameHeight };
  const first = await encodePart(frames[0] ?? new Uint8Array(), whole, still);
  const [plain, later]: [EncodeOrder, Chunk[]] = [{ ...still, metadata: 'none', source: NO_METADATA }, []];
  let sequence = 1;
  for (const [at, frame] of frames.entries()) {
    if (at === 0) continue;
    const part = changedPart(frames[at - 1] ?? frame, frame, pixels);
    const chunks = await encodePart(cut(frame, part, pixels), part, plain);
    later.push(control(sequence++, part, timing.delay[at] ?? 0));
    for (const { type, data } of chunks) {
      if (type !== 'IDAT') continue;
      later.push({ type: 'fdAT', data: Buffer.concat([numbers('', sequence++).data, data]) });
    }
  }
  const start = first.findIndex(({ type }) => type === 'IDAT');
  const animation = [numbers('acTL', frames.length, timing.loop), control(0, whole, timing.delay[0] ?? 0)];
  const file = [...first.slice(0, start), ...animation, ...first.slice(start, -1), ...later, ...first.slice(-1)];
  return { bytes: printChunks(file) };
}

/** An encoder of PNG that writes frames too, as an animated PNG. */
export function withFrames(encoder: Encoder): Encoder {
  return {
    ...encoder,
    encode: (pixels, order) => {
      const { frameHeight } = pixels;
      if (order.timing === undefined || frameHeight === undefined) return encoder.encode(pixels, order);
      return encodeFrames(encoder, { ...pixels, frameHeight }, order);
    },
  };
}
