import type { Places, SourceFile } from '../../model/place.ts';

/** The source of a rendering: a master, or the pyramid that was made of it. */
export interface RenderTarget {
  /** The path as given, without the smart crop. */
  readonly given: string;
  /** The file that is read. */
  readonly source: SourceFile;
  readonly places: Places;
  /** Its path in the library, for the folder's profile; its bare name outside of any. */
  readonly path: string;
  /** Name of the smart crop in `asset:Large`. */
  readonly crop?: string;
  /** Present where the file is no master but the pyramid made of it. */
  readonly pyramid?: {
    /** Digest of the master itself. */
    readonly sha256: string;
    /** True if the master brings paths along, which the pyramid does not hold. */
    readonly losesPaths: boolean;
  };
}
