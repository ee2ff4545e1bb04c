import type { VideoFacts } from '../../../model/asset.ts';
import { seenSize } from '../../../model/recipe/video-geometry.ts';
import type { VideoCrop } from '../../../model/recipe/video-recipe.ts';
import type { NormalPoint } from '../../../model/geometry.ts';
import type { LocalJob } from '../../../model/jobs/job.ts';
import type { SmartCropRecord } from '../../../model/rendition.ts';
import { weighEvidence } from '../../crop/evidence.ts';
import { findWindow } from '../../crop/find-window.ts';
import { scoreWindow } from '../../crop/score.ts';
import type { VideoContext } from '../render-context.ts';
import { smoothPath, type Place, type Scored } from './smooth-path.ts';
import { findVideoCrops, type Seen } from './watch-video.ts';

/** Smart crops that a job's renditions are shown through, by their names. */
function cropsOf(renditions: LocalJob['renditions']): ReadonlyMap<string, VideoCrop> {
  const named = renditions.flatMap(({ crop, recipe }): [string, VideoCrop][] => {
    const isClip = recipe.kind === 'encoding' || recipe.kind === 'stream';
    return isClip && crop !== undefined && recipe.smartCrop !== undefined ? [[crop, recipe.smartCrop]] : [];
  });
  return new Map(named);
}

/** Places tried along the side on which a window can move: it lands within a hundredth of the best one. */
const PLACES = 40;

function placesFor([width, height]: readonly [number, number]): readonly Place[] {
  const free = Math.max(1 - width, 1 - height);
  if (free < 1e-6) return [[0, 0]];
  return Array.from({ length: PLACES + 1 }, (_, i): Place => [((1 - width) * i) / PLACES, ((1 - height) * i) / PLACES]);
}

const WHOLE_FRAME = [0, 0, 1, 1] as const;

/** The middle of all that was found in a frame: of a window that is the frame. */
function focusOf({ analysis }: Seen, strategy: readonly string[], facts: VideoFacts): NormalPoint {
  const { width, height } = facts;
  const all = { ratio: [width, height], zoom: 1, strategy } as const;
  return findWindow(all, { x: 0, y: 0, width, height }, facts, analysis).record.focus;
}

/** The score of each place in a frame: as windows of pictures are judged. */
function score(one: Seen, places: readonly Place[], sides: readonly [number, number], about: Follow): Scored {
  const { seconds, cut, analysis } = one;
  const { strategy, facts } = about;
  const evidence = weighEvidence(analysis, strategy, facts);
  const focus = focusOf(one, strategy, facts);
  const scores = places.map(([x, y]) => scoreWindow([x, y, ...sides], WHOLE_FRAME, evidence, focus));
  return { seconds, cut, scores };
}

interface Follow {
  readonly strategy: readonly string[];
  readonly facts: VideoFacts;
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;

/** The path of one smart crop through the analysed frames, and its window at the start. */
function follow(name: string, crop: VideoCrop, seen: readonly Seen[], { facts }: VideoContext): SmartCropRecord {
  const { ratio, strategy } = crop;
  const size = seenSize(facts, crop);
  const sides = [size.width / facts.width, size.height / facts.height] as const;
  const places = placesFor(sides);
  const frames = seen.map((one) => score(one, places, sides, { strategy, facts }));
  const path = smoothPath(frames, places, sides);
  const whole = { x: 0, y: 0, width: facts.width, height: facts.height };
  const { record } = findWindow({ ratio, zoom: 1, strategy }, whole, facts, seen[0]?.analysis ?? {});
  const [, x = record.rect[0], y = record.rect[1]] = path[0] ?? [];
  return { ...record, name, rect: [x, y, round(sides[0]), round(sides[1])], path };
}

/** Finds the paths of all smart crops of a job. Throws SourceError where the clip cannot be decoded. */
export async function findPaths(context: VideoContext): Promise<void> {
  for (const [name, crop] of cropsOf(context.job.renditions)) {
    // All crops of a profile ask the same detectors: the second finds what the first has seen.
    const { seen, analysis } = await findVideoCrops(crop.strategy, {
      ...context,
      job: { ...context.job, ...context.found },
    });
    context.found.analysis = analysis;
    context.crops.set(name, follow(name, crop, seen, context));
  }
}

/** Tells whether a job has smart crops to be found. */
export function hasSmartCrops({ renditions }: LocalJob): boolean {
  return cropsOf(renditions).size > 0;
}
