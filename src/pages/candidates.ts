import type { Size } from '../model/geometry.ts';
import type { ManifestAsset, ManifestRendition } from '../model/manifest/manifest-asset.ts';
import { masterFormat } from '../model/formats/master-formats.ts';
import { addressOf } from './address.ts';

/** One file that a browser may choose. */
export interface Candidate {
  readonly url: string;
  readonly mime: string;
  /** The browsers that show it. */
  readonly browsers: 'every' | 'newer';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Pixels of the file to a pixel of the rendition that it stands for. */
  readonly dpr: number;
  /** Name of the rendition. */
  readonly rendition: string;
  /** The size of that rendition, whatever this file's is. CSS pixels. */
  readonly box: Size;
  /** Name of the smart crop that it shows; null = the whole picture. */
  readonly crop: string | null;
}

/** The smart crop that a rendition shows. */
function cropOf({ role, name, crop }: ManifestRendition): string | null {
  return role === 'crop' ? name : (crop ?? null);
}

/** The files of a rendition: its own, then its alternates. */
function filesOf(rendition: ManifestRendition, base: string | undefined): readonly Candidate[] {
  const { name, alternates = [], ...own } = rendition;
  const crop = cropOf(rendition);
  return [{ ...own, dpr: 1 }, ...alternates].flatMap(({ path, mime, width, height, bytes, dpr = 1 }) => {
    const browsers = masterFormat(mime)?.browsers;
    if (browsers === undefined || width === undefined || height === undefined) return [];
    const box = { width: own.width ?? width, height: own.height ?? height };
    return [{ url: addressOf(path, base), mime, browsers, width, height, bytes, dpr, rendition: name, box, crop }];
  });
}

/** A name, or a pattern in which `*` stands for anything; case does not count. */
export function namePattern(name: string): RegExp {
  const literal = name.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}

/** The files of an asset that a page may show; of the renditions of these names alone, where there are names. */
export function candidatesOf(
  { renditions }: Pick<ManifestAsset, 'renditions'>,
  { names, base }: { readonly names?: readonly string[] | undefined; readonly base?: string | undefined },
): readonly Candidate[] {
  const wanted = names?.map(namePattern);
  return renditions
    .filter(({ role }) => role === 'preset' || role === 'crop')
    .filter(({ name }) => wanted === undefined || wanted.some((one) => one.test(name)))
    .flatMap((rendition) => filesOf(rendition, base));
}

/** Tells whether a file shows as much as a picture of these sides, but for the rounding of one pixel. */
export function isAlike(
  { width, height }: Pick<Candidate, 'width' | 'height'>,
  of: { readonly width: number; readonly height: number },
): boolean {
  return (
    Math.abs(height - (width * of.height) / of.width) <= 1 || Math.abs(width - (height * of.width) / of.height) <= 1
  );
}

/** Files by width, of equal widths the one with the fewest bytes. */
export function byWidth(files: readonly Candidate[]): readonly Candidate[] {
  const smallest = new Map<string, Candidate>();
  for (const file of files) {
    const key = `${file.width} ${file.dpr}`;
    const known = smallest.get(key);
    if (known === undefined || file.bytes < known.bytes) smallest.set(key, file);
  }
  return [...smallest.values()].toSorted((a, b) => a.width - b.width || a.dpr - b.dpr);
}

/** The widest file; undefined where there are none. */
export const widest = (files: readonly Candidate[]): Candidate | undefined => byWidth(files).at(-1);
