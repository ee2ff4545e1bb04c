import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { DmxError } from '../../model/errors.ts';
import { smartCropOf } from '../../model/recipe/recipe-tree.ts';
import type { RenditionRecord } from '../../model/rendition.ts';
import { isLayered, type LayerBox, layerBoxes, namedBy } from '../../plan/layer-boxes.ts';
import { parseRecipe } from '../../serving/print.ts';
import { referencesNamed } from '../publishing/manifest-entry.ts';

/** A rendition of several layers, with their positions. */
export interface Layered {
  readonly rendition: RenditionRecord;
  readonly layers: readonly LayerBox[];
}

async function boxesOf(
  rendition: RenditionRecord,
  { facts, path }: AssetRecord,
  catalog: Catalog,
): Promise<readonly LayerBox[]> {
  try {
    const recipe = parseRecipe(rendition.recipe);
    // Of a smart crop the window is not at hand.
    if (facts?.kind !== 'image' || !isLayered(recipe) || smartCropOf(recipe)) return [];
    const references = await referencesNamed(namedBy(recipe), path, catalog);
    return layerBoxes({ recipe, facts, references });
  } catch (error) {
    if (error instanceof DmxError) return [];
    throw error;
  }
}

/** The layered renditions of an asset; without those whose pictures are gone. */
export async function layeredOf(record: AssetRecord, catalog: Catalog): Promise<readonly Layered[]> {
  const found: Layered[] = [];
  for (const rendition of record.renditions) {
    // Most recipes name no layer above the first: these are not parsed.
    if (rendition.role !== 'preset' || rendition.alternate !== undefined || !/&layer=[1-9]/.test(rendition.recipe))
      continue;
    const layers = await boxesOf(rendition, record, catalog);
    if (layers.length > 0) found.push({ rendition, layers });
  }
  return found;
}
