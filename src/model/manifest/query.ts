import type { MediaKind } from '../asset.ts';
import type { AssetState } from '../asset-state.ts';

/** Which assets: those that everything said here is true of. */
export interface Query {
  /** Globs below the library, one of which matches. */
  readonly path?: readonly string[];
  readonly kind?: MediaKind;
  readonly state?: readonly AssetState[];
  readonly profile?: string;
  /** All of them; `!tag` = without it. */
  readonly tags?: readonly string[];
  readonly keywords?: readonly string[];
  /** Stars at least. */
  readonly rating?: number;
}

/** The part of an asset that queries ask about. */
export interface Queried {
  /** The asset path. */
  readonly path: string;
  readonly kind: MediaKind;
  /** Absent = not worked on yet. */
  readonly state?: AssetState | undefined;
  readonly profile: string | null;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?:
    | { readonly keywords?: readonly string[] | undefined; readonly rating?: number | undefined }
    | undefined;
}
