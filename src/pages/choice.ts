import { groupBy } from '../base/group-by.ts';
import type { Size } from '../model/geometry.ts';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';
import { byWidth, type Candidate, isAlike, widest } from './candidates.ts';

/** The width of what stands in `src`, for readers that know no `srcset`: wide enough for a page. Pixels. */
const PLAIN_WIDTH = 1280;

/** The files that a browser chooses from, by width or density. */
type Offer = { readonly srcset: string; readonly sizes?: string };

/**
 * The files for the browser to choose from by width; by density where there is one width alone, and nobody says how wide it is
 * shown: then as wide as `box`, or as the window where that is narrower.
 */
export function offer(files: readonly Candidate[], sizes: string | undefined, box: Size): Offer {
  const own = files.filter(({ dpr }) => dpr === 1);
  if (sizes === undefined && own.length <= 1) {
    return { srcset: files.map(({ url, dpr }) => (files.length === 1 ? url : `${url} ${dpr}x`)).join(', ') };
  }
  const srcset = byWidth(files.map((file) => ({ ...file, dpr: 1 }))).map(({ url, width }) => `${url} ${width}w`);
  return { srcset: srcset.join(', '), sizes: sizes ?? `(max-width: ${box.width}px) 100vw, ${box.width}px` };
}

/** Files that show the same, from which a browser chooses by type and width. */
export interface Choice {
  /** Of types that not all browsers show, each as wide as those that all do. */
  readonly modern: readonly (readonly [type: string, files: readonly Candidate[]])[];
  /** Never empty. */
  readonly plain: readonly Candidate[];
  /** The size that they are shown at, whichever a browser takes: that of the widest rendition. CSS pixels. */
  readonly box: Size;
}

/** Files of one type each, by width; the type whose widest file has the fewest bytes first. */
function byType(files: readonly Candidate[]): readonly (readonly [type: string, files: readonly Candidate[]])[] {
  const types = groupBy(files, ({ mime }) => mime).map((all) => [all[0]?.mime ?? '', byWidth(all)] as const);
  return types.toSorted(([, a], [, b]) => (a.at(-1)?.bytes ?? 0) - (b.at(-1)?.bytes ?? 0));
}

const boxOf = (files: readonly Candidate[]): Size =>
  files.reduce<Size>((most, { box }) => (box.width > most.width ? box : most), { width: 0, height: 0 });

/**
 * A type is offered before others only where it is as wide as they are: a browser that takes it looks at no other, and
 * would show a small file on a wide screen. Where there is nothing that every browser shows, the largest type stands for it.
 */
export function choiceOf(files: readonly Candidate[]): Choice | undefined {
  const newer = byType(files.filter(({ browsers }) => browsers === 'newer'));
  const universal = byWidth(files.filter(({ browsers }) => browsers === 'every'));
  const plain = universal.length > 0 ? universal : (newer.at(-1)?.[1] ?? []);
  const most = widest(plain)?.width;
  if (most === undefined) return undefined;
  return {
    modern: newer.filter(([, all]) => all !== plain && (widest(all)?.width ?? 0) >= most),
    plain,
    box: boxOf(files),
  };
}

/** The file in `src`; undefined of none. */
export function plainFile(files: readonly Candidate[]): Candidate | undefined {
  const own = files.filter(({ dpr }) => dpr === 1);
  const all = own.length > 0 ? own : files;
  return all.findLast(({ width }) => width <= PLAIN_WIDTH) ?? all[0];
}

/** The files that show a crop; of the whole picture those that cut nothing off, where any does. */
export function filesShowing(
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
