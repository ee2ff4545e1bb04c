import { basename, dirname, join, relative, resolve } from 'node:path';
import { nearest } from '../../base/text.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { UsageError } from '../../model/errors.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import { findFile } from '../../library/find-file.ts';
import type { Places } from '../../model/place.ts';
import { isFile, isFolder, realPath } from '../../system/path-kind.ts';
import { assetPaths, below } from '../project/project.ts';
import { openPlaces, placesOf } from '../project/runtime.ts';
import { type Known, unknownAsset } from '../project/unknown-asset.ts';
import type { RenderTarget } from './target.ts';

/** The places where assets are looked up. */
export interface LookupPlaces {
  /** The folder that relative file names are counted from. Absolute. */
  readonly cwd: string;
  /** Folder of masters, absolute; undefined outside of any project. */
  readonly library: string | undefined;
  /** Absolute. */
  readonly output: string;
  /** The record of an asset path, where there is a catalog that has it. */
  readonly recall: (path: string) => Promise<AssetRecord | undefined>;
  /** All assets that the catalog knows, to look for the one that was meant. */
  readonly known?: () => Promise<Known>;
  /** Tells whether a preset has a name. */
  readonly hasPreset?: (name: string) => boolean;
}

/** An asset of the catalog, and the smart crop that was named with it. */
export interface FoundAsset {
  readonly asset: AssetRecord;
  readonly crop?: SmartCropRecord;
}

/** One reading of a given name: `asset`, or `asset:Crop` apart. */
interface Reading {
  readonly name: string;
  readonly crop?: string;
}

/** A file or asset whose own name holds a colon wins. */
function readingsOf(given: string): readonly Reading[] {
  const colon = given.lastIndexOf(':');
  if (colon <= 0) return [{ name: given }];
  return [{ name: given }, { name: given.slice(0, colon), crop: given.slice(colon + 1) }];
}

/** A master that a name means. */
type Located = Pick<RenderTarget, 'source' | 'places' | 'path'>;

/** Finds what `asset` or `asset:Crop` means: the one place where names of assets are understood. */
export class AssetLookup {
  readonly #places: LookupPlaces;

  constructor(places: LookupPlaces) {
    this.#places = places;
  }

