import type { VideoFacts } from '../../model/asset.ts';
import { needOf } from '../../model/formats/codecs.ts';
import { encodedRate, encodedSize, seenSize } from '../../model/recipe/video-geometry.ts';
import type { PictureEncoding, VideoCrop } from '../../model/recipe/video-recipe.ts';

// Sound and packaging take the rest at most.
const LEAST_PICTURE_SHARE = 0.5;

/**
 * Bits a second that the pictures of a master take: as its header tells, else what its file leaves beside the sound.
 */
function sourceBitrate({ pictureBitrate, sound, durationSeconds }: VideoFacts, bytes: number): number {
  const all = (bytes * 8) / Math.max(durationSeconds, 0.001);
  if (pictureBitrate !== undefined) return Math.min(pictureBitrate, all);
  const heard = sound.reduce((sum, { bitrate = 0 }) => sum + bitrate, 0);
  return Math.max(all * LEAST_PICTURE_SHARE, all - heard);
}

// A quarter of the pixels takes half the bits: small pictures have more detail a pixel. Half the frames take three
// quarters: there is more between two of them.
const SIZE_EXPONENT = 0.5;
const RATE_EXPONENT = 0.4;

// Bits a pixel that still pictures with a key frame every two seconds take: with less they fall apart.
const LEAST_BITS = 0.01;

const STEP = 1000;

/**
 * The bits a second that an encoding can fairly take of what the master holds: as its codec, size and rate need. Never more
 * than the master's own for its codec; and no less than a still picture needs, where the master has that much.
 */
export function fairBitrate(
  picture: PictureEncoding,
  crop: VideoCrop | undefined,
  facts: VideoFacts,
  bytes: number,
): number {
  const own = (sourceBitrate(facts, bytes) * needOf(picture.codec)) / needOf(facts.codec);
  const { width, height } = encodedSize(picture, seenSize(facts, crop));
  const [over, under] = encodedRate(picture, facts.frameRate);
  const [pixels, rate] = [width * height, over / under];
  const size = Math.min(1, pixels / (facts.width * facts.height)) ** SIZE_EXPONENT;
  const pace = Math.min(1, rate / (facts.frameRate[0] / facts.frameRate[1])) ** RATE_EXPONENT;
  const least = Math.min(own, pixels * rate * LEAST_BITS);
  return Math.ceil(Math.max(own * size * pace, least) / STEP) * STEP;
}
