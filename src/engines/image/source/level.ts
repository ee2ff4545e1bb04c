import type { AnyPicture } from '../../picture.ts';
import type { Source } from './source.ts';
import type { Reading } from '../../../layout/reading.ts';

/** One halving of a source; level 0 is the source itself. */
export interface Level {
  readonly number: number;
  /** The pixels; null where each reading is a pass of its own. */
  readonly picture: AnyPicture | null;
  /** It bears the profile's mask already: a level of a pyramid file. */
  readonly sharpened?: true;
  read(reading: Reading): Promise<AnyPicture>;
  /** Brings a reading into a file; see `Source`. */
  readonly stage?: Source['stage'];
  /** Removes what holds the pixels outside of memory, of a level that nothing else goes on from. */
  readonly drop?: () => Promise<void>;
}
