import type { VideoFacts } from '../../../model/asset.ts';
import { QUIET, masterInput } from './arguments.ts';
import { wholeFrames } from './filters.ts';
import {
  frameFilters,
  frameGraph,
  posterScanGraph,
  POSTER_SCAN,
  PNG,
  type FrameOutput,
  type PosterScanOutput,
} from './frame-graph.ts';

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
  const [first] = frames;
  if (seek && first !== undefined) {
    const input = ['-ss', String(first.seconds), ...masterInput(file, facts)];
    const filters = [...wholeFrames(facts), frameFilters(facts)].join(',');
    return [...QUIET, ...input, '-map', `0:${facts.stream}`, '-vf', filters, ...PNG, first.file];
  }
  const { graph, outputs } = frameGraph(frames, facts);
  return [...QUIET, ...masterInput(file, facts), '-filter_complex', graph.join(';'), ...outputs];
}

/** Arguments that scan the beginning of a clip for posters, and decode no more of it. */
export function posterScanArguments(file: string, facts: VideoFacts, scan: PosterScanOutput): readonly string[] {
  const { graph, outputs } = posterScanGraph([scan], facts);
  const input = ['-t', String(POSTER_SCAN.seconds), ...masterInput(file, facts)];
  return [...QUIET, ...input, '-filter_complex', graph.join(';'), ...outputs];
}
