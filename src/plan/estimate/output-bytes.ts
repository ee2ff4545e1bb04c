import { sum } from '../../base/sum.ts';
import { areaOf } from '../../layout/rect.ts';
import type { ImageFacts, VideoFacts } from '../../model/asset.ts';
import { storedBytes } from '../../model/formats/stored-pixels.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import type { JobRendition } from '../../model/jobs/job.ts';
import type { Output, PyramidRecipe } from '../../model/recipe/recipe.ts';
import { encodedRate, encodedSize, seenSize, spriteGrid } from '../../model/recipe/video-geometry.ts';
import type { MovingRecipe, PictureEncoding, SoundEncoding, VideoCrop } from '../../model/recipe/video-recipe.ts';
import { framePixels } from './frame-pixels.ts';
import type { Proposal } from './image-cost.ts';
import { framesOf } from './job-frames.ts';
import { movingPixels } from './video-cost.ts';

// Of every picture: its headers, profile and metadata.
const FILE_BYTES = 1000;

// Small pictures have more detail a pixel: half as much again for one of a tenth of the pixels, and large ones less.
const DETAIL = { pixels: 1e6, exponent: 0.17 } as const;

/** The power of its width by which a file grows. */
export const BYTES_GROWTH = 2 * (1 - DETAIL.exponent);

// Bits a pixel that an encoding of constant quality takes.
const QUALITY_BITS = 0.08;

// Captions, chapters.
const TEXT_BYTES = 10_000;

// A pyramid has a third more pixels than its master; deflate takes a third of a photograph.
const PYRAMID = { pixels: 4 / 3, deflate: 0.65 } as const;

/** Bytes that a picture of so many pixels will have in a file, about. */
export function pictureBytes(output: Partial<Output>, pixels: number): number {
  const { writing, palette = false } = formatOf(output);
  const most = output.maxKilobytes === undefined ? Infinity : output.maxKilobytes * 1024;
  const detail = (DETAIL.pixels / Math.max(1, pixels)) ** DETAIL.exponent;
  return Math.min(most, FILE_BYTES + pixels * detail * (writing?.(output, { palette }).bytes ?? 0));
}

function pyramidBytes({ compression, quality }: PyramidRecipe, facts: ImageFacts): number {
  const pixels = areaOf(facts) * PYRAMID.pixels;
  const isJpeg = compression === 'jpeg' && !facts.alpha && facts.depth <= 8;
  return isJpeg ? pictureBytes({ format: 'jpeg', quality }, pixels) : pixels * storedBytes(facts) * PYRAMID.deflate;
}

function encodingBytes(picture: PictureEncoding, crop: VideoCrop | undefined, facts: VideoFacts): number {
  const [frames, seconds] = encodedRate(picture, facts.frameRate);
  const bits = areaOf(encodedSize(picture, seenSize(facts, crop))) * (frames / seconds) * QUALITY_BITS;
  return ((picture.bitrate ?? Math.min(bits, picture.maxBitrate ?? Infinity)) * facts.durationSeconds) / 8;
}

function soundBytes(sound: SoundEncoding | null | undefined, { durationSeconds, sound: heard }: VideoFacts): number {
  return sound && heard.length > 0 ? (sound.bitrate * durationSeconds) / 8 : 0;
}

function clipBytes(recipe: JobRendition['recipe'], facts: VideoFacts): number {
  switch (recipe.kind) {
    case 'encoding':
      return encodingBytes(recipe.picture, recipe.smartCrop, facts) + soundBytes(recipe.sound, facts);
    case 'stream':
      return (
        sum(recipe.rungs.map(({ picture }) => encodingBytes(picture, recipe.smartCrop, facts))) +
        soundBytes(recipe.sound, facts) +
        sum((recipe.tracks ?? []).map(({ sound }) => TEXT_BYTES + soundBytes(sound, facts)))
      );
    case 'track':
      return TEXT_BYTES + soundBytes(recipe.track.sound, facts);
    case 'sprite': {
      const { count, frame } = spriteGrid(recipe, facts);
      return pictureBytes(recipe.picture.output, count * areaOf(frame));
    }
    case 'still':
    case 'moving':
    case 'picture':
    case 'pyramid':
      return 0;
  }
}

// Bits a pixel of a clip of drawings and screens.
const MOVING_BITS = 0.05;

function movingBytes(recipe: MovingRecipe, proposal: Proposal): number {
  return sum(movingPixels([recipe], proposal)) * (MOVING_BITS / 8);
}

/** Bytes that the file of a rendition will have, about: as photographs and clips usually come out. */
export function estimateBytes(proposal: Proposal, { recipe }: JobRendition): number {
  const { facts } = proposal;
  if (recipe.kind === 'pyramid') return facts.kind === 'image' ? pyramidBytes(recipe, facts) : 0;
  if (recipe.kind === 'moving') return movingBytes(recipe, proposal);
  const picture = recipe.kind === 'still' ? recipe.picture : recipe;
  if (picture.kind !== 'picture') return facts.kind === 'video' ? clipBytes(recipe, facts) : 0;
  const frames = framesOf([picture], proposal);
  return sum(frames.map((frame) => pictureBytes(picture.output, framePixels(frame).view)));
}
