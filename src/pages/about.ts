import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { type Candidate, candidatesOf, widest } from './candidates.ts';
import { altOf } from './picture.ts';
import { posterOf, videoOf } from './video.ts';

/** The context of the words about an asset. */
export interface AboutOptions {
  /** Put before every address: what reads them takes absolute ones alone. */
  readonly base?: string | undefined;
  /** Address of the page that shows it. */
  readonly page?: string | undefined;
}

/** One `<meta>` of Open Graph. */
export type OpenGraph = readonly (readonly [property: string, content: string])[];

/** The size that networks show best. Pixels. */
const CARD = { width: 1200, height: 630 } as const;

/** The file nearest to the size of a card: of its ratio before others, wide before narrow. */
function cardOf(asset: ManifestAsset, base: string | undefined): Candidate | undefined {
  const miss = ({ width, height }: Candidate): number =>
    Math.abs(Math.log((width / height) * (CARD.height / CARD.width)));
  const narrow = ({ width }: Candidate): number => Math.max(0, Math.log(CARD.width / width));
  const far = (one: Candidate): number => miss(one) + narrow(one);
  const files = candidatesOf(asset, { base }).filter(({ browsers }) => browsers === 'every');
  return files.toSorted((a, b) => far(a) - far(b))[0];
}

/** Properties of Open Graph (ogp.me) about an asset. */
export function openGraphOf(asset: ManifestAsset, { base, page }: AboutOptions): OpenGraph {
  const { title, description } = asset.metadata ?? {};
  const card = cardOf(asset, base);
  const poster = posterOf(asset, base);
  const clip = videoOf(asset, { base })?.sources.at(-1);
  const alt = altOf(asset);
  const image: OpenGraph = card
    ? [
        ['og:image', card.url],
        ['og:image:type', card.mime],
        ['og:image:width', String(card.width)],
        ['og:image:height', String(card.height)],
      ]
    : poster === undefined
      ? []
      : [['og:image', poster]];
  return [
    ...(page === undefined ? [] : ([['og:url', page]] as const)),
    ...(title === undefined ? [] : ([['og:title', title]] as const)),
    ...(description === undefined ? [] : ([['og:description', description]] as const)),
    ...image,
    ...(image.length > 0 && alt !== '' ? ([['og:image:alt', alt]] as const) : []),
    ...(clip === undefined
      ? []
      : ([
          ['og:video', clip.src],
          ['og:video:type', clip.type],
        ] as const)),
  ];
}

/** Seconds as schema.org has them: `PT1M5S`. */
function isoDuration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const parts = [
    [Math.floor(whole / 3600), 'H'],
    [Math.floor(whole / 60) % 60, 'M'],
    [whole % 60, 'S'],
  ] as const;
  return `PT${parts.flatMap(([number, unit]) => (number > 0 ? [`${number}${unit}`] : [])).join('')}`;
}

type Json = string | number | readonly Json[] | { readonly [key: string]: Json };

/** The properties of schema.org for the words of both kinds. */
function words({ metadata = {} }: ManifestAsset): Readonly<Record<string, Json | undefined>> {
  const { title, description, creator, rights, credit, keywords, captured } = metadata;
  const people = creator?.map((name): Json => ({ '@type': 'Person', name }));
  return {
    ...{ name: title, description, creator: people, copyrightNotice: rights, creditText: credit },
    ...{ keywords: keywords?.join(', '), dateCreated: captured },
  };
}

const said = (fields: Readonly<Record<string, Json | undefined>>): Readonly<Record<string, Json>> =>
  Object.fromEntries(Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));

/** The name of a clip, which search engines ask for: that of its master where nobody wrote a title. */
const nameOf = ({ metadata, path }: ManifestAsset): string => metadata?.title ?? path.slice(path.lastIndexOf('/') + 1);

/** An `ImageObject` or `VideoObject` of schema.org; undefined where there is nothing to show. */
export function structuredDataOf(
  asset: ManifestAsset,
  { base, page }: AboutOptions,
): Readonly<Record<string, Json>> | undefined {
  const context = { '@context': 'https://schema.org' };
  if (asset.kind === 'video') {
    const clip = videoOf(asset, { base });
    const last = clip?.sources.at(-1);
    if (clip === undefined || last === undefined) return undefined;
    const { durationSeconds } = asset.master;
    const about = {
      ...words(asset),
      name: nameOf(asset),
      uploadDate: asset.metadata?.captured,
      thumbnailUrl: posterOf(asset, base),
    };
    const shape = { contentUrl: last.src, encodingFormat: last.type, width: clip.width, height: clip.height };
    const length = durationSeconds === undefined ? undefined : isoDuration(durationSeconds);
    return said({ ...context, '@type': 'VideoObject', ...about, ...shape, duration: length, mainEntityOfPage: page });
  }
  const files = candidatesOf(asset, { base }).filter(({ crop }) => crop === null);
  const file = widest(files) ?? widest(candidatesOf(asset, { base }));
  if (file === undefined) return undefined;
  const alt = altOf(asset);
  const shape = { contentUrl: file.url, encodingFormat: file.mime, width: file.width, height: file.height };
  const caption = alt === '' ? undefined : alt;
  return said({ ...context, '@type': 'ImageObject', ...words(asset), caption, ...shape, mainEntityOfPage: page });
}
