import type { BlendMode } from '../../../../model/recipe/recipe.ts';
import { numberAt, type PsdValue, valueAt } from './descriptor.ts';

/** Photoshop's blend modes that the serving language has: by their keys in layers, then in descriptors. */
const MODES: Readonly<Record<string, BlendMode>> = {
  ...{ norm: 'norm', diss: 'dissolve', 'mul ': 'mult', scrn: 'screen', dark: 'darken', lite: 'lighten' },
  ...{ Nrml: 'norm', Dslv: 'dissolve', Mltp: 'mult', Scrn: 'screen', Drkn: 'darken', Lghn: 'lighten' },
};

/** The blend mode of a key; undefined for one that the serving language has not. */
export const modeOf = (key: PsdValue | undefined): BlendMode | undefined =>
  typeof key === 'string' && Object.hasOwn(MODES, key) ? MODES[key] : undefined;

const byte = (value: number): number => Math.round(Math.min(255, Math.max(0, value)));

/** A colour of a descriptor as red, green and blue, 0…255; undefined for spaces other than RGB and gray. */
export function colorAt(value: PsdValue | undefined, key: string): readonly [number, number, number] | undefined {
  const color = valueAt(value, key);
  const [r, g, b] = ['Rd  ', 'Grn ', 'Bl  '].map((part) => numberAt(color, part));
  if (r !== undefined && g !== undefined && b !== undefined) return [byte(r), byte(g), byte(b)];
  const gray = numberAt(color, 'Gry ');
  if (gray === undefined) return undefined;
  const level = byte(255 - gray * 2.55);
  return [level, level, level];
}
