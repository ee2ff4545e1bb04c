import type { PsdFile } from '../sections.ts';
import type { PsdLayer } from './layer-tree.ts';
import { namesOfEffects } from './read-effects.ts';

/** Keys of layers that change what lies below them, and what people call them. */
const ADJUSTMENTS: Readonly<Record<string, string>> = {
  ...{ levl: 'levels', curv: 'curves', hue2: 'hue and saturation', hueS: 'hue and saturation', blnc: 'colour balance' },
  ...{ brit: 'brightness', CgEd: 'brightness', expA: 'exposure', vibA: 'vibrance', nvrt: 'invert', post: 'posterize' },
  ...{ thrs: 'threshold', selc: 'selective colour', mixr: 'channel mixer', grdm: 'gradient map', phfl: 'photo filter' },
  ...{ blwh: 'black and white', clrL: 'colour lookup' },
};

/** What people call that which a layer does to those below; undefined for layers that show. */
export function adjustmentOf({ blocks }: PsdLayer): string | undefined {
  const key = Object.keys(ADJUSTMENTS).find((one) => blocks.has(one));
  return key === undefined ? undefined : ADJUSTMENTS[key];
}

/** What visible layers do that is not drawn where they are put together: they adjust others, or have effects. */
export async function undrawnOf(file: PsdFile, layers: readonly PsdLayer[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const layer of layers.filter(({ hidden }) => !hidden)) {
    const adjusts = adjustmentOf(layer);
    const effects = adjusts === undefined ? await namesOfEffects(file, layer) : [];
    if (adjusts !== undefined) left.push(`${layer.name} (${adjusts})`);
    else if (effects.length > 0) left.push(`${layer.name} (${effects.join(', ')})`);
    left.push(...(await undrawnOf(file, layer.layers ?? [])));
  }
  return left;
}
