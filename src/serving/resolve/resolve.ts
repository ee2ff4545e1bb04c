import { freeze } from '../../base/plain-data.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import type { PictureRecipe, PyramidRecipe, Recipe } from '../../model/recipe/recipe.ts';
import { referencesOf } from '../../model/recipe/recipe-tree.ts';
import { roundSize } from '../../model/geometry.ts';
import { present } from '../../base/present.ts';
import { localised } from './localisation.ts';
import { isWhole, narrowing, resolveComposite } from './resolve-layer.ts';
import { resolveMaster } from './resolve-master.ts';
import { resolveOutput } from './resolve-output.ts';
import type { ServerSettings } from './server-settings.ts';
import { isAlignable } from '../../model/recipe/view-fit.ts';
import type { View } from '../../model/recipe/transforms.ts';

/** The default metadata policy. */
const DEFAULT_METADATA = 'copyright';
/** The pyramid's own default: quality says nothing where tiles are stored without loss. */
const PYRAMID_QUALITY = 95;

type Sides = readonly [width: number, height: number];

/** With neither `wid`, `hei` nor `scl` the picture is fitted into `defaultpix`, never enlarged (reference B.6). */
function defaultView([width, height]: Sides): View {
  if (width === 0 && height === 0) return { scale: 1 };
  return {
    ...(width > 0 && { width }),
    ...(height > 0 && { height }),
    fit: { mode: 'constrain', upscale: false },
  };
}

/** `dpr` as far as `maxpix` allows it, aspect kept (reference D.5); it never makes a reply smaller than without it. */
function limitedRatio({ width = 0, height = 0, pixelRatio = 1 }: View, [most, highest]: Sides): number {
  const room = (limit: number, length: number): number => (limit > 0 && length > 0 ? limit / length : Infinity);
  return Math.min(pixelRatio, Math.max(1, Math.min(room(most, width), room(highest, height))));
}

/** `dpr`, put into the sizes it multiplies. */
function multiplied(view: View, maxpix: Sides): Pick<View, 'width' | 'height' | 'scale'> {
  const { width, height, scale } = view;
  const pixelRatio = limitedRatio(view, maxpix);
  return present<Pick<View, 'width' | 'height' | 'scale'>>({
    width: width === undefined ? undefined : roundSize(width * pixelRatio),
    height: height === undefined ? undefined : roundSize(height * pixelRatio),
    scale: scale === undefined ? undefined : scale / pixelRatio,
  });
}

function sizedView(view: View, { defaultpix, maxpix }: ServerSettings): View {
  const sizes = multiplied(view, maxpix);
  const { width, height, scale } = sizes;
  if (width === undefined && height === undefined && scale === undefined) return defaultView(defaultpix);
  const [horizontal, vertical] = view.align ?? [0, 0];
  const align = isAlignable(view) && (horizontal !== 0 || vertical !== 0) ? view.align : undefined;
  const fit = scale === undefined ? (view.fit ?? { mode: 'fit', upscale: false }) : undefined;
  return present<View>({ ...sizes, fit, align });
}

/** Thumbnails fill their box as far as their shape lets them, enlarged too: reference B.7, thumbnails of type 2. */
function thumbnailView({ width, height, pixelRatio }: View, { defaultthumbpix: [w, h], maxpix }: ServerSettings): View {
  const box = { width: width ?? (w || undefined), height: height ?? (h || undefined) };
  return { ...multiplied(present<View>({ ...box, pixelRatio }), maxpix), fit: { mode: 'fit', upscale: true } };
}

function resolveView({ view, reply }: PictureRecipe, server: ServerSettings): View {
  const { region, tile } = view;
  const sized = reply === 'thumbnail' ? thumbnailView(view, server) : sizedView(view, server);
  return { ...sized, ...present<View>({ region: narrowing(region), tile }) };
}

/**
 * The settings of a nested request about its reply, not of a file: reference A.5. Where it names no size it is as large as it is;
 * undefined for one that asks for all of its picture as it is.
 */
function resolveRequest(
  { composite: asked, master: treated, view: shown, resample: filter }: PictureRecipe,
  server: ServerSettings,
): PictureRecipe | undefined {
  const kept = present<PictureRecipe>({
    kind: 'picture',
    composite: asked,
    master: treated,
    view: shown,
    resample: filter,
    output: {},
  });
  const free = {
    ...server,
    defaultpix: [0, 0],
    maxpix: [0, 0],
    defaultimage: undefined,
    localemap: undefined,
  } as const;
  const { background: _ground, metadata: _rights, ...resolved } = resolvePicture(kept, free);
  const { view, composite, master } = resolved;
  const plain = isWhole(composite) && !master && view.scale === 1 && Object.keys(view).length === 1;
  return plain ? undefined : { ...resolved, output: {} };
}

/** The way in which pictures that a recipe names are found, where it names any. */
function resolveLookup(recipe: PictureRecipe, server: ServerSettings): Pick<PictureRecipe, 'locale' | 'defaultImage'> {
  if (referencesOf(recipe).length === 0) return {};
  const { locale, defaultImage = server.defaultimage } = recipe;
  return present<Pick<PictureRecipe, 'locale' | 'defaultImage'>>({
    locale: server.localemap && (locale ?? server.defaultlocale),
    defaultImage: defaultImage === '' && server.defaultimage === undefined ? undefined : defaultImage,
  });
}

function resolvePicture(recipe: PictureRecipe, server: ServerSettings): PictureRecipe {
  const format = formatOf(recipe.output);
  const { locale = server.defaultlocale } = recipe;
  const mask = recipe.reply === 'mask';
  // A mask is gray where its format can be.
  const gray = mask && format.pixelTypes.includes('gray') ? ({ pixelType: 'gray' } as const) : {};
  return present<PictureRecipe>({
    kind: 'picture',
    composite: resolveComposite(recipe.composite, {
      resolution: server.resolution,
      request: (request) => resolveRequest(request, { ...server, defaultlocale: locale }),
      words: (text) => localised(text, locale, server),
    }),
    master: resolveMaster(recipe.master),
    view: resolveView(recipe, server),
    reply: mask ? 'mask' : undefined,
    background: format.alpha || mask ? undefined : { ...(recipe.background ?? server.bkgcolor), alpha: 255 },
    resample: recipe.resample ?? server.resmode,
    output: resolveOutput({ ...gray, ...recipe.output }, format, server),
    metadata: recipe.metadata ?? DEFAULT_METADATA,
    ...resolveLookup(recipe, server),
  });
}

function resolvePyramid(recipe: PyramidRecipe): PyramidRecipe {
  return present<PyramidRecipe>({
    ...recipe,
    master: resolveMaster(recipe.master),
    quality: recipe.compression === 'jpeg' ? recipe.quality : PYRAMID_QUALITY,
    metadata: recipe.metadata ?? DEFAULT_METADATA,
  });
}

/**
 * Fills in what the server settings say and takes out what cannot change a pixel, so that equal pictures have equal
 * recipes and the recipe alone determines the file. Resolving twice changes nothing.
 */
export function resolveRecipe(recipe: PictureRecipe, server: ServerSettings): PictureRecipe;
export function resolveRecipe(recipe: PyramidRecipe, server: ServerSettings): PyramidRecipe;
export function resolveRecipe(recipe: Recipe, server: ServerSettings): Recipe;
export function resolveRecipe(recipe: Recipe, server: ServerSettings): Recipe {
  return freeze(recipe.kind === 'picture' ? resolvePicture(recipe, server) : resolvePyramid(recipe));
}
