import type { OutputFormat } from '../../model/formats/output-formats.ts';
import type { Size } from '../../model/geometry.ts';
import type { MetadataPolicy, Output } from '../../model/recipe/recipe.ts';
import type { SourceMetadata } from '../image/metadata/source-metadata.ts';
import type { FinishedPixels, Timing } from '../picture.ts';

/** An order to encode a picture: its format, options, and the metadata of its master. */
export interface EncodeOrder {
  readonly format: OutputFormat;
  readonly output: Partial<Output>;
  /** The metadata policy: how much of `source` the file is to hold; `resources` go in whatever it says. */
  readonly metadata: MetadataPolicy;
  readonly source: SourceMetadata;
  /** Timing of frames that are stacked vertically. */
  readonly timing?: Timing;
  /** The bytes of the profile that is named: the pixels are in it. */
  readonly profile?: Buffer;
}

/** A finished file. */
export interface Encoded {
  readonly bytes: Buffer;
  /** The quality it has where that was searched for. */
  readonly quality?: number;
  /** The score it has where that was searched for: SSIMULACRA 2. */
  readonly score?: number;
}

/** Writes pictures in one format. */
export interface Encoder {
  /**
   * The libraries whose versions show in the bytes of a file, as sharp names them; libvips itself is not among them.
   */
  readonly libraries: readonly string[];
  /** Throws RenditionError (RENDITION_TOO_LARGE) where no quality gives a file as small as asked. */
  readonly encode: (pixels: FinishedPixels, order: EncodeOrder) => Promise<Encoded>;
  /** Reads the size of the picture from a finished file; undefined where it is not of this format. */
  readonly sizeOf: (file: Buffer) => Promise<Size | undefined>;
}
