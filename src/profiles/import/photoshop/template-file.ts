import { Document, isMap, isScalar, Scalar } from 'yaml';
import type {
  LayerEffect,
  LayerRemark,
  PhotoshopDocument,
  TakenFill,
  TakenLayer,
  TakenPicture,
  TakenText,
} from '../../../model/photoshop-layer.ts';
import type { PhotoshopText } from '../../../model/text/photoshop-text.ts';
import { readPreset } from '../../presets/preset.ts';
import { NameClaims } from '../name-claims.ts';
import { type FontFor, richTextOf } from './rich-text.ts';

/** A variable of the template as YAML has it. */
interface Declared {
  readonly default: string;
  readonly type: 'asset' | 'text';
  readonly description: string;
}

interface Segment {
  readonly commands: readonly string[];
  readonly vars: readonly (readonly [name: string, declared: Declared])[];
}

/** The longest name of a variable that is made of a layer's. */
const MOST_LETTERS = 40;

/** A name of letters that variables may have, as near to a layer's as can be. */
function variableName(layer: string): string {
  const plain = layer.normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const tidy = plain.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return tidy.slice(0, MOST_LETTERS).toLowerCase() || 'layer';
}

/** Signs that part commands, encoded. */
const encoded = (text: string): string =>
  text.replaceAll(/[%&=+]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

const hex = (color: readonly number[]): string =>
  color.map((value) => value.toString(16).padStart(2, '0').toUpperCase()).join('');

const lookOf = (opacity: string, blend: string): readonly string[] => [
  ...(opacity === '100' ? [] : [`opac=${opacity}`]),
  ...(blend === 'norm' ? [] : [`blendMode=${blend}`]),
];

function effectOf({ number, color, opacity, blend, offset, grow, blur, covers }: LayerEffect): readonly string[] {
  const [x, y] = offset;
  return [
    ...[`effect=${number}`, `color=${hex(color)}`, ...lookOf(`${opacity}`, blend)],
    ...(covers ? ['maskUse=off'] : []),
    ...(grow === 0 ? [] : [`op_grow=${grow}`]),
    ...(blur === 0 ? [] : [`op_blur=${blur}`]),
    ...(x === 0 && y === 0 ? [] : [`pos=${x},${y}`]),
  ];
}

/** The look of a layer, and its effects behind all else that is said of it. */
function looksOf({ opacity, fill, blend, effects }: TakenLayer): readonly string[] {
  const both =
    effects.length > 0 ? (fill === 100 ? `${opacity}` : `${opacity},${fill}`) : `${Math.round((opacity * fill) / 100)}`;
  return [...lookOf(both, blend), ...effects.flatMap(effectOf)];
}

function fillSegment(layer: TakenFill): Segment {
  const { x, y, width, height } = layer.rect;
  const place = [`size=${width},${height}`, 'origin=0,0', `pos=${x},${y}`];
  return { commands: [`color=${hex(layer.color)}`, ...place, ...looksOf(layer)], vars: [] };
}

function pictureSegment(layer: TakenPicture, names: NameClaims): Segment {
  const name = names.claim(variableName(layer.name));
  const { x, y, width, height } = layer.rect;
  const description = `Picture of the layer ${layer.name}, ${width}×${height}`;
  return {
    commands: [`src=$${name}$`, `size=${width},${height}`, 'origin=0,0', `pos=${x},${y}`, ...looksOf(layer)],
    vars: [[name, { default: layer.asset, type: 'asset', description }]],
  };
}

const DEGREES = 180 / Math.PI;

/** The place at which a text begins, and the box that it flows in, on the canvas. */
function placeOf({ transform: { xx, xy, yx, yy, x, y }, box }: PhotoshopText): readonly string[] {
  const angle = Math.round(Math.atan2(xy, xx) * DEGREES * 100) / 100;
  if (!box) return [`pos=${Math.round(x)},${Math.round(y)}`, ...(angle === 0 ? [] : [`textAngle=${angle}`])];
  const across = Math.round(box.width * Math.hypot(xx, xy));
  const down = Math.round(box.height * Math.hypot(yx, yy));
  const left = Math.round(xx * box.x + yx * box.y + x);
  const top = Math.round(xy * box.x + yy * box.y + y);
  return [`size=${Math.max(1, across)},${Math.max(1, down)}`, 'origin=0,0', `pos=${left},${top}`];
}

function textSegment(layer: TakenText, names: NameClaims, fontFor: FontFor): Segment {
  const claimed = new Map<number, string>();
  const name = (index: number): string => {
    const known = claimed.get(index) ?? names.claim(variableName(layer.name));
    claimed.set(index, known);
    return known;
  };
  const { rtf, words } = richTextOf(layer.text, name, fontFor);
  const description = `Words of the text ${layer.name}, as RTF: \\ { } are written \\\\ \\{ \\}`;
  return {
    commands: [`textPs=${encoded(rtf)}`, ...placeOf(layer.text), ...looksOf(layer)],
    vars: words.map(({ name: variable, value }) => [variable, { default: value, type: 'text' as const, description }]),
  };
}

/** A template of a Photoshop file. */
export interface PhotoshopTemplate {
  /** YAML of a presets file. */
  readonly yaml: string;
  /** The text of the preset. */
  readonly text: string;
  readonly remarks: readonly LayerRemark[];
}

const STAND_IN = 'the font of the package stands for it, which has its widths and other heights';
const NO_FONT = 'no font of that name: the usual one stands for it; give it under fonts: in dmx.yaml and import again';

/** A template of a Photoshop file. `source`: where it is from; `fontFor`: which font stands for a PostScript name. */
export function templateFile(
  preset: string,
  { size: { width, height }, layers, remarks }: PhotoshopDocument,
  { source, fontFor }: { readonly source: string; readonly fontFor: FontFor },
): PhotoshopTemplate {
  const names = new NameClaims();
  const aboutFonts = new Map<string, string>();
  const named: FontFor = (postScript) => {
    const font = fontFor(postScript);
    if (font?.standIn !== false) aboutFonts.set(postScript, font ? STAND_IN : NO_FONT);
    return font;
  };
  const segments = layers.map((layer) => {
    if (layer.kind === 'fill') return fillSegment(layer);
    return layer.kind === 'text' ? textSegment(layer, names, named) : pictureSegment(layer, names);
  });
  const modifiers = [
    `layer=0&src=&size=${width},${height}&origin=0,0`,
    ...segments.map(({ commands }, i) => [`layer=${i + 1}`, ...commands].join('&')),
    `layer=comp&wid=${width}`,
  ].join('&');
  const vars = Object.fromEntries(segments.flatMap((segment) => segment.vars));
  const told = [...remarks, ...[...aboutFonts].map(([layer, reason]) => ({ layer, reason }))];
  const text = readPreset(preset, { vars, modifiers }).text;
  return { yaml: printTemplate(preset, { vars, modifiers }, source, told), text, remarks: told };
}

function printTemplate(
  preset: string,
  body: { readonly vars: Readonly<Record<string, Declared>>; readonly modifiers: string },
  source: string,
  remarks: readonly LayerRemark[],
): string {
  const document = new Document({ kind: 'image-presets', presets: { [preset]: body } });
  const lines = [
    ` Taken over from ${source} by dmx presets import.`,
    ...remarks.map(({ layer, reason }) => ` ${layer}: ${reason}`),
  ];
  document.commentBefore = lines.map((line) => line.replaceAll(/\p{Cc}+/gu, ' ')).join('\n');
  const map = document.getIn(['presets', preset]);
  for (const { key, value } of isMap(map) ? map.items : [])
    if (isScalar(key) && key.value === 'modifiers' && isScalar(value)) value.type = Scalar.QUOTE_SINGLE;
  return document.toString({ lineWidth: 0 });
}
