import type { ImageFacts } from '../../model/asset.ts';

/** Reads masters of one format that libvips cannot open. Whatever else an engine does it does with what this gives. */
export interface Decoder {
  /** Reads the facts from the header, and that all pixels are there. Throws SourceError. */
  readonly probe: (file: string, mime: string) => Promise<ImageFacts>;
  /**
   * Writes the picture to `target` as a TIFF that libvips reads, losing nothing: its pixels as probing told them, its
   * profile and metadata. Holds a few rows at a time. Throws SourceError, or the system's error where it cannot write.
   */
  readonly decode: (file: string, target: string) => Promise<void>;
}
