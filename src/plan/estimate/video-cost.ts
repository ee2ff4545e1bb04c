import { sum } from '../../base/sum.ts';
import { areaOf } from '../../layout/rect.ts';
import type { VideoFacts } from '../../model/asset.ts';
import type { PictureEncoding } from '../../model/recipe/video-recipe.ts';
import { clipPixels, encodedPixels, encodingsOf, mostSideBySide } from '../../model/jobs/clip-pixels.ts';
import type { Job } from '../../model/jobs/job.ts';
import { framesOf } from './job-frames.ts';

const MIB = 2 ** 20;

// Measured with ffmpeg 5.1 and x264 medium: see `npm run bench -- video`. What a process holds before its first frame.
const PROCESS_BYTES = 60 * MIB;

// Frames that decoders keep for reference and between their threads, of 1.5 or 3 bytes a pixel.
const DECODED_FRAMES = 40;

// Frames that an encoder looks ahead at, codes side by side and refers to, with what it knows of them.
const ENCODED_FRAMES: Readonly<Record<PictureEncoding['codec'], number>> = { h264: 160, h265: 200, vp9: 180, av1: 350 };

// Frames on their way from the process that decodes to one that encodes: what waits for it, and what is put together.
const HANDED_FRAMES = 12;

/**
 * Resident bytes that a clip's job adds to an idle worker, that of its programs included: where one process writes all its
 * files, and where as many do so side by side as may.
 */
export function videoBytes(
  renditions: Job['renditions'],
  facts: VideoFacts,
): { readonly minimumBytes: number; readonly preferredBytes: number } {
  const pixels = facts.width * facts.height;
  const decoder = pixels * (facts.depth > 8 ? 3 : 1.5) * DECODED_FRAMES;
  // Tone mapping works on floats: three of four bytes a pixel, some frames of them.
  const tone = facts.hdr === null ? 0 : pixels * 12 * 4;
  const encoders = encodingsOf(renditions).map(
    (picture) => encodedPixels(picture, facts) * 1.5 * ENCODED_FRAMES[picture.codec],
  );
  // A still is taken as RGB, while others are encoded, and goes through the picture pipeline in the worker.
  const still = renditions.some(({ recipe }) => recipe.kind === 'still') ? pixels * 3 * 3 : 0;
  const encoding = encoders.reduce((sum, bytes) => sum + bytes, tone);
  const reading = PROCESS_BYTES + decoder;
  const minimumBytes = reading + encoding + still;
  const others = mostSideBySide(renditions) - 1;
  const handed =
    others === 0 ? 0 : encodingsOf(renditions).reduce((sum, picture) => sum + encodedPixels(picture, facts), 0);
  return { minimumBytes, preferredBytes: minimumBytes + others * PROCESS_BYTES + handed * 1.5 * HANDED_FRAMES };
}

type Recipes = readonly Job['renditions'][number]['recipe'][];
type Framed = Parameters<typeof framesOf>[1];

/** The clips of pictures that move, each with the pixels of one of its frames. */
function movingOf(
  recipes: Recipes,
  job: Framed,
): readonly { readonly codec: PictureEncoding['codec']; readonly pixels: number }[] {
  return recipes.flatMap((recipe) => {
    if (recipe.kind !== 'moving') return [];
    return framesOf([recipe], job).map(({ view }) => ({ codec: recipe.encoding.codec, pixels: areaOf(view) }));
  });
}

/** Pixels in all frames of each clip of a picture that moves. */
export function movingPixels(recipes: Recipes, job: Framed): readonly number[] {
  const frames = job.facts.kind === 'image' ? job.facts.pages : 0;
  return movingOf(recipes, job).map(({ pixels }) => pixels * frames);
}

/** Resident bytes of the program that writes such clips, one after the other. */
export function movingBytes(recipes: Recipes, job: Framed): number {
  const clips = movingOf(recipes, job);
  const bytes = clips.map(({ codec, pixels }) => pixels * (3 * DECODED_FRAMES + 1.5 * ENCODED_FRAMES[codec]));
  return clips.length === 0 ? 0 : PROCESS_BYTES + Math.max(...bytes);
}

// Encoding takes so many times as long as scaling pictures of as many pixels.
const ENCODING_WEIGHT = 4;

// So many pixels a second even a slow core encodes of the slowest codec (VP9 and AV1 at high sizes); the limit is there
// for what hangs, not for what is slow.
const SLOWEST_PIXELS = 200_000;

/** Seconds after which a clip's job is held to hang, where a picture's is after `pictureSeconds`. */
export function videoLimitSeconds(job: Job, facts: VideoFacts, pictureSeconds: number): number {
  const { decoded, encoded } = clipPixels(job.renditions, facts);
  const all = decoded + sum(encoded.map(({ pixels }) => pixels * ENCODING_WEIGHT));
  return Math.ceil(pictureSeconds + all / SLOWEST_PIXELS);
}

/** The same for the job of a picture, with the clips made of an animation. */
export function pictureLimitSeconds(job: Job, pictureSeconds: number): number {
  const pixels = sum(
    movingPixels(
      job.renditions.map(({ recipe }) => recipe),
      job,
    ),
  );
  return Math.ceil(pictureSeconds + (pixels * ENCODING_WEIGHT) / SLOWEST_PIXELS);
}
