import { freeze } from '../base/plain-data.ts';
import { present } from '../base/present.ts';
import type { PictureRecipe, RecipeObject } from '../model/recipe/recipe.ts';
import type { Definitions } from './expand.ts';
import { parseModifiers } from './parse.ts';
import { resolveRecipe } from './resolve/resolve.ts';
import type { ServerSettings } from './resolve/server-settings.ts';
import { readObjectText } from './source-text.ts';

/** An address of Image Serving; whose server it names says nothing, for its pictures are those of the library. */
const REQUEST = /^(?:(?:https?:)?\/\/[^/?#]+)?\/is\/image\/([^?#]+)(?:\?([^#]*))?/i;

/** Tells whether an address in a drawing is a request for a picture of the library, by its beginning. */
export function isPictureRequest(address: string): boolean {
  const path = REQUEST.exec(address)?.[1];
  return path !== undefined && 'path' in readObjectText(path);
}

/** The meaning of the requests of drawings. */
export interface RequestSettings {
  /** Presets, which a request may name. */
  readonly definitions: Pick<Definitions, 'macros' | 'macroNames' | 'mistakeOf'>;
  readonly server: ServerSettings;
}

/** A picture that a drawing asks for, and what was found wrong with how it does. */
export interface ReadRequest {
  readonly object: RecipeObject;
  readonly problems: readonly string[];
}

/** A value as it stands in an address, but for the signs of a request that it may be. */
const written = (value: string): string =>
  /^\s*(?:is)?[{(]/i.test(value) ? value : value.replaceAll(/[%&+#]/g, (sign) => encodeURIComponent(sign));

/** The reply to a request as what a drawing shows of it: its pixels, whatever file it asks for. */
const shown = ({ kind, composite, view, resample }: PictureRecipe): PictureRecipe =>
  present<PictureRecipe>({ kind, composite, view, resample, output: {} });

/**
 * Reads a request of a drawing. All values that the drawing is given hold in it, and win over its own; without a size it is
 * no larger than `defaultpix` (reference: SVG templates). Commands that cannot be used are left out, and told.
 */
export function readDrawingRequest(
  address: string,
  values: Readonly<Record<string, string>>,
  { definitions, server }: RequestSettings,
): ReadRequest {
  const [, path = '', modifiers = ''] = REQUEST.exec(address) ?? [];
  const named = readObjectText(path);
  const variables = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)]));
  const { recipe, problems } = parseModifiers(modifiers, { ...definitions, mode: 'lenient', variables });
  const request = freeze(shown(resolveRecipe(recipe, server)));
  return {
    object: { ...('path' in named && named.path !== undefined && { path: named.path }), request },
    problems: problems.filter(({ code }) => code !== 'VARIABLE_UNUSED').map(({ message }) => message),
  };
}
