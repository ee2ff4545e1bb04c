import { groupBy } from '../base/group-by.ts';
import type { PageCrop } from '../model/manifest/listing.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { byWidth, type Candidate, candidatesOf, isAlike, widest } from './candidates.ts';
import { backgroundOf, type Background } from './background.ts';

/** The wishes of a page for a picture; what is absent is as the profile has it under `page:`, or as dmx does. */
export interface PictureOptions {
  /** Put before every address, such as `/media/`; '' = relative to the output. */
  readonly base?: string | undefined;
  /** Names of the renditions that may be shown, `*` standing for anything. */
  readonly renditions?: readonly string[] | undefined;
  /** The `sizes` of CSS. */
  readonly sizes?: string | undefined;
  /** The alternative text; '' = decoration. */
  readonly alt?: string | undefined;
  /** True for the picture that is seen first: fetched at once and before others. */
  readonly priority?: boolean | undefined;
  /** false: nothing stands in its place until it is there. */
  readonly placeholder?: boolean | undefined;
}

/** One `<source>`: files of one type, or of any, for windows of some widths. */
export interface PictureSource {
  readonly media?: string;
  /** Absent = every browser shows them. */
  readonly type?: string;
  readonly srcset: string;
  readonly sizes?: string;
  readonly width: number;
  readonly height: number;
}

/** A `<picture>` as data: in the order of its sources a browser takes the first that it can. */
export interface Picture {
  readonly sources: readonly PictureSource[];
  readonly img: {
    readonly src: string;
    readonly srcset?: string;
    readonly sizes?: string;
    readonly width: number;
    readonly height: number;
    readonly alt: string;
    readonly loading: 'lazy' | 'eager';
    readonly decoding: 'async' | 'sync';
    readonly fetchpriority?: 'high';
  };
  readonly background?: Background;
}

/** The width of what stands in `src`, for readers that know no `srcset`: wide enough for a page. Pixels. */
const PLAIN_WIDTH = 1280;

type Offer = Pick<PictureSource, 'srcset' | 'sizes'>;

/** Widths for the browser to choose from; densities where there is one width alone, and nobody says how wide it is shown. */
function offer(files: readonly Candidate[], sizes: string | undefined): Offer {
  const [narrowest] = files.filter(({ dpr }) => dpr === 1);
  const own = files.filter(({ dpr }) => dpr === 1);
  if (sizes === undefined && own.length <= 1) {
    return { srcset: files.map(({ url, dpr }) => (files.length === 1 ? url : `${url} ${dpr}x`)).join(', ') };
  }
  const most = own.at(-1) ?? narrowest ?? files.at(-1);
  const srcset = byWidth(files.map((file) => ({ ...file, dpr: 1 }))).map(({ url, width }) => `${url} ${width}w`);
  return { srcset: srcset.join(', '), sizes: sizes ?? `(max-width: ${most?.width}px) 100vw, ${most?.width}px` };
}

/** Files that show the same, from which a browser chooses by type and width. */
interface Choice {
  /** Of types that not all browsers show, each as wide as those that all do. */
  readonly modern: readonly (readonly [type: string, files: readonly Candidate[]])[];
  /** Never empty. */
  readonly plain: readonly Candidate[];
}

/** Files of one type each, by width; the type whose widest file has the fewest bytes first. */
function byType(files: readonly Candidate[]): readonly (readonly [type: string, files: readonly Candidate[]])[] {
  const types = groupBy(files, ({ mime }) => mime).map((all) => [all[0]?.mime ?? '', byWidth(all)] as const);
  return types.toSorted(([, a], [, b]) => (a.at(-1)?.bytes ?? 0) - (b.at(-1)?.bytes ?? 0));
}

/**
 * A type is offered before others only where it is as wide as they are: a browser that takes it looks at no other, and
 * would show a small file on a wide screen. Where there is nothing that every browser shows, the largest type stands for it.
 */
function choiceOf(files: readonly Candidate[]): Choice | undefined {
  const newer = byType(files.filter(({ browsers }) => browsers === 'newer'));
  const universal = byWidth(files.filter(({ browsers }) => browsers === 'every'));
  const plain = universal.length > 0 ? universal : (newer.at(-1)?.[1] ?? []);
  const most = widest(plain)?.width;
  if (most === undefined) return undefined;
  return { modern: newer.filter(([, all]) => all !== plain && (widest(all)?.width ?? 0) >= most), plain };
}

/**
 * The size of the box that files are shown in, CSS pixels: that of the widest rendition, whatever the density of what is
 * fetched for it.
 */
function boxOf(files: readonly Candidate[]): Pick<Candidate, 'width' | 'height'> {
  const own = widest(files.filter(({ dpr }) => dpr === 1));
  const { width, height, dpr } = own ?? widest(files) ?? { width: 0, height: 0, dpr: 1 };
  return { width: Math.round(width / dpr), height: Math.round(height / dpr) };
}

