import type { AssetState } from './asset-state.ts';
import type { Facts, MasterStat, MediaKind } from './asset.ts';
import type { ErrorData } from './errors.ts';
import type { Listing, SmartTag } from './manifest/listing.ts';
import type { Placeholder } from './manifest/placeholder.ts';
import type { RenditionRecord, SmartCropRecord } from './rendition.ts';
import type { Sidecar } from './track.ts';

/** Everything dmx knows about one asset: the unit that is recorded. */
export interface AssetRecord extends Listing {
  /** The asset path. */
  readonly path: string;
  readonly kind: MediaKind;
  readonly state: AssetState;
  readonly stat: MasterStat;
  readonly sha256: string;
  readonly mime: string;
  readonly facts: Facts | null;
  /** The revision of probing (`PROBE_REVISION`) that told facts or errors; absent = one before there were numbers. */
  readonly probed?: number;
  /** Files beside the master that add tracks to it. */
  readonly sidecars?: readonly Sidecar[];
  /** Profile that governed it when it was last worked on; null = none. */
  readonly profile: string | null;
  readonly published: boolean;
  /** Master vanished or excluded: not in the manifest, its files wait for prune. */
  readonly gone: boolean;
  readonly swatchColor?: string;
  readonly placeholder?: Placeholder;
  /** The subjects that detectors saw, where dmx.yaml asks for that; [] = nothing. */
  readonly smartTags?: readonly SmartTag[];
  readonly smartCrops: readonly SmartCropRecord[];
  readonly renditions: readonly RenditionRecord[];
  readonly errors: readonly ErrorData[];
  /** Fingerprints that failed, by rendition: not tried again until something changes or a person asks. */
  readonly failed: Readonly<Record<string, string>>;
  /**
   * Fingerprints of tracks that were asked for and of which the master holds nothing, by rendition: no failures, and not
   * tried again until something changes.
   */
  readonly absent?: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  /** The words of a decoder about damaged parts of this master, in this job or an earlier one. */
  readonly damage?: string;
  /** The folder whose rules still apply after the asset was moved (`onMove: keep`). */
  readonly keptFrom?: string;
  /** Encodings that the profile asks for and that would enlarge this master. */
  readonly leftOut?: readonly string[];
  /** ISO time of the last work on it; never in the manifest. */
  readonly recordedAt: string;
}
