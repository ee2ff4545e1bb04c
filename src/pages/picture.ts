import type { PageCrop } from '../model/manifest/listing.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import { backgroundOf, type Background } from './background.ts';
import { type Choice, choiceOf, filesShowing, offer, plainFile } from './choice.ts';

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

/** The sources of one crop; those that every browser shows too where another crop follows. */
function sourcesOf(
  { modern, plain, box }: Choice,
  sizes: string | undefined,
  media?: string,
): readonly PictureSource[] {
  const of = media === undefined ? {} : { media };
  const typed = modern.map(([type, files]) => ({ ...of, type, ...offer(files, sizes, box), ...box }));
  return media === undefined ? typed : [...typed, { ...of, ...offer(plain, sizes, box), ...box }];
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
  const narrowFirst = asked.toSorted((a, b) => a.from - b.from);
  const found = narrowFirst.flatMap(({ crop, from }) => {
    const choice = choiceOf(filesShowing(crop, files, asset.master));
    return choice === undefined ? [] : [{ crop, from, choice }];
  });
  if (found.length > 0) return found.toReversed();
  // Of crops alone: the first of them.
  const [first] = files;
  const choice = first && choiceOf(filesShowing(first.crop, files, asset.master));
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
  { plain: files, box }: Choice,
  sizes: string | undefined,
): Omit<Picture['img'], 'alt' | 'loading' | 'decoding'> | undefined {
  const plain = plainFile(files);
  if (plain === undefined) return undefined;
  const offered = offer(files, sizes, box);
  return { src: plain.url, ...(offered.srcset === plain.url ? {} : offered), ...box };
}

/**
 * The `<picture>` of a page: which smart crop from which width of the window on, in which types and widths; undefined where
 * there is nothing that browsers show.
 */
export function pictureOf(asset: ManifestAsset, options: PictureOptions = {}): Picture | undefined {
  const rules = asset.page ?? {};
  const { base, renditions = rules.renditions, sizes = rules.sizes, alt, priority, placeholder } = options;
  const shown = shownCrops(asset, candidatesOf(asset, { names: renditions, base }), rules);
  const last = shown.at(-1)?.choice;
  const img = last && imageOf(last, sizes);
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
