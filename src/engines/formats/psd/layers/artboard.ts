import type { Rect } from '../../../../model/geometry.ts';
import type { PsdFile } from '../sections.ts';
import { numberAt, type PsdValue, readDescriptor } from './descriptor.ts';
import type { PsdLayer } from './layer-tree.ts';
import { colorAt } from './psd-look.ts';
import { blockOf } from './read-layers.ts';

/** An artboard: a rectangle of the canvas with a ground. */
interface Artboard {
  readonly rect: Rect;
  /** Red, green, blue, 0…255; absent where it is clear. */
  readonly color?: readonly [number, number, number];
}

/** Grounds of artboards by their numbers, but for the one that says its colour; 3 is clear. */
const GROUNDS: Readonly<Record<number, Artboard['color']>> = { 1: [255, 255, 255], 2: [0, 0, 0] };
const COLORED = 4;

function rectOf(said: PsdValue): Rect {
  const side = (name: string): number => numberAt(said, 'artboardRect', name) ?? 0;
  const [x, y] = [side('Left'), side('Top ')];
  return { x, y, width: side('Rght') - x, height: side('Btom') - y };
}

/** The artboard that a group is; undefined for other groups. */
export async function artboardOf(file: PsdFile, group: PsdLayer): Promise<Artboard | undefined> {
  const block = await blockOf(file, group, 'artb');
  const said = block && readDescriptor(block, 4);
  if (!said) return undefined;
  const rect = rectOf(said);
  const ground = numberAt(said, 'artboardBackgroundType') ?? 0;
  const color = ground === COLORED ? colorAt(said, 'Clr ') : GROUNDS[ground];
  return { rect, ...(color && rect.width > 0 && rect.height > 0 && { color }) };
}
