import type { Container } from '../../../model/formats/codecs.ts';
import type { PictureEncoding, SoundEncoding } from '../../../model/recipe/video-recipe.ts';
import type { PixelPath } from './filters.ts';

/** One file that a process writes. */
export interface EncodeOutput {
  readonly file: string;
  readonly path: PixelPath;
  readonly picture: PictureEncoding;
  /** ffmpeg's name of the encoder that writes the pictures. */
  readonly encoder: string;
  /** null = no sound in this file. */
  readonly sound: SoundEncoding | null;
  readonly container: Container;
  /** Which pass of two; absent = there is but one. */
  readonly pass?: 1 | 2;
  /** Path of the two-pass statistics. */
  readonly stats?: string;
  /** Cut into fragments at key frames, all at the same times in every file, with an index in front. */
  readonly segmented: boolean;
}
