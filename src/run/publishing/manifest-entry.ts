import { compareUtf8 } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { ImageFacts } from '../../model/asset.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { DmxError } from '../../model/errors.ts';
import { IMAGE_ENDINGS } from '../../model/formats/master-formats.ts';
import { type Rect, toPixels } from '../../model/geometry.ts';
import { isMarked, type PlacedMarks } from '../../model/hotspots.ts';
import { manifestAsset, type MarksByRendition } from '../../model/manifest/manifest.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { drawingOf, type FoundImage, referencePath } from '../../model/recipe/referenced-image.ts';
import { referencesOf, smartCropOf } from '../../model/recipe/recipe-tree.ts';
import type { RenditionRecord, Role } from '../../model/rendition.ts';
import { placeMarks } from '../../plan/place-marks.ts';
import { parseRecipe } from '../../serving/print.ts';

/** Roles of pictures that people look at; a swatch shows a piece of the subject, whose place is not recorded. */
const SHOWN: readonly Role[] = ['preset', 'crop', 'pyramid'];

/** The window of the smart crop that a rendition shows. */
function windowOf(
  { name, crop = name }: RenditionRecord,
  { smartCrops }: AssetRecord,
  facts: ImageFacts,
): Rect | undefined {
  const found = smartCrops.find((one) => one.name === crop);
  return found && toPixels(found.rect, facts);
}

/** The record of a picture by its path, or by that without its ending. */
async function recordOf(path: string, catalog: Catalog): Promise<AssetRecord | undefined> {
  const record = await catalog.asset(path);
  if (record !== undefined) return record;
  const names = IMAGE_ENDINGS.map((ending) => `${path}${ending}`).toSorted(compareUtf8);
  for await (const one of catalog.assetsAt(names)) if (!one.gone) return one;
  return undefined;
}

/** The pictures of these names, as the catalog knows them. */
export async function referencesNamed(
  objects: readonly string[],
  asset: string,
  catalog: Catalog,
): Promise<readonly FoundImage[]> {
  return Promise.all(
    objects.map(async (object): Promise<FoundImage> => {
      const file = referencePath(object, asset);
      const drawing = drawingOf(file);
      const record = (await recordOf(file, catalog)) ?? (drawing && (await recordOf(drawing, catalog)));
      if (!record || record.facts?.kind !== 'image') return { object, got: 'none' };
      const { stat, sha256, facts } = record;
      // Pictures that a drawing requested are part of it now.
      const { requests: _asked, ...whole } = facts;
      return { object, file, stat, sha256, facts: file === record.path ? facts : whole };
    }),
  );
}

/**
 * The marks of one rendition; nothing where their places cannot be told: a picture that its recipe names has gone, or
 * another dmx wrote that.
 */
async function tryPlace(
  rendition: RenditionRecord,
  record: AssetRecord,
  facts: ImageFacts,
  catalog: Catalog,
): Promise<PlacedMarks | undefined> {
  try {
    const recipe = parseRecipe(rendition.recipe);
    const window = smartCropOf(recipe) && windowOf(rendition, record, facts);
    const named = recipe.kind === 'picture' ? referencesOf(recipe) : [];
    const references = await referencesNamed(named, record.path, catalog);
    return placeMarks(record, { recipe, facts, references, ...(window && { window }) });
  } catch (error) {
    if (error instanceof DmxError) return undefined;
    throw error;
  }
}

async function marksIn(record: AssetRecord, catalog: Catalog): Promise<MarksByRendition> {
  const { facts, renditions } = record;
  const placed = new Map<string, PlacedMarks>();
  if (facts?.kind !== 'image' || !isMarked(record)) return placed;
  for (const rendition of renditions) {
    // Alternates have the places of their rendition.
    const isOwn = rendition.alternate === undefined && rendition.stale !== true;
    if (!isOwn || !SHOWN.includes(rendition.role)) continue;
    const marks = await tryPlace(rendition, record, facts, catalog);
    if (marks) placed.set(rendition.name, marks);
  }
  return placed;
}

/** An asset as the manifest lists it, with the places of its hotspots and zoom targets in each of its renditions. */
export async function manifestEntry(record: AssetRecord, catalog: Catalog): Promise<ManifestAsset> {
  return manifestAsset(record, await marksIn(record, catalog));
}
