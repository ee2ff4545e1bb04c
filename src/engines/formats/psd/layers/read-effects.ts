import type { LayerEffect, LayerLook } from '../../../../model/photoshop-layer.ts';
import { type PsdFile, readWanted } from '../sections.ts';
import { listAt, numberAt, type PsdValue, readDescriptor, valueAt } from './descriptor.ts';
import type { PsdLayer } from './layer-tree.ts';
import { blockOf } from './read-layers.ts';
import { colorAt, layerMode, modeOf } from './psd-look.ts';

/** Versions stand before the descriptor: that of effects, and its own. */
const DESCRIPTOR_AT = 8;
/** The most that the language grows and blurs by. Pixels. */
const MOST_PIXELS = 100;
const RADIAN = Math.PI / 180;

/** The effects of a layer that the serving language has, and the names of the others. */
interface ReadEffects {
  readonly effects: readonly LayerEffect[];
  readonly left: readonly string[];
}

/** It is drawn with the pixels of layers that are pictures. */
export const GRADIENT_OVERLAY = 'gradient overlay';

/** Effects that have no counterpart in dmx, by the names that Photoshop shows. */
const OTHERS: Readonly<Record<string, string>> = {
  ...{ ebbl: 'bevel', ChFX: 'satin', GrFl: GRADIENT_OVERLAY, patternFill: 'pattern overlay' },
};

/** An effect that covers a layer. */
export interface SaidOverlay {
  readonly effect: PsdValue;
  readonly isGradient: boolean;
  /** Photoshop's key of a blend mode in layers. */
  readonly blend: string;
  /** 0…1. */
  readonly opacity: number;
}

const pixels = (value: number): number => Math.min(MOST_PIXELS, Math.max(0, Math.round(value)));

/** One effect as the file says it. */
class Said {
  readonly #effect: PsdValue | undefined;

  constructor(effect: PsdValue | undefined) {
    this.#effect = effect;
  }

