import { nearest } from '../../base/text.ts';
import type { RenditionFilter } from '../../model/delivery.ts';
import type { ManifestAsset, ManifestRendition } from '../../model/manifest/manifest-asset.ts';
import { type Role, ROLES } from '../../model/rendition.ts';

/** Roles whose renditions AEM names `cqdam.…` in its replication: those that it makes of every asset by itself. */
const CQDAM: readonly Role[] = ['pyramid', 'crop', 'stream', 'encoding', 'poster', 'thumbnail', 'sprite', 'track'];

/** Names that a filter may say whatever there is. */
const ROLE_NAMES: readonly string[] = [...ROLES, 'cqdam', ...CQDAM.map((role) => `cqdam.${role}`)];

/** Names under which a rendition is found. */
function namesOf({ role, name }: ManifestRendition): readonly string[] {
  const dam = CQDAM.includes(role) ? [`cqdam.${role}`, 'cqdam'] : [];
  return [role, name.toLowerCase(), ...dam];
}

/** Tells whether a text matches a pattern in which `*` is a wildcard. */
function matches(pattern: string, text: string): boolean {
  const expression = pattern.replaceAll(/[^\w*]/g, String.raw`\$&`).replaceAll('*', '.*');
  return new RegExp(`^${expression}$`, 's').test(text);
}

function applies({ mime, pattern }: RenditionFilter, { master }: ManifestAsset, rendition: ManifestRendition): boolean {
  if (mime !== undefined && !new RegExp(`^(?:${mime})$`, 'v').test(master.mime)) return false;
  return namesOf(rendition).some((name) => matches(pattern, name));
}

/**
 * Tells whether a rendition is published. The first matching filter decides; without a match it is published unless
 * some filter is an include.
 */
export function isPublished(
  filters: readonly RenditionFilter[],
  asset: ManifestAsset,
  rendition: ManifestRendition,
): boolean {
  const decides = filters.find((filter) => applies(filter, asset, rendition));
  return decides?.includes ?? !filters.some(({ includes }) => includes);
}

/** Sentences about filters that name neither a role nor one of the renditions there are (lower case): slips, most likely. */
export function idleFilters(filters: readonly RenditionFilter[], renditions: ReadonlySet<string>): readonly string[] {
  const names = [...ROLE_NAMES, ...renditions];
  const idle = filters.filter(({ pattern }) => !names.some((name) => matches(pattern, name)));
  return idle.map(({ includes, pattern }) => {
    const near = nearest(pattern, names);
    const meant = near === undefined ? '' : `: did you mean ${near}?`;
    return `expected the filter ${includes ? '+' : '-'}${pattern} to name a role or a rendition, got no such one${meant}`;
  });
}
