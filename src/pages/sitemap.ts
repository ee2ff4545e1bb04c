import { escapeXml } from '../base/xml.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { structuredDataOf, type AboutOptions } from './about.ts';

/** The line that every sitemap and index of sitemaps begins with. */
export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>';

const HEAD = [
  XML_HEAD,
  '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
  '  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"',
  '  xmlns:video="http://www.google.com/schemas/sitemap-video/1.1">',
].join('\n');

/** A page of a sitemap has a thousand pictures at most (sitemap-image 1.1). */
export const MOST_IMAGES = 1000;

const element = (name: string, value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? `<${name}>${escapeXml(String(value))}</${name}>` : '';

function imageEntry(asset: ManifestAsset, options: AboutOptions): string {
  const data = structuredDataOf(asset, options);
  return data === undefined ? '' : `    <image:image>${element('image:loc', data['contentUrl'])}</image:image>\n`;
}

/** Titles and descriptions are needed: the name stands for a description that nobody wrote. */
function videoEntry(asset: ManifestAsset, options: AboutOptions): string {
  const data = structuredDataOf(asset, options);
  if (data?.['thumbnailUrl'] === undefined) return '';
  const { name } = data;
  const seconds = asset.master.durationSeconds;
  const parts = [
    element('video:thumbnail_loc', data['thumbnailUrl']),
    element('video:title', name),
    element('video:description', data['description'] ?? name),
    element('video:content_loc', data['contentUrl']),
    element('video:duration', seconds === undefined ? undefined : Math.max(1, Math.round(seconds))),
  ];
  return `    <video:video>${parts.join('')}</video:video>\n`;
}

/** A page with what it shows. */
export interface ShownPage {
  /** Its address. */
  readonly page: string;
  readonly assets: readonly ManifestAsset[];
}

/** One page with its pictures and clips. */
function pageEntry({ page, assets }: ShownPage, base: string | undefined): string {
  const options = { base, page };
  const images = assets.filter(({ kind }) => kind === 'image').slice(0, MOST_IMAGES);
  const clips = assets.filter(({ kind }) => kind === 'video');
  const entries = [
    ...images.map((asset) => imageEntry(asset, options)),
    ...clips.map((asset) => videoEntry(asset, options)),
  ].join('');
  return `  <url>\n    ${element('loc', page)}\n${entries}  </url>\n`;
}

/**
 * A sitemap of pages with their pictures, of which each has a thousand at most, and their clips; clips without a poster are left
 * out, for a sitemap needs one.
 */
export function sitemapOf(pages: readonly ShownPage[], { base }: Pick<AboutOptions, 'base'>): string {
  return `${HEAD}\n${pages.map((page) => pageEntry(page, base)).join('')}</urlset>\n`;
}