function source(files: readonly Candidate[], sizes: string | undefined, kind: Pick<PictureSource, 'media' | 'type'>) {
  return { ...kind, ...offer(files, sizes), ...boxOf(files) };
}

/** The sources of one crop; those that every browser shows too where another crop follows. */
function sourcesOf({ modern, plain }: Choice, sizes: string | undefined, media?: string): readonly PictureSource[] {
  const of = media === undefined ? {} : { media };
  const typed = modern.map(([type, files]) => source(files, sizes, { ...of, type }));
  return media === undefined ? typed : [...typed, source(plain, sizes, of)];
}

function plainOf(files: readonly Candidate[]): Candidate | undefined {
  const own = files.filter(({ dpr }) => dpr === 1);
  const all = own.length > 0 ? own : files;
  return all.findLast(({ width }) => width <= PLAIN_WIDTH) ?? all[0];
}

/** The files that show a crop; of the whole picture those that cut nothing off, where any does. */
function showing(
  crop: string | null,
  all: readonly Candidate[],
  master: ManifestAsset['master'],
): readonly Candidate[] {
  const same = (name: string | null): boolean => name?.toLowerCase() === crop?.toLowerCase();
  const named = all.filter((file) => same(file.crop));
  const { width, height } = master;
  const whole = crop === null && width !== undefined && height !== undefined ? { width, height } : widest(named);
  const alike = whole === undefined ? [] : named.filter((file) => isAlike(file, whole));
  if (alike.length > 0) return alike;
  const most = widest(named);
  return most === undefined ? [] : named.filter((file) => isAlike(file, most));
}

interface Shown extends PageCrop {
  readonly choice: Choice;
}

/** The crops of a page that there are files of, from the widest window down; the last one has no least width. */
function shownCrops(
  asset: ManifestAsset,
  files: readonly Candidate[],
  { crops = [] }: NonNullable<ManifestAsset['page']>,
): readonly Shown[] {
  const asked: readonly PageCrop[] = crops.some(({ from }) => from === 0) ? crops : [{ crop: null, from: 0 }, ...crops];
  const found = asked.flatMap(({ crop, from }) => {
    const choice = choiceOf(showing(crop, files, asset.master));
    return choice === undefined ? [] : [{ crop, from, choice }];
  });
  if (found.length > 0) return found.toReversed();
  // Of crops alone: the first of them.
  const [first] = files;
  const choice = first && choiceOf(showing(first.crop, files, asset.master));
  return first && choice ? [{ crop: first.crop, from: 0, choice }] : [];
}

/** The alternative text of an asset: its own, else its title. */
export function altOf({ metadata }: Pick<ManifestAsset, 'metadata'>, said?: string): string {
  return said ?? metadata?.alt ?? metadata?.title ?? '';
}

/** The attributes that say when it is fetched. */
const FETCHED = {
  first: { loading: 'eager', decoding: 'sync', fetchpriority: 'high' },
  later: { loading: 'lazy', decoding: 'async' },
} as const;

/** The `<img>`: what every browser shows of the crop that has no least width. */
function imageOf(
  files: readonly Candidate[],
  sizes: string | undefined,
): Omit<Picture['img'], 'alt' | 'loading' | 'decoding'> | undefined {
  const plain = plainOf(files);
  if (plain === undefined) return undefined;
  const offered = offer(files, sizes);
  return { src: plain.url, ...(offered.srcset === plain.url ? {} : offered), ...boxOf(files) };
}

/**
 * The `<picture>` of a page: which smart crop from which width of the window on, in which types and widths; undefined where
 * there is nothing that browsers show.
 */
export function pictureOf(asset: ManifestAsset, options: PictureOptions = {}): Picture | undefined {
  const rules = asset.page ?? {};
  const { base, renditions = rules.renditions, sizes = rules.sizes, alt, priority, placeholder } = options;
  const shown = shownCrops(asset, candidatesOf(asset, { names: renditions, base }), rules);
  const img = imageOf(shown.at(-1)?.choice.plain ?? [], sizes);
  if (img === undefined) return undefined;
  const background = placeholder === false ? undefined : backgroundOf(asset);
  const mediaOf = ({ from }: Shown, at: number): string | undefined =>
    at === shown.length - 1 ? undefined : `(min-width: ${from}px)`;
  return {
    sources: shown.flatMap((one, at) => sourcesOf(one.choice, sizes, mediaOf(one, at))),
    img: { ...img, alt: altOf(asset, alt), ...FETCHED[priority === true ? 'first' : 'later'] },
    ...(background && { background }),
  };
}
