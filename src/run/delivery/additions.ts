import { plural } from '../../base/text.ts';
import type { TargetCopy, TargetDocument } from '../../model/delivery.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { SetEntry } from '../../model/sets.ts';
import { addressOf } from '../../pages/address.ts';
import { sitemapFiles } from '../../pages/sitemap-files.ts';
import type { PublishSettings } from '../../profiles/publish.ts';

/** The selection that a target shows, and its settings. */
export interface Shown {
  readonly assets: readonly ManifestAsset[];
  readonly sets: readonly SetEntry[];
  readonly settings: PublishSettings;
}

/** Files that a target gets beside its renditions. */
export interface Additions {
  readonly documents?: readonly TargetDocument[];
  readonly copies?: readonly TargetCopy[];
  /** Sentences for people: what is not as they may believe. */
  readonly notices?: readonly string[];
}

function sitemaps({ assets, settings: { base, sitemap = false } }: Shown): Additions {
  if (base === undefined || sitemap === false) return {};
  const template = sitemap === true ? addressOf('', base) : sitemap;
  const { documents, leftOut } = sitemapFiles(assets, { base, template });
  const notices = [
    `expected at most 1000 pictures on a page of the sitemap, got ${plural(leftOut, 'picture')} more, which are left out: name the page of each asset, as sitemap: https://…/{dir}/{stem}`,
  ];
  return { documents, ...(leftOut > 0 && { notices }) };
}

/** The REGISTRY of what is made of a selection: one function for each key of a target that adds files. */
const MAKERS: readonly ((shown: Shown) => Additions)[] = [sitemaps];

/** Files that a target gets beside its renditions, by its settings. Nothing is printed yet. */
export function additionsOf(shown: Shown): Required<Additions> {
  const made = MAKERS.map((make) => make(shown));
  return {
    documents: made.flatMap(({ documents = [] }) => documents),
    copies: made.flatMap(({ copies = [] }) => copies),
    notices: made.flatMap(({ notices = [] }) => notices),
  };
}
