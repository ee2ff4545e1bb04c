import type { ErrorData } from '../../model/errors.ts';
import type { Listing } from '../../model/manifest/listing.ts';
import type { PlannedMaster } from '../../model/plan.ts';
import type { Overrides } from '../../model/overrides.ts';

/**
 * An asset that is there, with all a plan needs to know of its master. Kept small: a library has hundred thousands, and
 * the plan of each can be computed again from this at any time.
 */
export interface Candidate {
  /** The asset path. */
  readonly path: string;
  readonly master: PlannedMaster;
  readonly profile: string | null;
  readonly published: boolean;
  readonly errors: readonly ErrorData[];
  readonly warnings: readonly string[];
  /** Path of the vanished asset whose master this is. */
  readonly movedFrom?: string;
  readonly keptFrom?: string;
  /** The words about it and its tags: those of its file, its folder and its sidecar. */
  readonly listing: Listing;
  /** A person's decisions about it. */
  readonly overrides?: Overrides;
}

/** An asset the catalog knows and the library has no more. */
export interface Gone {
  readonly path: string;
  readonly reason: 'master gone' | 'excluded';
}

/** One asset that a run may have to do something about. */
export type PlannedAsset = { readonly candidate: Candidate } | { readonly gone: Gone };
