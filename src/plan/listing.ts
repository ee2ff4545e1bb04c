import type { Facts } from '../model/asset.ts';
import { type Listing, listingOf } from '../model/manifest/listing.ts';
import { type Metadata, readRating, definedMetadata } from '../model/manifest/metadata.ts';
import type { Overrides } from '../model/overrides.ts';
import type { Config } from '../profiles/config.ts';
import { governing } from '../profiles/match.ts';

/** A master with the metadata that people gave it. */
export interface Described {
  /** The asset path. */
  readonly path: string;
  readonly facts: Facts | null;
  readonly overrides?: Overrides | undefined;
}

const filled = <T extends { readonly length: number }>(value: T | undefined): T | undefined =>
  value === undefined || value.length === 0 ? undefined : value;

/** The words of a file with those of its sidecar over them. */
function metadataOf(embedded: Metadata, said: Metadata, gps: boolean): Metadata | undefined {
  const all: Metadata = { ...embedded, ...said };
  return definedMetadata({
    title: filled(all.title),
    description: filled(all.description),
    alt: said.alt ?? filled(embedded.alt),
    creator: filled(all.creator),
    rights: filled(all.rights),
    credit: filled(all.credit),
    keywords: filled(all.keywords),
    rating: readRating(all.rating),
    captured: filled(all.captured),
    // A place that a person writes down is meant to be read.
    gps: said.gps ?? (gps ? embedded.gps : undefined),
  });
}

/** The words about a master, its tags and its marks: those of its file, its folder and its sidecar. */
export function describe({ path, facts, overrides = {} }: Described, { folders, gps }: Config): Listing {
  const metadata = metadataOf(facts?.metadata ?? {}, overrides.metadata ?? {}, gps);
  const tags = [...new Set([...governing(folders, path).tags, ...(overrides.tags ?? [])])];
  const { hotspots, zoomTargets } = facts?.kind === 'image' ? overrides : {};
  const { swatches } = facts?.kind === 'video' ? overrides : {};
  return listingOf({ metadata, tags: filled(tags), hotspots, zoomTargets, swatches });
}
