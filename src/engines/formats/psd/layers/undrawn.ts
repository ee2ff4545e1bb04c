import type { PsdFile } from '../sections.ts';
import type { PsdLayer } from './layer-tree.ts';
import { namesOfEffects } from './read-effects.ts';
import { blockOf } from './read-layers.ts';

/** Keys of adjustment layers, which change the layers below them, by the names that Photoshop shows. */
const ADJUSTMENTS: Readonly<Record<string, string>> = {
  ...{ levl: 'levels', curv: 'curves', hue2: 'hue and saturation', hueS: 'hue and saturation', blnc: 'colour balance' },
  ...{ brit: 'brightness', CgEd: 'brightness', expA: 'exposure', vibA: 'vibrance', nvrt: 'invert', post: 'posterize' },
  ...{ thrs: 'threshold', selc: 'selective colour', mixr: 'channel mixer', grdm: 'gradient map', phfl: 'photo filter' },
  ...{ blwh: 'black and white', clrL: 'colour lookup' },
};

/** The name of that which a layer does to those below; undefined for layers that show. */
export function adjustmentOf({ blocks }: PsdLayer): string | undefined {
  const key = Object.keys(ADJUSTMENTS).find((one) => blocks.has(one));
  return key === undefined ? undefined : ADJUSTMENTS[key];
}

/** The ways in which a layer is blended that are not drawn, as people call them. */
export async function blendingOf(file: PsdFile, layer: PsdLayer): Promise<readonly string[]> {
  const knockout = await blockOf(file, layer, 'knko');
  return [...(knockout?.[0] ? ['knockout'] : []), ...(layer.byBrightness ? ['blending by brightness'] : [])];
}

/** The things that visible layers do and that are not drawn where they are put together: they adjust others, or have effects. */
export async function undrawnOf(file: PsdFile, layers: readonly PsdLayer[]): Promise<readonly string[]> {
  const left: string[] = [];
  for (const layer of layers.filter(({ hidden }) => !hidden)) {
    const adjusts = adjustmentOf(layer);
    const effects =
      adjusts === undefined ? [...(await namesOfEffects(file, layer)), ...(await blendingOf(file, layer))] : [];
    if (adjusts !== undefined) left.push(`${layer.name} (${adjusts})`);
    else if (effects.length > 0) left.push(`${layer.name} (${effects.join(', ')})`);
    if (layer.blocks.has('PtFl') && layer.rect.width === 0) left.push(`${layer.name} (a pattern)`);
    if (layer.blocks.has('artb')) left.push(`${layer.name} (an artboard)`);
    left.push(...(await undrawnOf(file, layer.layers ?? [])));
  }
  return left;
}