  /**
   * The record of an asset, which may be named with one of its smart crops. Throws UsageError (ASSET_UNKNOWN,
   * CROP_UNKNOWN).
   */
  async find(given: string): Promise<FoundAsset> {
    const found = await this.tryFind(given);
    if (found !== undefined) return found;
    const expected = 'an asset that the catalog knows';
    const otherwise =
      'Name an asset path as the manifest prints it, or a file of the library; dmx ingest makes new ones known.';
    throw unknownAsset(given, { expected, otherwise }, await this.#known());
  }

  /**
   * The same; undefined for unknown assets. Throws UsageError CROP_UNKNOWN where the asset is known and has no such
   * smart crop.
   */
  async tryFind(given: string): Promise<FoundAsset | undefined> {
    const found = await this.#record(given, () => true);
    if (found?.crop === undefined) return found && { asset: found.record };
    const { smartCrops, profile } = found.record;
    const names = smartCrops.map(({ name }) => name);
    const name = findCrop(found.crop, names, profile ?? 'none');
    const crop = smartCrops.find((one) => one.name === name);
    return { asset: found.record, ...(crop && { crop }) };
  }

  /** The master of an asset: a file first, then an asset path. Throws UsageError ASSET_UNKNOWN. */
  async master(given: string): Promise<RenderTarget> {
    for (const { name, crop } of readingsOf(given)) {
      const located = await this.#locate(name);
      if (located !== undefined) return { given: name, ...located, ...(crop === undefined ? {} : { crop }) };
    }
    const { library } = this.#places;
    const place = library === undefined || !isFolder(library) ? 'on disk' : `on disk or in the library ${library}`;
    const [expected, got] = [`a master for ${given}`, `nothing of that name ${place}`];
    const template = this.#templateHint(given);
    const otherwise = template ?? 'Name a file, or an asset path as dmx status and the manifest print it.';
    const near = template === undefined ? [...(await this.#beside(given)), ...(await this.#known()).paths] : [];
    throw unknownAsset(given, { expected, got, otherwise }, { paths: near });
  }

  /** The assets that may have been meant. */
  async #known(): Promise<Known> {
    return (await this.#places.known?.()) ?? { paths: [] };
  }

  /** Files beside the one that a name would denote, spelled as the user would. */
  async #beside(given: string): Promise<readonly string[]> {
    const { cwd, library } = this.#places;
    const folders = [cwd, ...(library === undefined ? [] : [library])].map((from) => resolve(from, dirname(given)));
    const names = folders.map((folder) => openPlaces(this.#placesIn(folder)).library.names(''));
    return (await Promise.all(names)).flat().map((name) => join(dirname(given), name));
  }

  /** The advice for who addresses a template as servers let one: by its name alone, in place of a picture's. */
  #templateHint(given: string): string | undefined {
    const name = given.split('/').at(-1) ?? '';
    if (!this.#places.hasPreset?.(name)) return undefined;
    return `${name} is a preset: name a picture, and ${name} as its preset; a template need not show that picture.`;
  }

  /**
   * The pyramid that the output holds of an asset, whether its master is there or not. Throws UsageError
   * RENDITION_UNKNOWN.
   */
  async pyramid(given: string): Promise<RenderTarget> {
    const { output } = this.#places;
    const found = await this.#record(given, (record) => record.renditions.some(isPyramid));
    const pyramid = found?.record.renditions.find(isPyramid);
    if (found === undefined || pyramid === undefined) {
      throw new UsageError('RENDITION_UNKNOWN', `expected a pyramid of ${given} in ${output}, got none`, {
        place: given,
        hint: 'Ask for `pyramid` in its image profile and ingest it, or render from the master.',
      });
    }
    const { name, record, crop } = found;
    const losesPaths = record.facts?.kind === 'image' && record.facts.paths !== undefined;
    return {
      given: name,
      source: { from: 'storage', path: pyramid.path },
      places: this.#placesIn(this.#places.library ?? output),
      path: record.path,
      pyramid: { sha256: record.sha256, losesPaths },
      ...(crop === undefined ? {} : { crop }),
    };
  }

  async #record(given: string, suits: (record: AssetRecord) => boolean) {
    const { cwd, library, recall } = this.#places;
    for (const { name, crop } of readingsOf(given)) {
      for (const path of assetPaths(name, cwd, library)) {
        const record = await recall(path);
        if (record !== undefined && suits(record)) return { name, record, crop };
      }
    }
    return undefined;
  }

  async #locate(name: string): Promise<Located | undefined> {
    const { cwd, library } = this.#places;
    const file = resolve(cwd, name);
    if (isFile(file)) return (await this.#inLibrary(relative(library ?? file, file))) ?? this.#outside(file);
    if (library === undefined || below(library, join(library, name)) === undefined) return undefined;
    return this.#inLibrary(name);
  }

  /** A path below the library; undefined where it is no file of it. */
  async #inLibrary(path: string): Promise<Located | undefined> {
    const { library } = this.#places;
    if (library === undefined) return undefined;
    const places = this.#placesIn(library);
    const found = await findFile(openPlaces(places).library, path);
    return found && { source: { from: 'library', path: found.file }, places, path: path.normalize('NFC') };
  }

  /**
   * A file of no library: of the folder that it lies in, or that it leads to. Where there is no library, that is it.
   */
  async #outside(file: string): Promise<Located> {
    const { library } = this.#places;
    const own = (at: string): Places =>
      library === undefined ? this.#placesIn(dirname(at)) : this.#placesIn(library, dirname(at));
    const from = library === undefined ? 'library' : 'outside';
    const path = basename(file).normalize('NFC');
    const places = own(file);
    if ((await openPlaces(places)[from].stat(basename(file))) !== undefined) {
      return { source: { from, path: basename(file) }, places, path };
    }
    const real = realPath(file);
    return { source: { from, path: basename(real) }, places: own(real), path };
  }

  #placesIn(library: string, outside?: string): Places {
    return placesOf({ library, output: this.#places.output, ...(outside === undefined ? {} : { outside }) });
  }
}

function isPyramid({ role }: AssetRecord['renditions'][number]): boolean {
  return role === 'pyramid';
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
