import { sum } from '../../base/sum.ts';
import type { Frame } from '../../layout/frame.ts';
import { areaOf } from '../../layout/rect.ts';
import type { ImageFacts, VideoFacts } from '../../model/asset.ts';
import { VIDEO_CODECS } from '../../model/formats/codecs.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import type { Output } from '../../model/recipe/recipe.ts';
import type { Work } from '../../model/jobs/work.ts';
import { framePixels } from './frame-pixels.ts';
import { looksForSubject, type Proposal } from './image-cost.ts';
import { framesOf } from './job-frames.ts';
import { clipPixels } from '../../model/jobs/clip-pixels.ts';
import { movingPixels } from './video-cost.ts';

/** Seconds of one core of a usual machine. Estimates: a run learns how far they are off, kind by kind. */
const SECONDS = {
  /** Per job: scratch folder, messages, digests, flushes. */
  job: 0.04,
  /** Per rendition. */
  rendition: 0.004,
  /** Detecting the subject of a picture, whatever its size. */
  subject: 0.35,
  /** Of a still, a track or a sheet of a clip: a program is started. */
  extra: 0.3,
} as const;

const NANOSECONDS = {
  /** Reading a pixel of most masters. */
  decoding: 10,
  /** Halving a master again and again, each of its pixels. */
  halving: 9,
  /** Scaling and sharpening what is read for a rendition, each of its pixels; drawing a pixel of its canvas. */
  scaling: 12,
  drawing: 30,
  /** A pixel of the pyramid, its smaller levels included. */
  pyramid: 60,
  /** A pixel of a clip. */
  clipDecoding: 4,
  clipEncoding: 22,
} as const;

// A second look at every frame.
const TWO_PASSES = 1.6;

// A quality that is searched for by look: encodes, pixels that are looked at, and the time of that for all encodes.
const SEARCH = { encodes: 4, pixels: 450_000, looking: 2500 } as const;

const seconds = (nanoseconds: number): number => nanoseconds / 1e9;

function frameSeconds(frame: Frame, output: Partial<Output>): number {
  const { read, canvas, view } = framePixels(frame);
  const { writing, palette = false } = formatOf(output);
  const written = view * (writing?.(output, { palette }).nanoseconds ?? 0);
  const searched =
    output.target === undefined ? written : SEARCH.encodes * written + Math.min(view, SEARCH.pixels) * SEARCH.looking;
  return SECONDS.rendition + seconds(read * NANOSECONDS.scaling + canvas * NANOSECONDS.drawing + searched);
}

function pictureSeconds(proposal: Proposal, facts: ImageFacts): number {
  const { renditions } = proposal;
  const recipes = renditions.map(({ recipe }) => recipe);
  const pixels = areaOf(facts);
  const decoding = masterFormat(facts.mime)?.decoding?.pixelNanoseconds ?? NANOSECONDS.decoding;
  const drawn = recipes.flatMap((recipe) => {
    if (recipe.kind !== 'picture') return [];
    return framesOf([recipe], proposal).map((frame) => frameSeconds(frame, recipe.output));
  });
  const clips = recipes.flatMap((recipe) => {
    if (recipe.kind !== 'moving') return [];
    const effort = NANOSECONDS.drawing + NANOSECONDS.clipEncoding * VIDEO_CODECS[recipe.encoding.codec].effort;
    return movingPixels([recipe], proposal).map((all) => SECONDS.extra + seconds(all * effort));
  });
  const pyramids = recipes.filter(({ kind }) => kind === 'pyramid').length;
  const levels = drawn.length > 0 ? seconds(pixels * (decoding + NANOSECONDS.halving)) : 0;
  const pyramid = pyramids * seconds(pixels * (decoding + NANOSECONDS.pyramid));
  return levels + pyramid + sum(drawn) + sum(clips) + (looksForSubject(recipes) ? SECONDS.subject : 0);
}

function clipSeconds({ renditions }: Proposal, facts: VideoFacts): number {
  const { decoded, encoded } = clipPixels(renditions, facts);
  const efforts = encoded.map(
    ({ codec, twoPass, pixels }) => pixels * VIDEO_CODECS[codec].effort * (twoPass ? TWO_PASSES : 1),
  );
  const frames = encoded.length > 0 ? decoded * NANOSECONDS.clipDecoding : 0;
  const extras = renditions.filter(({ recipe }) => recipe.kind !== 'stream' && recipe.kind !== 'encoding').length;
  return seconds(frames + sum(efforts) * NANOSECONDS.clipEncoding) + extras * SECONDS.extra;
}

const known = new WeakMap<Proposal, Work>();

/** Estimates the work of a job: to read its master, to draw and to encode what is made of it. */
export function estimateWork(proposal: Proposal): Work {
  const before = known.get(proposal);
  if (before !== undefined) return before;
  const { facts } = proposal;
  const kind = facts.kind === 'video' ? 'clip' : (masterFormat(facts.mime)?.name ?? facts.mime);
  const own = facts.kind === 'video' ? clipSeconds(proposal, facts) : pictureSeconds(proposal, facts);
  const work = { kind, seconds: SECONDS.job + own };
  known.set(proposal, work);
  return work;
}
