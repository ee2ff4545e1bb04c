import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { nearest } from '../../base/text.ts';
import { UsageError } from '../../model/errors.ts';
import { assetPaths, below } from '../project/project.ts';

/** What `render` was asked to picture. */
export interface RenderTarget {
  /** As given, without the smart crop. */
  readonly given: string;
  /** Absolute path of what is read. */
  readonly file: string;
  /** Where it lies in the library, for the folder's profile; its bare name outside of any. */
  readonly path: string;
  /** Name of the smart crop in `asset:Large`. */
  readonly crop?: string;
  /** The file is no master but the pyramid made of it. */
  readonly pyramid?: true;
  /** Then also: whether the master brings paths along, which the pyramid does not hold. */
  readonly losesPaths?: boolean;
  /** Then also: digest of the master itself. */
  readonly sha256?: string;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** A file as it is, else an asset path of the library. */
function locate(given: string, cwd: string, library: string | undefined): Omit<RenderTarget, 'crop'> | undefined {
  const file = resolve(cwd, given);
  if (isFile(file)) return { given, file, path: (library && below(library, file)) ?? basename(file).normalize('NFC') };
  const inLibrary = library === undefined ? undefined : join(library, given);
  if (inLibrary === undefined || below(library ?? '', inLibrary) === undefined || !isFile(inLibrary)) return undefined;
  return { given, file: inLibrary, path: given.normalize('NFC') };
}

/** `asset:Crop` apart; undefined where there is no colon. */
function splitCrop(asset: string): readonly [asset: string, crop: string] | undefined {
  const colon = asset.lastIndexOf(':');
  return colon > 0 ? [asset.slice(0, colon), asset.slice(colon + 1)] : undefined;
}

/** The asset paths, with or without a smart crop, that `asset` or `asset:Crop` may mean, the likeliest first. */
export function spellings(
  asset: string,
  cwd: string,
  library: string | undefined,
): readonly Pick<RenderTarget, 'path' | 'crop'>[] {
  const whole = assetPaths(asset, cwd, library).map((path) => ({ path }));
  const [stem, crop] = splitCrop(asset) ?? [];
  if (stem === undefined || crop === undefined) return whole;
  return [...whole, ...assetPaths(stem, cwd, library).map((path) => ({ path, crop }))];
}

/**
 * Finds what `asset` or `asset:Crop` means: a file from the working directory first, then an asset path. A file whose
 * own name holds a colon wins. Throws UsageError ASSET_UNKNOWN.
 */
export function findTarget(asset: string, cwd: string, library: string | undefined): RenderTarget {
  const whole = locate(asset, cwd, library);
  if (whole !== undefined) return whole;
  const [stem, crop] = splitCrop(asset) ?? [];
  const found = stem === undefined ? undefined : locate(stem, cwd, library);
  if (found !== undefined && crop !== undefined) return { ...found, crop };
  const place = library === undefined || !existsSync(library) ? 'on disk' : `on disk or in the library ${library}`;
  throw new UsageError('ASSET_UNKNOWN', `expected a master for ${asset}, got nothing of that name ${place}`, {
    place: asset,
    hint: 'Name a file, or an asset path as dmx status and the manifest print it.',
  });
}

/** The declared spelling of a smart crop. Throws UsageError CROP_UNKNOWN with the nearest name. */
export function findCrop(name: string, declared: readonly string[], profile: string): string {
  const found = declared.find((crop) => crop.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(name, declared);
  throw new UsageError('CROP_UNKNOWN', `expected a smart crop of profile ${profile}, got ${name}`, {
    place: name,
    hint: near === undefined ? `It has: ${declared.join(', ') || 'none'}.` : `Did you mean ${near}?`,
  });
}
