import type { BlendMode } from '../../../../model/recipe/recipe.ts';
import { toSrgb } from '../../../../model/srgb-curve.ts';
import type { PsdHeader } from '../header.ts';
import { numberAt, type PsdValue, valueAt } from './descriptor.ts';

/** Photoshop's blend modes that the serving language has: by their keys in layers, then in descriptors. */
const MODES: Readonly<Record<string, BlendMode>> = {
  ...{ norm: 'norm', diss: 'dissolve', 'mul ': 'mult', scrn: 'screen', dark: 'darken', lite: 'lighten' },
  ...{ Nrml: 'norm', Dslv: 'dissolve', Mltp: 'mult', Scrn: 'screen', Drkn: 'darken', Lghn: 'lighten' },
};

/** The blend mode of a key; undefined for one that the serving language has not. */
export const modeOf = (key: PsdValue | undefined): BlendMode | undefined =>
  typeof key === 'string' && Object.hasOwn(MODES, key) ? MODES[key] : undefined;

/** Photoshop's blend modes: their keys in descriptors, then in layers. */
const LAYER_MODES: Readonly<Record<string, string>> = {
  ...{ Nrml: 'norm', Dslv: 'diss', Drkn: 'dark', Mltp: 'mul ', CBrn: 'idiv', linearBurn: 'lbrn', darkerColor: 'dkCl' },
  ...{ Lghn: 'lite', Scrn: 'scrn', CDdg: 'div ', linearDodge: 'lddg', lighterColor: 'lgCl', Ovrl: 'over' },
  ...{ SftL: 'sLit', HrdL: 'hLit', vividLight: 'vLit', linearLight: 'lLit', pinLight: 'pLit', hardMix: 'hMix' },
  ...{ Dfrn: 'diff', Xclu: 'smud', blendSubtraction: 'fsub', blendDivide: 'fdiv' },
  ...{ 'H   ': 'hue ', Strt: 'sat ', 'Clr ': 'colr', Lmns: 'lum ' },
};

/** The blend mode of a descriptor as layers name it; one that is not known is normal. */
export const layerMode = (key: PsdValue | undefined): string =>
  (typeof key === 'string' && Object.hasOwn(LAYER_MODES, key) && LAYER_MODES[key]) || 'norm';

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

const FLOATS = 32;
/** Ink percentages are stored inverted. */
const ink = (percent: number): number => 255 - percent * 2.55;

/** Samples of colours by what a file is in: keys of a colour, and what its values are stored as. */
const SPACES: Readonly<Record<string, Readonly<Record<string, (value: number) => number>>>> = {
  srgb: { 'Rd  ': Number, 'Grn ': Number, 'Bl  ': Number },
  gray: { 'Gry ': ink },
  cmyk: { 'Cyn ': ink, Mgnt: ink, 'Ylw ': ink, Blck: ink },
  lab: { Lmnc: (value) => value * 2.55, 'A   ': (value) => value + 128, 'B   ': (value) => value + 128 },
};

/** A colour of a descriptor as samples of 8 bits as a file stores them; undefined for one of another space. */
export function samplesAt(
  value: PsdValue | undefined,
  key: string,
  { mode, depth }: Pick<PsdHeader, 'mode' | 'depth'>,
): readonly number[] | undefined {
  const color = valueAt(value, key);
  const samples = Object.entries(SPACES[mode.space] ?? {}).map(([name, stored]) => {
    const said = numberAt(color, name);
    return said === undefined ? undefined : byte(depth === FLOATS ? toSrgb(stored(said) / 255) * 255 : stored(said));
  });
  return samples.length === mode.colors && samples.every((sample) => sample !== undefined) ? samples : undefined;
}
