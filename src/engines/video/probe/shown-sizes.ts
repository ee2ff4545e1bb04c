import type { ProbeAnswer, ProbeStream } from './probe-answer.ts';
import { parseFraction } from './fraction.ts';

/** A size that stored pictures have from some time on. Pixels; `aspect` = width over height of one of them. */
export interface ShownSize {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
}

/** Codecs whose key frames are few and may each have another size. */
const INTER_CODED = new Set([
  ...['vp8', 'vp9', 'av1', 'h264', 'hevc', 'mpeg1video', 'mpeg2video', 'mpeg4', 'flv1', 'vp6f', 'h263'],
]);

/** Tells whether pictures of a clip may change their size: browsers' recordings, television and joined files do. */
export function mayChange({ format = {} }: ProbeAnswer, { codec_name = '' }: ProbeStream): boolean {
  // MXF describes its pictures once for all of them.
  return INTER_CODED.has(codec_name) && format.format_name !== 'mxf';
}

/** Arguments of ffprobe that print the size of each frame, a line each, as `ShownSizes` reads them. */
export const SIZE_ARGUMENTS = [
  ...['-show_frames', '-show_entries', 'frame=best_effort_timestamp_time,width,height,sample_aspect_ratio'],
  ...['-of', 'csv=p=0'],
] as const;

/** Reads sizes of frames, a line each: `1.400000,320,240,1:1`. */
export class ShownSizes {
  readonly #sizes: ShownSize[] = [];

  readonly take = (line: string): void => {
    const [time = '', width, height, shape] = line.split(',');
    const last = this.#sizes.at(-1);
    const [over, under] = parseFraction(shape) ?? [1, 1];
    const size = { width: Number(width), height: Number(height), aspect: over / under };
    if (!(size.width > 0 && size.height > 0)) return;
    if (last?.width === size.width && last.height === size.height && last.aspect === size.aspect) return;
    const seconds = Number(time);
    this.#sizes.push({ ...size, seconds: Number.isFinite(seconds) ? seconds : (last?.seconds ?? 0) });
  };

  /** The sizes, each from when on it holds. Empty where there is but one. */
  changes(): readonly ShownSize[] {
    return this.#sizes.length > 1 ? this.#sizes : [];
  }
}
