import type { AnyPicture } from '../../picture.ts';
import type { Size } from '../../../model/geometry.ts';
import type { Reading } from '../../../layout/reading.ts';

/** A region of a master at full size: read as often as wanted, each reading a pass of its own. */
export interface Source {
  /** Of the region, upright. */
  readonly size: Size;
  read(reading: Reading): Promise<AnyPicture>;
  /** Brings a reading into a file in an existing folder. Absent where that gives other bytes, or what is read is held. */
  readonly stage?: (reading: Reading, scratch: string) => Promise<StagedReading>;
}

/** A reading whose pixels are in a file. */
export interface StagedReading {
  readonly source: Source;
  /** Removes the file. */
  readonly drop: () => Promise<void>;
}

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
