import { present } from '../../base/present.ts';
import type { Layer } from '../../model/recipe/recipe.ts';
import type { Typesetting } from '../../model/text/typesetting.ts';

/** Degrees brought to 0…360; undefined for no turn at all. */
export function turn(degrees = 0): number | undefined {
  const rest = degrees % 360;
  const upward = rest < 0 ? rest + 360 : rest;
  return upward === 0 || upward === 360 ? undefined : upward;
}

export const whereAny = <T extends object>(fields: T | undefined): T | undefined =>
  fields && Object.keys(fields).length > 0 ? fields : undefined;

/** Lines that are not level: a path goes before areas, and either before an angle of lines on the path. */
function resolveBend({ angle, flowPath, flowExceptPath, path, pathRun }: Typesetting): Typesetting {
  if (path) {
    const usual = pathRun?.reverse === false && pathRun.start === 0 && pathRun.end === 1;
    return { path, ...(pathRun && !usual && { pathRun }) };
  }
  const flowing = flowPath ? present<Typesetting>({ flowPath, flowExceptPath }) : {};
  return { ...flowing, ...present<Typesetting>({ angle: turn(angle) }) };
}

/** Typesetting without defaults; undefined where nothing is left. */
export function resolveTypesetting({ source, typesetting = {} }: Layer): Typesetting | undefined {
  if (source.kind !== 'text') return undefined;
  const { resolution, smoothing, fit, wrapping } = typesetting;
  const bent = source.rules === 'textPs' ? resolveBend(typesetting) : {};
  return whereAny(
    present<Typesetting>({
      resolution: resolution === 72 ? undefined : resolution,
      smoothing: smoothing === 'off' ? smoothing : undefined,
      fit: fit === 'fixedRes' ? undefined : fit,
      wrapping: wrapping === 'wrap' ? undefined : wrapping,
      ...bent,
    }),
  );
}

/** A text has no source that is masked, cropped, scaled or bent: its box says how large it is (reference B.2). */
export function withoutPicture(layer: Layer): Layer {
  if (layer.source.kind !== 'text') return layer;
  const {
    mask: _mask,
    crop: _crop,
    cropPaths: _paths,
    scale: _scale,
    resolution: _res,
    perspective: _bent,
    ...text
  } = layer;
  return text;
}

type Words = (text: string) => string;

/** AREA elements in one language: strings of several are values in quotes (reference G.7). */
export const mapInOneLanguage = (map: string, words: Words): string =>
  map.replaceAll(/(["'])(.*?)\1/gs, (_all, quote: string, value: string) => `${quote}${words(value)}${quote}`);

/** A layer whose text and maps are in one language. */
export function inOneLanguage(layer: Layer, words: Words): Layer {
  const { source, own, sourceMap } = layer;
  return {
    ...layer,
    ...(source.kind === 'text' && { source: { ...source, text: words(source.text) } }),
    ...(sourceMap !== undefined && { sourceMap: mapInOneLanguage(sourceMap, words) }),
    ...(own?.map !== undefined && { own: { ...own, map: mapInOneLanguage(own.map, words) } }),
  };
}
