import type { PyramidGrid, TargetAlias } from '../../model/delivery.ts';
import type { Size } from '../../model/geometry.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { addressOf } from '../address.ts';
import { isAlike } from '../candidates.ts';

/** The folder of a target that holds everything of IIIF. */
export const IIIF_FOLDER = 'iiif';

/** A picture as an image service of files (IIIF Image API 3, level 0). */
export interface ImageService extends Size {
  /** Its address. */
  readonly id: string;
  /** Its folder below the target. */
  readonly folder: string;
  /** Sizes of the whole picture that there are, the smallest first; at least one. */
  readonly sizes: readonly Size[];
  readonly grid?: PyramidGrid | undefined;
  /** The level of the pyramid that `max` answers, where no file of the output shows more. */
  readonly maxLevel?: number;
  /** Files of the output that it has under its own names. */
  readonly aliases: readonly TargetAlias[];
  /** Below the output: the file, or the pyramid, that shows the picture at the size of the service. */
  readonly shownBy: string;
}

/** The type of every file of a service. */
export const SERVICE_MIME = formatOf({ format: 'jpeg' }).mime;

type SizedFile = Omit<TargetAlias, 'path'> & Size;

const printSize = ({ width, height }: Size): string => `${width},${height}`;
const areaOf = ({ width, height }: Size): number => width * height;

/** The JPEGs that show the whole picture, the smallest first, of each size the one with the most bytes. */
function wholeFiles({ renditions }: ManifestAsset, whole: Size): readonly SizedFile[] {
  const files = renditions
    .filter(({ role, crop }) => role === 'preset' && crop === undefined)
    .flatMap(({ alternates = [], ...own }) => [own, ...alternates])
    .flatMap(({ path, mime, width, height, bytes, sha256 }): readonly SizedFile[] => {
      if (mime !== SERVICE_MIME || width === undefined || height === undefined) return [];
      return isAlike({ width, height }, whole) ? [{ from: path, mime, width, height, bytes, sha256 }] : [];
    });
  const bySize = new Map(files.toSorted((a, b) => a.bytes - b.bytes).map((file) => [printSize(file), file]));
  return [...bySize.values()].toSorted((a, b) => areaOf(a) - areaOf(b));
}

/** A level of a pyramid that one tile holds, under the size that clients ask for. */
type SmallLevel = Size & { readonly level: number };

function smallLevels({ width, height, tile, levels }: PyramidGrid): readonly SmallLevel[] {
  return levels
    .map((_, level) => ({ level, width: Math.ceil(width / 2 ** level), height: Math.ceil(height / 2 ** level) }))
    .filter((size) => size.width <= tile.width && size.height <= tile.height);
}

/** The path of the whole picture below its service. */
const wholePath = (size: string): string => `full/${size}/0/default.jpg`;

function aliasOf({ width, height, ...file }: SizedFile, folder: string, size = `${width},${height}`): TargetAlias {
  return { ...file, path: `${folder}/${wholePath(size)}` };
}

/** The answer to `max`: a file, or a level of the pyramid where that shows more. */
function maxOf(
  files: readonly SizedFile[],
  small: readonly SmallLevel[],
): Pick<ImageService, 'maxLevel'> & { readonly file?: SizedFile } {
  const [file, [level]] = [files.at(-1), small];
  if (level && areaOf(level) > (file ? areaOf(file) : 0)) return { maxLevel: level.level };
  return file ? { file } : {};
}

/** A pyramid of an asset whose tiles a target gets. */
export interface ShownPyramid {
  /** Below the output. */
  readonly path: string;
  readonly sha256: string;
  readonly grid: PyramidGrid;
}

/**
 * The image service of a picture at a target that is seen under `base`; undefined where the target has no JPEG of the whole
 * picture, as a file or as tiles.
 */
export function imageServiceOf(
  asset: ManifestAsset,
  pyramid: ShownPyramid | undefined,
  base: string,
): ImageService | undefined {
  const { width = 0, height = 0 } = asset.master;
  const files = wholeFiles(asset, pyramid?.grid ?? { width, height });
  const small = pyramid ? smallLevels(pyramid.grid) : [];
  const largest = files.at(-1);
  const shown = pyramid ? { ...pyramid.grid, from: pyramid.path } : largest;
  if (shown === undefined || files.length + small.length === 0) return undefined;
  const folder = `${IIIF_FOLDER}/${asset.path}`;
  const { width: w, height: h, from: shownBy } = shown;
  return {
    ...{ id: addressOf(folder, base), folder, shownBy, width: w, height: h, grid: pyramid?.grid },
    ...filesIn(folder, files, small),
  };
}

/** The sizes of a service, and the files that they are. */
function filesIn(
  folder: string,
  files: readonly SizedFile[],
  small: readonly SmallLevel[],
): Pick<ImageService, 'sizes' | 'maxLevel' | 'aliases'> {
  const { file, maxLevel } = maxOf(files, small);
  const tiled = new Set(small.map(printSize));
  const own = files.filter((one) => !tiled.has(printSize(one)));
  const sizes = [...own, ...small].map((size) => ({ width: size.width, height: size.height }));
  return {
    sizes: sizes.toSorted((a, b) => areaOf(a) - areaOf(b)),
    ...(maxLevel !== undefined && { maxLevel }),
    aliases: [...own.map((one) => aliasOf(one, folder)), ...(file ? [aliasOf(file, folder, 'max')] : [])],
  };
}

/** The size of what `max` answers: that of the largest file of the whole picture. */
export function maxSizeOf({ sizes }: Pick<ImageService, 'sizes'>): Size {
  return sizes.at(-1) ?? { width: 1, height: 1 };
}

/** The address of the whole picture of a service, at one of its sizes. */
export function wholeAddress({ id }: Pick<ImageService, 'id'>, size: Size | 'max'): string {
  return `${id}/${wholePath(size === 'max' ? size : printSize(size))}`;
}

/**
 * The sizes that a service tells of: OpenSeadragon takes as many sizes as there are levels, or one fewer, for those of the levels,
 * and asks for tiles by them. So the smallest are not told where there are as many. They may be asked for all the same.
 */
function toldSizes({ sizes, grid, width, height }: ImageService): readonly Size[] {
  const levels = grid?.levels.length ?? 0;
  if (levels === 0) return sizes;
  if (levels === 1) return [{ width, height }];
  return sizes.length === levels || sizes.length === levels - 1 ? sizes.slice(sizes.length - levels + 2) : sizes;
}

/** The `info.json` of a service. */
export function imageInfoText(service: ImageService): string {
  const { id, width, height, grid } = service;
  const sizes = toldSizes(service);
  const max = maxSizeOf(service);
  const tiles = grid && [{ ...grid.tile, scaleFactors: grid.levels.map((_, level) => 2 ** level) }];
  return `${JSON.stringify({
    '@context': 'http://iiif.io/api/image/3/context.json',
    ...{ id, type: 'ImageService3', protocol: 'http://iiif.io/api/image', profile: 'level0', width, height },
    ...(areaOf(max) < width * height && { maxWidth: max.width, maxHeight: max.height }),
    ...(sizes.length > 0 && { sizes }),
    ...(tiles && { tiles }),
  })}\n`;
}
