import type { Maybe } from '../../base/present.ts';
import type { ClipSwatch } from '../viewers/clip-swatches.ts';
import type { Marked } from '../hotspots.ts';
import type { Metadata } from './metadata.ts';

/** A subject that detectors saw, and how sure they were of it, 0…1. */
export interface SmartTag {
  readonly label: string;
  readonly confidence: number;
}

/** One crop of a page: the smart crop that is shown from a width of the window on. */
export interface PageCrop {
  /** Name of the smart crop; null = the whole picture. */
  readonly crop: string | null;
  /** Least width of the window. CSS pixels. */
  readonly from: number;
}

/** The rules of a profile about pages that show an asset. */
export interface PageRules {
  /** The `sizes` of its pictures: CSS, as HTML has it. */
  readonly sizes?: string;
  /** Names of the renditions that may be shown, `*` standing for anything; absent = those that browsers show. */
  readonly renditions?: readonly string[];
  /** In any order. */
  readonly crops?: readonly PageCrop[];
}

/** The part of an asset's entry in the manifest beside its master and its renditions. */
export interface Listing extends Marked {
  readonly metadata?: Metadata;
  readonly tags?: readonly string[];
  readonly page?: PageRules;
  /** Shown beside a clip, in step with its time. */
  readonly swatches?: readonly ClipSwatch[];
}

/** The listing among other fields, in a fixed order. */
export function listingOf({ metadata, tags, page, hotspots, zoomTargets, swatches }: Maybe<Listing> = {}): Listing {
  return {
    ...(metadata && { metadata }),
    ...(tags && { tags }),
    ...(page && { page }),
    ...(hotspots && { hotspots }),
    ...(zoomTargets && { zoomTargets }),
    ...(swatches && { swatches }),
  };
}

/** Tells whether two listings are equal; their keys are in a fixed order. */
export function sameListing(a: Listing, b: Listing): boolean {
  return JSON.stringify(listingOf(a)) === JSON.stringify(listingOf(b));
}
