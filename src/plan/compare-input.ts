import type { AssetRecord } from '../model/catalog-record.ts';
import type { NamedFile } from '../model/colors/found-profile.ts';
import type { FontName, NamedFont } from '../model/text/found-font.ts';
import type { ErrorData } from '../model/errors.ts';
import type { Digest } from '../model/fingerprint.ts';
import type { Listing } from '../model/manifest/listing.ts';
import type { PlaceholderKind } from '../model/manifest/placeholder.ts';
import type { PlannedMaster } from '../model/plan.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import type { RenditionOrder } from '../model/rendition.ts';

/** Settings that hold for every asset of a run. */
export interface CompareRules {
  readonly digest: Digest;
  /** The path at which a rendition of an asset is to lie, below the output, open: see `layPaths`. */
  readonly pathOf: (asset: string, order: RenditionOrder) => string;
  /** A profile of colours by the name that recipes have for it. */
  readonly profileOf: (name: string) => NamedFile;
  /** A font by the name that texts of recipes have for it. */
  readonly fontOf: (name: FontName) => NamedFont;
  /** The digest of all fonts of the project that letters of drawings may be set in; empty where it has none. */
  readonly drawingFonts: () => string;
  /** Engine text that would be recorded today, by order; undefined = not known, so nothing counts as stale. */
  readonly engineVersionOf: (order: RenditionOrder) => string | undefined;
  readonly force: boolean;
  /** ISO time: `force` leaves alone what was recorded since then. */
  readonly forceBefore?: string | undefined;
  /** Known assets are left alone. */
  readonly newOnly: boolean;
  /** Files are assumed to exist as the catalog says, without a check. */
  readonly trustCatalog: boolean;
  readonly remakeStale: boolean;
  /** Renditions of an older engine are adopted as they are. */
  readonly acceptEngine: boolean;
  readonly retryFailed: boolean;
}

/** One asset as this run found it. */
export interface CompareInput {
  readonly path: string;
  readonly master: PlannedMaster;
  readonly profile: string | null;
  readonly published: boolean;
  /** The orders of its profile. */
  readonly orders: readonly RenditionOrder[];
  /** Objects that the recipes of the orders name beside the master, by that name. */
  readonly references?: ReadonlyMap<string, FoundImage>;
  /** The record of the catalog: of this path, or of the path it moved from. */
  readonly previous?: AssetRecord | undefined;
  /** Some of its files are another asset's now: `previous` does not list them any more. */
  readonly lost?: boolean;
  /** Bytes of the previous renditions' files by path; absent = not there. */
  readonly files: ReadonlyMap<string, number>;
  readonly errors: readonly ErrorData[];
  readonly warnings: readonly string[];
  readonly keptFrom?: string | undefined;
  /** Encodings that the profile asks for and that would enlarge this master. */
  readonly leftOut?: readonly string[];
  /** Smart crops whose rectangle in the sidecar was set aside. */
  readonly setAside?: readonly string[];
  /** The words that the manifest shall have of it; absent = nothing. */
  readonly listing?: Listing;
  /** The placeholders that its profile asks for; absent = none. */
  readonly placeholders?: readonly PlaceholderKind[];
  /** `true`: they are made of the picture that the camera made of a raw. */
  readonly rawPreview?: true;
  /** `true`: record what detectors recognised. */
  readonly smartTags?: true | undefined;
}
