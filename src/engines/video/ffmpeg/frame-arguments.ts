import type { VideoFacts } from '../../../model/asset.ts';
import { PNG, QUIET, masterInput } from './arguments.ts';
import { isWide, narrowColors, toneMap, untoldMatrix, wholeFrames } from './filters.ts';

/** A frame and the file it goes to. */
export interface FrameOutput {
  /** From the start: the first frame that is not earlier. */
  readonly seconds: number;
  readonly file: string;
}

/** From a whole frame to upright sRGB with square pixels, as large as the clip is seen; what is clear stays so. */
function frameFilters(facts: VideoFacts): string {
  const { width, height, hdr } = facts;
  const told = facts.matrix !== null || hdr !== null || isWide(facts);
  const matrix = told ? '' : `:in_color_matrix=${untoldMatrix(facts)}`;
  // Lanczos and full chroma: this is a picture to look at, not one of thousands.
  const scale = `scale=w=${width}:h=${height}:flags=lanczos+accurate_rnd+full_chroma_int${matrix}`;
  const colors = hdr === null ? narrowColors(facts) : toneMap(facts);
  return [...colors, scale, facts.alpha === true ? 'format=rgba' : 'format=rgb24', 'setsar=1'].join(',');
}

/**
 * Arguments that write one frame each: with `seek` a single one, found by its index; else all in one pass. Both give the
 * same frame.
 */
export function framesArguments(
  file: string,
  facts: VideoFacts,
  frames: readonly FrameOutput[],
  { seek }: { readonly seek: boolean },
): readonly string[] {
  // Fields are woven from the frames beside one: before any is left out.
  const [whole, filters] = [
    wholeFrames(facts)
      .map((filter) => `${filter},`)
      .join(''),
    frameFilters(facts),
  ];
  const [first] = frames;
  if (seek && first !== undefined) {
    const input = ['-ss', String(first.seconds), ...masterInput(file, facts)];
    return [...QUIET, ...input, '-map', `0:${facts.stream}`, '-vf', `${whole}${filters}`, ...PNG, first.file];
  }
  const labels = frames.map((_frame, i) => `[f${i}]`).join('');
  // Those that anybody wants are converted, once each, before they part: a chain of filters each would hold gigabytes.
  const wanted = frames.map(({ seconds }) => `gte(t,${seconds})*(isnan(prev_t)+lt(prev_t,${seconds}))`).join('+');
  const branches = frames.map(({ seconds }, i) => `[f${i}]trim=start=${seconds},select='eq(n,0)'[o${i}]`);
  const trunk = `[0:${facts.stream}]${whole}select='${wanted}',${filters},split=${frames.length}${labels}`;
  const graph = [trunk, ...branches].join(';');
  const outputs = frames.flatMap((frame, i) => ['-map', `[o${i}]`, ...PNG, frame.file]);
  return [...QUIET, ...masterInput(file, facts), '-filter_complex', graph, ...outputs];
}
