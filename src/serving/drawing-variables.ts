import type { PictureRecipe } from '../model/recipe/recipe.ts';
import { decode } from './grammar.ts';

type Values = Readonly<Record<string, string>>;

/** Tells whether a name is that of a drawing (SVG), whose text may have variables. */
export const isDrawing = (name: string): boolean => /\.svgz?$/i.test(name);

/** Line ends part variables; in a drawing they are blanks. */
const LINE_ENDS = /[\r\n]+/g;

/**
 * The recipe whose master gets values of variables, which it has if it is a drawing; one that has some already, or shows
 * another picture, stays as it is. The values are as they are written.
 */
export function withVariables(recipe: PictureRecipe, written: ReadonlyMap<string, string>): PictureRecipe {
  const [base, ...above] = recipe.composite.layers;
  if (written.size === 0 || base.source.kind !== 'master' || base.variables) return recipe;
  const values = [...written].map(([name, value]) => [name, decode(value).replaceAll(LINE_ENDS, ' ')] as const);
  const variables = Object.fromEntries(values.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { ...recipe, composite: { ...recipe.composite, layers: [{ ...base, variables }, ...above] } };
}

/** Values of variables as a text: a line each, `name=value`. */
export const printVariables = (values: Values): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');

const LINE = /^([A-Za-z0-9._-]+)=([^]*)$/;

/** Parses the output of `printVariables`; undefined for other texts. */
export function parseVariables(text: string): Values | undefined {
  const lines = text.split('\n').map((line) => LINE.exec(line));
  if (!lines.every((line) => line !== null)) return undefined;
  return Object.fromEntries(lines.map(([, name = '', value = '']) => [name.toLowerCase(), value]));
}
