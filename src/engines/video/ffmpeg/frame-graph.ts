import type { VideoFacts } from '../../../model/asset.ts';
import { flatten, isWide, narrowColors, toneMap, assumedMatrix, wholeFrames } from './filters.ts';

/** A frame and the file it goes to. */
export interface FrameOutput {
  /** From the start: the first frame that is not earlier. */
  readonly seconds: number;
  readonly file: string;
}

/** One picture that is kept for a moment only: fast compression. */
export const PNG = [
  ...['-frames:v', '1', '-c:v', 'png', '-compression_level', '1'],
  ...['-update', '1', '-f', 'image2'],
] as const;

/** From a whole frame to upright sRGB with square pixels, as large as the clip is seen; what is clear stays so. */
export function frameFilters(facts: VideoFacts): string {
  const { width, height, hdr } = facts;
  const told = facts.matrix !== null || hdr !== null || isWide(facts);
  const matrix = told ? '' : `:in_color_matrix=${assumedMatrix(facts)}`;
  // Lanczos and full chroma: this is a picture to look at, not one of thousands.
  const scale = `scale=w=${width}:h=${height}:flags=lanczos+accurate_rnd+full_chroma_int${matrix}`;
  const colors = hdr === null ? narrowColors(facts) : toneMap(facts);
  return [...colors, scale, facts.alpha === true ? 'format=rgba' : 'format=rgb24', 'setsar=1'].join(',');
}

/** Part of a process: chains of its graph, and the outputs that take their results. */
export interface GraphPart {
  readonly graph: readonly string[];
  readonly outputs: readonly string[];
}

const NOTHING: GraphPart = { graph: [], outputs: [] };

/** Takes frames as all of a clip come past. `told`: filters for those that are taken. */
export function frameGraph(frames: readonly FrameOutput[], facts: VideoFacts, told: readonly string[] = []): GraphPart {
  if (frames.length === 0) return NOTHING;
  // Fields are woven from the frames beside one: before any is left out.
  const whole = wholeFrames(facts);
  const labels = frames.map((_frame, i) => `[f${i}]`).join('');
  // Those that anybody wants are converted, once each, before they part: a chain of filters each would hold gigabytes.
  const wanted = frames.map(({ seconds }) => `gte(t,${seconds})*(isnan(prev_t)+lt(prev_t,${seconds}))`).join('+');
  const chain = [...whole, `select='${wanted}'`, ...told, frameFilters(facts), `split=${frames.length}`].join(',');
  const branches = frames.map(({ seconds }, i) => `[f${i}]trim=start=${seconds},select='eq(n,0)'[o${i}]`);
  return {
    graph: [`[0:${facts.stream}]${chain}${labels}`, ...branches],
    outputs: frames.flatMap(({ file }, i) => ['-map', `[o${i}]`, ...PNG, file]),
  };
}

/** Small gray frames of the beginning, as one file of bare samples. */
export interface PosterScanOutput {
  /** The colour behind clear parts: `ffffff`. */
  readonly background: string;
  readonly file: string;
}

/** The frames that a poster is chosen from: viewers expect it to be from the beginning. */
export const POSTER_SCAN = { width: 160, height: 90, framesASecond: 2, seconds: 15 } as const;

/** The filter graph that writes the frames for choosing posters. */
export function posterScanGraph(scans: readonly PosterScanOutput[], facts: VideoFacts): GraphPart {
  const { width, height, framesASecond, seconds } = POSTER_SCAN;
  const small = `fps=${framesASecond}:start_time=0,scale=${width}:${height}:flags=area,format=gray`;
  const chains = scans.map(({ background }, i) => {
    const flat = flatten(background, facts, `g${i}`);
    return `[0:${facts.stream}]${[`trim=duration=${seconds}`, ...wholeFrames(facts), ...flat, small].join(',')}[l${i}]`;
  });
  return {
    graph: chains,
    outputs: scans.flatMap(({ file }, i) => ['-map', `[l${i}]`, '-f', 'rawvideo', file]),
  };
}
