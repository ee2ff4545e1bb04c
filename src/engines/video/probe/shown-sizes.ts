import { DmxError } from '../../../model/errors.ts';
import { askFfprobe } from './ask-ffprobe.ts';
import { Lines } from './lines.ts';
import type { ProbeAnswer, ProbeStream } from './probe-answer.ts';

/** A size that stored pictures have from some time on. Pixels; `aspect` = width over height of one of them. */
export interface ShownSize {
  readonly seconds: number;
  readonly width: number;
  readonly height: number;
  readonly aspect: number;
}

/** Codecs whose key frames are few, so that looking at all of them takes little, and may each have another size. */
const INTER_CODED = new Set([
  ...['vp8', 'vp9', 'av1', 'h264', 'hevc', 'mpeg1video', 'mpeg2video', 'mpeg4', 'flv1', 'vp6f', 'h263'],
]);

/** Forms that hold one description of their pictures for all of them; sizes change in browsers' recordings and television. */
function mayChange({ format = {} }: ProbeAnswer, { codec_name = '' }: ProbeStream): boolean {
  const forms = (format.format_name ?? '').split(',');
  return INTER_CODED.has(codec_name) && !forms.includes('mp4') && !forms.includes('mxf');
}

function aspectOf(text = ''): number {
  const [, over, under] = /^(\d+):(\d+)$/.exec(text) ?? [];
  return Number(over) > 0 && Number(under) > 0 ? Number(over) / Number(under) : 1;
}

/** The size in a line such as `1.400000,320,240,1:1`; undefined where that is none, or the one before. */
function parseSize(line: string, last: ShownSize | undefined): ShownSize | undefined {
  const [time = '', width, height, shape] = line.split(',');
  const size = { width: Number(width), height: Number(height), aspect: aspectOf(shape) };
  if (!(size.width > 0 && size.height > 0)) return undefined;
  if (last?.width === size.width && last.height === size.height && last.aspect === size.aspect) return undefined;
  const seconds = Number(time);
  return { ...size, seconds: Number.isFinite(seconds) ? seconds : (last?.seconds ?? 0) };
}

/**
 * The sizes of a clip's pictures, each from when on it holds, by its key frames. Empty where there is but one, where the
 * form cannot hold more, and where nobody can tell.
 */
export async function shownSizes(
  ffprobe: string,
  file: string,
  answer: ProbeAnswer,
  picture: ProbeStream,
): Promise<readonly ShownSize[]> {
  if (!mayChange(answer, picture)) return [];
  const sizes: ShownSize[] = [];
  const lines = new Lines((line) => {
    const size = parseSize(line, sizes.at(-1));
    if (size !== undefined) sizes.push(size);
  });
  const entries = 'frame=best_effort_timestamp_time,width,height,sample_aspect_ratio';
  const args = ['-skip_frame', 'nokey', '-select_streams', String(picture.index), '-show_frames'];
  try {
    await askFfprobe(ffprobe, file, [...args, '-show_entries', entries, '-of', 'csv=p=0'], lines.add);
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return [];
  }
  lines.finish();
  return sizes.length > 1 ? sizes : [];
}
