import type { NamedFile } from './colors/found-profile.ts';
import type { NamedFont } from './text/found-font.ts';
import type { AssetRecord } from './catalog-record.ts';
import type { Listing } from './manifest/listing.ts';
import type { PlaceholderKind } from './manifest/placeholder.ts';
import type { Facts, MasterStat } from './asset.ts';
import type { ErrorData } from './errors.ts';
import type { FoundImage } from './recipe/referenced-image.ts';
import type { RenditionOrder, RenditionRecord } from './rendition.ts';
import type { Sidecar } from './track.ts';
import type { WorkByKind } from './jobs/work.ts';

/** Why something is made, carried, adopted or dropped. */
export type Reason =
  | 'new master'
  | 'master changed'
  | 'recipe changed'
  | 'named file changed'
  | 'new rendition'
  | 'engine stale'
  | 'file missing'
  | 'failed before'
  | 'moved'
  | 'renamed'
  | 'master gone'
  | 'excluded'
  | 'no longer asked for'
  | 'forced';

/** The decision about one rendition. `order` = what the profile asks, `record` = what exists. */
export type RenditionAction =
  | {
      readonly action: 'make';
      readonly reason: Reason;
      readonly order: RenditionOrder;
      readonly path: string;
      readonly fingerprint: string;
      /** Objects that its recipe names beside the master; paths below the library. */
      readonly references?: readonly FoundImage[];
      /** Profiles of colours that its recipe names. */
      readonly colors?: readonly NamedFile[];
      /** Fonts that texts of its recipe name. */
      readonly fonts?: readonly NamedFont[];
      /** A packaged set whose encoded files it can take over. */
      readonly reuse?: RenditionRecord;
    }
  | { readonly action: 'keep'; readonly record: RenditionRecord; readonly stale: boolean }
  | { readonly action: 'carry'; readonly reason: Reason; readonly record: RenditionRecord; readonly path: string }
  | { readonly action: 'remove'; readonly reason: Reason; readonly record: RenditionRecord };

/** The master of an asset as this run found it. */
export interface PlannedMaster {
  /** Below the library, as the file system spells it. */
  readonly file: string;
  readonly stat: MasterStat;
  readonly sha256: string;
  readonly mime: string;
  readonly facts: Facts | null;
  /** The revision of probing that told them; see the record. */
  readonly probed?: number | undefined;
  /** Files beside it that add tracks to it. */
  readonly sidecars?: readonly Sidecar[];
}

/** The decision about one asset. */
export interface AssetPlan {
  readonly path: string;
  /** Absent when the master vanished. */
  readonly master?: PlannedMaster;
  readonly profile: string | null;
  readonly published: boolean;
  /** The asset's old path, when it moved. */
  readonly movedFrom?: string;
  /** Why it leaves the manifest, when it does. */
  readonly gone?: 'master gone' | 'excluded';
  /** The former path, whose folder's rules still apply after the move (`onMove: keep`). */
  readonly keptFrom?: string;
  /** Encodings that the profile asks for and that would enlarge this master. */
  readonly leftOut?: readonly string[];
  /** Smart crops whose rectangle in the sidecar has another ratio than the profile asks for now. */
  readonly setAside?: readonly string[];
  readonly listing?: Listing;
  /** The placeholders that its profile asks for; absent = none. */
  readonly placeholders?: readonly PlaceholderKind[];
  /** `true`: they are made of the picture that the camera made of a raw. */
  readonly rawPreview?: true;
  /** `true`: they have to be made, for the record has others, or those of another master. */
  readonly placeholderDue?: true;
  /** `true`: record what detectors recognised. */
  readonly smartTags?: true;
  /** The record that the catalog had. */
  readonly previous?: AssetRecord;
  readonly actions: readonly RenditionAction[];
  /** Known before anything is made: unsupported, corrupt, colliding. */
  readonly errors: readonly ErrorData[];
  readonly warnings: readonly string[];
  /** True if the record has to be written although no file is made (a new stat, another profile …). */
  readonly record: boolean;
  /** `true`: its manifest entry changes, even where no rendition is made. */
  readonly words?: true;
}

/** The totals of a plan, summed over its assets. */
export interface PlanTotals {
  readonly assets: number;
  readonly jobs: number;
  readonly make: number;
  readonly keep: number;
  readonly carry: number;
  readonly remove: number;
  readonly gone: number;
  readonly ignored: number;
  readonly unsupported: number;
  /** Clips that no profile governs: nothing is made of them. */
  readonly clips: number;
  readonly stale: number;
  /** Bytes of the masters that are to be worked on. */
  readonly masterBytes: number;
  /** Estimates of what is to be made: bytes of the files, and the work by kind. */
  readonly outputBytes: number;
  readonly work: WorkByKind;
  /** Assets whose placeholders are made. */
  readonly placeholders: number;
  /** Assets whose manifest entry changes without any file being made. */
  readonly words: number;
}

export const NO_TOTALS: PlanTotals = {
  assets: 0,
  jobs: 0,
  make: 0,
  keep: 0,
  carry: 0,
  remove: 0,
  gone: 0,
  ignored: 0,
  unsupported: 0,
  clips: 0,
  stale: 0,
  masterBytes: 0,
  outputBytes: 0,
  work: {},
  placeholders: 0,
  words: 0,
};
