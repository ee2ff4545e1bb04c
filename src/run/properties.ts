import { BUILT_IN, namedProfile } from '../model/colors/profile-names.ts';
import type { ImageFacts } from '../model/asset.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { SourceError } from '../model/errors.ts';
import { outputFormat } from '../model/formats/output-formats.ts';
import { toPixels, type Rect } from '../model/geometry.ts';
import type { Properties, ReqKind } from '../model/properties.ts';
import type { PictureRecipe } from '../model/recipe/recipe.ts';
import type { RenditionRecord } from '../model/rendition.ts';
import { printColor } from '../serving/color.ts';
import { outputSize } from '../layout/composite.ts';
import type { Project } from './project/project.ts';
import type { FoundAsset } from './rendering/asset-lookup.ts';
import { orderOf, type PictureOrder, type RenderWish } from './rendering/order.ts';
import { Renderer } from './rendering/renderer.ts';
import type { Request } from './request.ts';

const PIXEL_TYPES = { rgb: 'RGB', gray: 'BW', cmyk: 'CMYK' } as const;
/** A profile as its file calls itself; pixels that say nothing are sRGB. */
const calledProfile = (name = BUILT_IN): string => namedProfile(name)?.called ?? name;
const MILLISECONDS_AN_HOUR = 3_600_000;
/** Thumbnails fit into their box: type 2. */
const THUMBNAIL_TYPE = 2;
const flag = (value: boolean | undefined): number => (value === true ? 1 : 0);

export function factsOf({ path, facts }: AssetRecord): ImageFacts {
  if (facts?.kind === 'image') return facts;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a picture, got ${path}, which is none that was read`, {
    place: path,
    hint: 'dmx show tells what is known of it.',
  });
}

/** `imageprops`: the master. */
function masterProperties({ asset }: FoundAsset, { config }: Project): Properties {
  const { width, height, colorSpace, icc, alpha, paths = [], xmp } = factsOf(asset);
  const pixels = colorSpace === 'gray' || colorSpace === 'cmyk' ? colorSpace : 'rgb';
  const { expiration, resolution } = config.server;
  return {
    // The default anchor is the centre.
    'image.anchor': `${Math.floor(width / 2)},${Math.floor(height / 2)}`,
    'image.embeddedIccProfile': flag(icc !== null),
    'image.embeddedPhotoshopPaths': flag(paths.length > 0),
    'image.embeddedXmpData': flag(xmp),
    'image.expiration': expiration / MILLISECONDS_AN_HOUR,
    'image.height': height,
    'image.iccProfile': icc ?? '',
    // Unassociated alpha is 2.
    'image.mask': alpha ? 2 : 0,
    'image.modifier': '',
    'image.photoshopPathNames': paths.map(({ name }) => name).join(','),
    'image.pixTyp': PIXEL_TYPES[pixels],
    'image.postModifier': '',
    'image.printRes': resolution,
    'image.resolution': resolution,
    'image.thumbRes': resolution,
    'image.thumbType': THUMBNAIL_TYPE,
    'image.timeStamp': asset.recordedAt,
    'image.translatedId': asset.path,
    'image.width': width,
  };
}

/** The fields that an encoding says of its files, whoever the master is. */
function outputProperties(output: PictureRecipe['output']): Properties {
  const { embedProfile, profile, pixelType = 'rgb', printResolution = 72, keepXmp, embedPaths } = output;
  return {
    'image.iccEmbed': flag(embedProfile),
    'image.iccProfile': calledProfile(profile?.name),
    'image.pathEmbed': flag(embedPaths),
    'image.pixTyp': PIXEL_TYPES[pixelType],
    'image.printRes': printResolution,
    'image.xmpEmbed': flag(keepXmp),
  };
}

/**
 * The fields that are known only of a file that has been made: its bytes are 0 until then, as in replies that were
 * never cached.
 */
function fileProperties(made: RenditionRecord | undefined, asked: number | undefined): Properties {
  return { 'image.length': made?.bytes ?? 0, 'image.quality': made?.quality ?? asked ?? '' };
}

/** `props`: the file that a recipe makes of the master. */
function replyProperties({ asset, crop }: FoundAsset, recipe: PictureRecipe, recipeText: string): Properties {
  const facts = factsOf(asset);
  const { output, background } = recipe;
  const format = outputFormat(output.format ?? 'jpeg');
  const window: Rect | undefined = crop && toPixels(crop.rect, facts);
  const { width, height } = outputSize(recipe, facts, window);
  const made = asset.renditions.find((rendition) => rendition.recipe === recipeText);
  const version = asset.sha256.slice(0, 8);
  const properties: Properties = {
    ...outputProperties(output),
    ...fileProperties(made, output.quality),
    'image.bgc': background ? `0x${printColor(background).toLowerCase()}ff` : '',
    'image.height': height,
    'image.mask': flag(format?.alpha === true && facts.alpha),
    'image.type': format?.mime ?? '',
    'image.version': version,
    'image.width': width,
    // What describes a master stands in its file.
    'metadata.version': version,
  };
  return Object.fromEntries(Object.entries(properties).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** The order that a wish about an asset of the catalog, or about its smart crop, comes to. */
export function wishedOrder({ asset, crop }: FoundAsset, wish: RenderWish, project: Project): PictureOrder {
  return orderOf({ path: asset.path, ...(crop && { crop: crop.name }) }, wish, project);
}

/** `props` of a wish. */
function wishedProperties(found: FoundAsset, wish: RenderWish, project: Project): Properties {
  const { recipe, recipeText } = wishedOrder(found, wish, project).order;
  if (recipe.kind !== 'picture') throw new Error('expected the recipe of a picture');
  return replyProperties(found, recipe, recipeText);
}

/** `userdata`: of a smart crop its window, as fractions of the master, and the size its profile asks for. */
export function cropProperties({ asset, crop }: Pick<FoundAsset, 'asset' | 'crop'>): Properties {
  const color = asset.swatchColor;
  const swatch = color === undefined ? {} : { SmartSwatchColor: `0x${color.replace('#', '').toUpperCase()}` };
  if (!crop) return swatch;
  const made = asset.renditions.find(({ name, role }) => role === 'crop' && name === crop.name);
  const sides = made ? [made.width, made.height] : [];
  return {
    SmartCropDef: crop.name,
    ...(made && { SmartCropHeight: made.height }),
    SmartCropRect: [...crop.rect, ...sides].join(','),
    SmartCropType: crop.by,
    ...(made && { SmartCropWidth: made.width }),
    ...swatch,
  };
}

/**
 * The answer of a server to `req=` about an asset of the catalog, or about `asset:Crop`. `wish` is the picture that
 * `props` is about. Throws UsageError ASSET_UNKNOWN, except for `exists`, which answers 0; SourceError for no picture.
 */
export async function answerRequest(
  request: Request,
  given: string,
  kind: ReqKind,
  wish: RenderWish,
): Promise<Properties> {
  const renderer = await Renderer.open(request);
  try {
    const { project } = await renderer.runtime();
    const lookup = await renderer.lookup();
    if (kind === 'exists') {
      const found = await lookup.tryFind(given);
      return { 'catalogRecord.exists': flag(found !== undefined && !found.asset.gone) };
    }
    const found = await lookup.find(given);
    if (kind === 'imageprops') return masterProperties(found, project);
    return kind === 'userdata' ? cropProperties(found) : wishedProperties(found, wish, project);
  } finally {
    await renderer.close();
  }
}
