import type { AnyPicture } from '../../picture.ts';
import type { Reading } from '../../../layout/reading.ts';

/** One halving of a source; level 0 is the source itself. */
export interface Level {
  readonly number: number;
  /** The pixels; null where each reading is a pass of its own. */
  readonly picture: AnyPicture | null;
  /** It bears the profile's mask already: a level of a pyramid file. */
  readonly sharpened?: true;
  read(reading: Reading): Promise<AnyPicture>;
}