  get look(): LayerLook {
    const opacity = Math.round(numberAt(this.#effect, 'Opct') ?? 100);
    return {
      color: colorAt(this.#effect, 'Clr ') ?? [0, 0, 0],
      opacity,
      blend: modeOf(valueAt(this.#effect, 'Md  ')) ?? 'norm',
    };
  }

  /** A length in pixels of the canvas. The scale (`Scl `) is not applied: Photoshop stores lengths already scaled. */
  length(key: string): number {
    return numberAt(this.#effect, key) ?? 0;
  }

  /** A size of which the spread is grown, and the rest is soft. */
  get edge(): Pick<LayerEffect, 'grow' | 'blur'> {
    const size = this.length('blur');
    const spread = Math.min(1, Math.max(0, (numberAt(this.#effect, 'Ckmt') ?? 0) / 100));
    return { grow: pixels(size * spread), blur: pixels(size * (1 - spread)) };
  }

  /** Offset of a shadow: away from the light, which comes from an angle. */
  way(light: number): LayerEffect['offset'] {
    const angle = (valueAt(this.#effect, 'uglg') === true ? light : (numberAt(this.#effect, 'lagl') ?? light)) * RADIAN;
    const distance = this.length('Dstn');
    return [Math.round(-Math.cos(angle) * distance), Math.round(Math.sin(angle) * distance)];
  }
}

const PLAIN = { offset: [0, 0], grow: 0, blur: 0 } as const;

/** The strokes of a layer: on both sides of its edge half of each. */
function strokesOf(effect: PsdValue | undefined, said: Said): readonly LayerEffect[] {
  const size = said.length('Sz  ');
  const where = valueAt(effect, 'Styl');
  const half = where === 'CtrF' ? 2 : 1;
  const grow = pixels(size / half);
  const stroke = { ...PLAIN, ...said.look, grow };
  return [
    ...(where === 'InsF' ? [] : [{ ...stroke, number: -1 }]),
    ...(where === 'OutF' ? [] : [{ ...stroke, number: 4 }]),
  ];
}

/** Reads effects by their keys, each with its place in the order of Photoshop. */
function effectsAt(key: string, effect: PsdValue, said: Said, light: number): readonly LayerEffect[] | undefined {
  switch (key) {
    case 'DrSh':
      return [{ ...said.look, ...said.edge, number: -3, offset: said.way(light) }];
    case 'OrGl':
      return [{ ...PLAIN, ...said.look, ...said.edge, number: -2 }];
    case 'SoFi':
      return [{ ...PLAIN, ...said.look, number: 1, covers: true }];
    case 'IrGl':
      return valueAt(effect, 'glwS') === 'SrcC' ? undefined : [{ ...PLAIN, ...said.look, ...said.edge, number: 2 }];
    case 'IrSh':
      return [{ ...said.look, ...said.edge, number: 3, offset: said.way(light) }];
    case 'FrFX':
      return valueAt(effect, 'PntT') === 'SClr' ? strokesOf(effect, said) : undefined;
    default:
      return undefined;
  }
}

const NAMES: Readonly<Record<string, string>> = {
  ...{ DrSh: 'drop shadow', OrGl: 'outer glow', SoFi: 'colour overlay', IrGl: 'inner glow from the middle' },
  ...{ IrSh: 'inner shadow', FrFX: 'stroke of a gradient or pattern', ...OTHERS },
};
/** The same where they are drawn, in another mode than they say. */
const KINDS: Readonly<Record<string, string>> = { IrGl: 'inner glow', FrFX: 'stroke' };
/** Newer files have several of some kinds; the first one is the topmost. */
const SEVERAL: Readonly<Record<string, string>> = {
  ...{ DrSh: 'dropShadowMulti', SoFi: 'solidFillMulti', IrSh: 'innerShadowMulti', FrFX: 'frameFXMulti' },
  GrFl: 'gradientFillMulti',
};

function kindsOf(all: PsdValue | undefined, key: string): readonly PsdValue[] {
  const several = listAt(all, SEVERAL[key] ?? '');
  const one = valueAt(all, key);
  return several.length > 0 ? several : one === undefined ? [] : [one];
}

const shows = (effect: PsdValue): boolean =>
  valueAt(effect, 'enab') === true && valueAt(effect, 'present') !== false && (numberAt(effect, 'Opct') ?? 100) > 0;

/** Photoshop File Formats, "Image Resource IDs": the global angle, in whole degrees. */
const GLOBAL_ANGLE = 1037;
const USUAL_ANGLE = 120;

/** The angle of the light that effects share, in degrees. */
export async function lightOf(file: PsdFile): Promise<number> {
  const [angle] = await readWanted(file, (id) => id === GLOBAL_ANGLE);
  return angle && angle.data.length >= 4 ? angle.data.readInt32BE(0) : USUAL_ANGLE;
}

/** Keys of effects: with several of a kind, else one of each, of a layer or of a group. */
const EFFECTS = ['lmfx', 'lfx2', 'lfxs'];

/** The places at which old files say of an effect that it is on, by its key (Photoshop File Formats, "Effects Layer"). */
const SWITCHES: Readonly<Record<string, number>> = {
  ...{ dsdw: 38, isdw: 38, oglw: 30, iglw: 30, bevl: 55, sofi: 23 },
};
const OLD_HEAD_BYTES = 12;

/** Tells whether a layer has effects in the form of Photoshop 5; newer files have both forms. */
async function hasOldEffects(file: PsdFile, layer: PsdLayer): Promise<boolean> {
  const block = (await blockOf(file, layer, 'lrFX')) ?? Buffer.alloc(0);
  for (let at = 4; at + OLD_HEAD_BYTES <= block.length;) {
    const place = SWITCHES[block.toString('latin1', at + 4, at + 8)];
    if (place !== undefined && block[at + OLD_HEAD_BYTES + place] === 1) return true;
    at += OLD_HEAD_BYTES + block.readUInt32BE(at + 8);
  }
  return false;
}

/** The effects descriptor of a layer; undefined where it has none, effects are off, or it cannot be parsed. */
async function describedEffects(file: PsdFile, layer: PsdLayer): Promise<PsdValue | undefined> {
  const [key = ''] = EFFECTS.filter((one) => layer.blocks.has(one));
  const block = await blockOf(file, layer, key);
  const all = block && readDescriptor(block, DESCRIPTOR_AT);
  return valueAt(all, 'masterFXSwitch') === false ? undefined : all;
}

/** Gradient overlays are below colour overlays. */
const OVERLAYS = ['GrFl', 'SoFi'];

/** Effects that are drawn with the pixels of a layer, the lowest first: gradients and colours over all of it. */
export async function overlaysOfLayer(file: PsdFile, layer: PsdLayer): Promise<readonly SaidOverlay[]> {
  const all = await describedEffects(file, layer);
  return OVERLAYS.flatMap((key) => {
    const [effect] = kindsOf(all, key).filter(shows);
    if (effect === undefined) return [];
    const opacity = (numberAt(effect, 'Opct') ?? 100) / 100;
    return [{ effect, isGradient: key === 'GrFl', blend: layerMode(valueAt(effect, 'Md  ')), opacity }];
  });
}

/** Names of the effects of a layer that are not drawn with its pixels. */
export async function namesOfEffects(file: PsdFile, layer: PsdLayer): Promise<readonly string[]> {
  const all = await describedEffects(file, layer);
  if (all === undefined) return await unreadEffects(file, layer);
  return Object.entries(NAMES).flatMap(([key, name]) =>
    OVERLAYS.includes(key) || !kindsOf(all, key).some(shows) ? [] : [KINDS[key] ?? name],
  );
}

/** The effects of a layer; none where they are switched off. `light`: the angle of the file's light, degrees. */
export async function effectsOfLayer(file: PsdFile, layer: PsdLayer, light: number): Promise<ReadEffects> {
  const all = await describedEffects(file, layer);
  if (all === undefined) return { effects: [], left: await unreadEffects(file, layer) };
  const effects: LayerEffect[] = [];
  const left: string[] = [];
  for (const [key, name] of Object.entries(NAMES)) {
    const [first, ...more] = kindsOf(all, key).filter(shows);
    if (first === undefined) continue;
    const read = effectsAt(key, first, new Said(first), light);
    effects.push(...(read ?? []));
    const mode = valueAt(first, 'Md  ');
    if (!read || more.length > 0) left.push(name);
    else if (typeof mode === 'string' && modeOf(mode) === undefined)
      left.push(`the blend mode ${mode} of its ${KINDS[key] ?? name}`);
  }
  return { effects: effects.toSorted((a, b) => a.number - b.number), left };
}

/** Descriptions of effects that are not read at all. */
async function unreadEffects(file: PsdFile, layer: PsdLayer): Promise<readonly string[]> {
  const key = EFFECTS.find((one) => layer.blocks.has(one));
  if (key === undefined) return (await hasOldEffects(file, layer)) ? ['effects of an old file'] : [];
  const block = await blockOf(file, layer, key);
  return block && readDescriptor(block, DESCRIPTOR_AT) ? [] : ['effects that are not understood'];
}
