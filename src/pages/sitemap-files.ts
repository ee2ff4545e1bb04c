import { encodedPath } from '../base/encoded-path.ts';
import { groupBy } from '../base/group-by.ts';
import { escapeXml } from '../base/xml.ts';
import type { TargetDocument } from '../model/delivery.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { addressOf } from './address.ts';
import { MOST_IMAGES, sitemapOf, type ShownPage, XML_HEAD } from './sitemap.ts';

/** Pages and assets of one file: with a kilobyte each far below the 50,000 pages and 50 MiB that are allowed (sitemaps.org). */
const MOST_ENTRIES = 20_000;

const MIME = 'application/xml';

/** The sitemaps of a target. */
export interface SitemapFiles {
  readonly documents: readonly TargetDocument[];
  /** Pictures that no sitemap tells of: those of a page beyond its thousandth. */
  readonly leftOut: number;
}

/**
 * The address of the page that shows an asset: `template` with `{path}`, `{dir}`, `{name}` and `{stem}` of its path, encoded. An
 * asset that lies in no folder has no slash behind its folder.
 */
export function pageOf(template: string, path: string): string {
  const cut = path.lastIndexOf('/');
  const name = path.slice(cut + 1);
  const stem = name.replace(/(?<=.)\.[^.]*$/, '');
  const parts: Readonly<Record<string, string>> = { path, dir: path.slice(0, Math.max(cut, 0)), name, stem };
  const whole = cut < 0 ? template.replaceAll('{dir}/', '') : template;
  return whole.replaceAll(/\{(\w+)\}/g, (all, part: string) => {
    const text = parts[part];
    return text === undefined ? all : encodedPath(text);
  });
}

/** Pages in lists of which each fits in a file. */
function filesOf(pages: readonly ShownPage[]): readonly (readonly ShownPage[])[] {
  const files: ShownPage[][] = [];
  let left = 0;
  for (const page of pages) {
    const entries = 1 + page.assets.length;
    const file = files.at(-1);
    if (file === undefined || entries > left) {
      files.push([page]);
      left = MOST_ENTRIES - entries;
    } else {
      file.push(page);
      left -= entries;
    }
  }
  return files;
}

/** The index of several sitemaps. */
function indexOf(paths: readonly string[], base: string): string {
  const entries = paths.map((path) => `  <sitemap><loc>${escapeXml(addressOf(path, base))}</loc></sitemap>\n`).join('');
  return `${XML_HEAD}\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries}</sitemapindex>\n`;
}

/**
 * The sitemaps of assets at a target that is seen under `base`: `sitemap.xml`, which is an index of `sitemap-1.xml` and so on
 * where one file does not hold them. `template`: as `pageOf` has it; assets with the same page share an entry.
 */
export function sitemapFiles(
  assets: readonly ManifestAsset[],
  { base, template }: { readonly base: string; readonly template: string },
): SitemapFiles {
  const groups = groupBy(assets, ({ path }) => pageOf(template, path));
  const pages = groups.map((group) => ({ page: pageOf(template, group[0]?.path ?? ''), assets: group }));
  const images = pages.map((page) => page.assets.filter(({ kind }) => kind === 'image').length);
  const leftOut = images.reduce((sum, count) => sum + Math.max(0, count - MOST_IMAGES), 0);
  const files = filesOf(pages);
  const documentOf = (path: string, some: readonly ShownPage[]): TargetDocument => {
    return { path, mime: MIME, print: () => sitemapOf(some, { base }) };
  };
  const [only] = files;
  if (only === undefined) return { documents: [], leftOut };
  if (files.length === 1) return { documents: [documentOf('sitemap.xml', only)], leftOut };
  const parts = files.map((some, i) => documentOf(`sitemap-${i + 1}.xml`, some));
  const paths = parts.map(({ path }) => path);
  return { documents: [...parts, { path: 'sitemap.xml', mime: MIME, print: () => indexOf(paths, base) }], leftOut };
}
