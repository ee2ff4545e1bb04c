import type { RenditionFilter } from '../../model/delivery.ts';
import type { ManifestAsset, ManifestRendition } from '../../model/manifest/manifest-asset.ts';
import type { Role } from '../../model/rendition.ts';

/** The renditions that AEM's replication calls `cqdam.…`: what it makes by itself of every asset. */
const CQDAM: readonly Role[] = ['pyramid', 'crop', 'stream', 'encoding', 'poster', 'thumbnail', 'sprite', 'track'];

/** Names under which a rendition is found. */
function namesOf({ role, name }: ManifestRendition): readonly string[] {
  const dam = CQDAM.includes(role) ? [`cqdam.${role}`, 'cqdam'] : [];
  return [role, name.toLowerCase(), ...dam];
}

/** Tells whether a text is what a pattern says, `*` standing for anything. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern.replaceAll(/[^\w*]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function applies({ mime, pattern }: RenditionFilter, { master }: ManifestAsset, rendition: ManifestRendition): boolean {
  if (mime !== undefined && !new RegExp(`^(?:${mime})$`, 'v').test(master.mime)) return false;
  return namesOf(rendition).some((name) => matches(pattern, name));
}

/**
 * Tells whether a rendition is published: the first filter that matches decides; where none does, it is published unless some
 * filter says what is.
 */
export function isPublished(
  filters: readonly RenditionFilter[],
  asset: ManifestAsset,
  rendition: ManifestRendition,
): boolean {
  const decides = filters.find((filter) => applies(filter, asset, rendition));
  return decides?.includes ?? !filters.some(({ includes }) => includes);
}
