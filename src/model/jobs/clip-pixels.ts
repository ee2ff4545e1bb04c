import type { VideoFacts } from '../asset.ts';
import { encodedRate, encodedSize } from '../recipe/video-geometry.ts';
import type { PictureEncoding } from '../recipe/video-recipe.ts';
import type { JobRendition } from './job.ts';

type Renditions = readonly Pick<JobRendition, 'recipe'>[];

/** The pictures that a job encodes. */
export function encodingsOf(renditions: Renditions): readonly PictureEncoding[] {
  return renditions.flatMap(({ recipe }) => {
    if (recipe.kind === 'stream') return recipe.rungs.map(({ picture }) => picture);
    return recipe.kind === 'encoding' ? [recipe.picture] : [];
  });
}

/** Pixels of one of its frames. */
export function encodedPixels(picture: PictureEncoding, facts: VideoFacts): number {
  const { width, height } = encodedSize(picture, facts);
  return width * height;
}

/** Pixels that are written in one codec, in all frames of a clip. */
interface EncodedPixels {
  readonly codec: PictureEncoding['codec'];
  readonly twoPass: boolean;
  readonly pixels: number;
}

/** Pixels of a clip that are read, and those that are written for each encoding. */
export function clipPixels(
  renditions: Renditions,
  facts: VideoFacts,
): { readonly decoded: number; readonly encoded: readonly EncodedPixels[] } {
  const [over, under] = facts.frameRate;
  const decoded = facts.width * facts.height * facts.durationSeconds * (over / under);
  const encoded = encodingsOf(renditions).map((picture) => {
    const [frames, seconds] = encodedRate(picture, facts.frameRate);
    const pixels = encodedPixels(picture, facts) * facts.durationSeconds * (frames / seconds);
    return { codec: picture.codec, twoPass: picture.twoPass, pixels };
  });
  return { decoded, encoded };
}

// Of a ladder of many rungs the largest take most of the work: more processes than this have little to do.
const MOST_PROCESSES = 3;

/** Processes that may encode a clip side by side, at least 1: one decodes it and hands the frames to the others. */
export function mostSideBySide(renditions: Renditions): number {
  return Math.max(1, Math.min(MOST_PROCESSES, encodingsOf(renditions).length));
}
