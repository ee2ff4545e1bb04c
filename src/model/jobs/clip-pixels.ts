import { sum } from '../../base/sum.ts';
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

// Each process decodes the clip anew. More of them hold more pictures, and ladders are rarely longer than they fill.
const MOST_PROCESSES = 3;

// Encoding a pixel takes about ten times as long as decoding one (x264 medium beside H.264): where decoding is no more than a
// quarter of the work, doing it again costs less than cores that wait.
const MOST_DECODED = 2.5;

/** Processes that may encode a clip side by side, at least 1: what each of them would decode anew is small beside its encoding. */
export function mostSideBySide(renditions: Renditions, facts: VideoFacts): number {
  const { decoded, encoded } = clipPixels(renditions, facts);
  const written = sum(encoded.map(({ pixels }) => pixels));
  return decoded > MOST_DECODED * written ? 1 : Math.max(1, Math.min(MOST_PROCESSES, encoded.length));
}
