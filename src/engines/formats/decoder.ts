import type { ImageFacts } from '../../model/asset.ts';
import type { MasterPart } from '../../model/recipe/master-part.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import type { Timing } from '../picture.ts';

/** Reads masters of one format. */
export interface Decoder {
  /**
   * Reads the facts from the header, and that all pixels are there as far as that can be told so. Throws SourceError,
   * or what the library throws that reads it.
   */
  readonly probe: (file: string, mime: string, limits: MasterLimits) => Promise<ImageFacts>;
  /** Throws SourceError where pixels are missing that libvips would make up without a word. */
  readonly check?: (file: string) => Promise<void>;
  /** Tells whether its decoder reports damage for an intact file, unless warnings are treated as errors. */
  readonly hidesDamage?: (file: string) => Promise<boolean>;
  /** Looks for damage that the decoder does not report; undefined = none was found. */
  readonly findDamage?: (file: string) => Promise<string | undefined>;
  /**
   * Writes the picture to `target` as a TIFF that libvips reads, losing nothing: its pixels as probing told them, its
   * profile and metadata. Holds a few rows at a time. Throws SourceError, or the system's error where it cannot write.
   * Absent where libvips opens the file itself.
   */
  readonly decode?: (file: string, target: string) => Promise<void>;
  /** Rewrites only those files whose facts have `rewriteBytes`: libvips opens their format, but misinterprets these files. */
  readonly rewrite?: (file: string, target: string) => Promise<void>;
  /**
   * Writes another picture of a file that holds several to `target`, as a file that libvips opens, and answers the facts of
   * that picture. Throws as `decode` does. Absent where recipes can name but the one.
   */
  readonly writePart?: (
    file: string,
    part: MasterPart,
    to: { readonly mime: string; readonly target: string },
  ) => Promise<ImageFacts>;
  /**
   * Writes the frames of a file that moves to `target`, each as it shows, as pages of a TIFF that libvips reads, and answers their
   * time. Throws SourceError, or the system's error where it cannot write. Absent where dmx reads the first frame alone.
   */
  readonly frames?: (file: string, target: string) => Promise<Timing>;
}
