import { mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { tmpdir } from 'node:os';
import { fillDrawing } from '../../../src/engines/formats/svg/fill-drawing.ts';
import { decodeToTiff, withDecoded } from '../../../src/engines/image/with-decoded.ts';
import { drawFrames } from '../../../src/engines/image/draw.ts';
import { makeFrame } from '../../../src/layout/make-frame.ts';
import type { Master } from '../../../src/engines/image/source/master.ts';
import {
  withReferenceFacts,
  type OpenReference,
  type OpenReferences,
  openReferenced,
} from '../../../src/engines/image/source/referenced-images.ts';
import { readGlyphImage } from '../../../src/engines/image/source/glyph-image.ts';
import { openForFrames } from '../../../src/engines/image/source/open-source.ts';
import { toBytes } from '../../../src/engines/image/source/pixels.ts';
import { readOutlines } from '../../../src/engines/image/paths/read-outlines.ts';
import { probeImage } from '../../../src/engines/image/probe.ts';
import { profileLoader } from '../../../src/engines/image/color/load-profile.ts';
import { renderingOf } from '../../../src/layout/color-conversion.ts';
import { findWindow } from '../../../src/engines/crop/find-window.ts';
import type { Picture } from '../../../src/engines/picture.ts';
import type { ImageFacts } from '../../../src/model/asset.ts';
import type { FoundImage } from '../../../src/model/recipe/referenced-image.ts';
import { fillDrawings } from '../../../src/plan/fill-drawings.ts';
import type { PictureRecipe } from '../../../src/model/recipe/recipe.ts';
import { referencesOf, smartCropOf } from '../../../src/model/recipe/recipe-tree.ts';
import { parseRecipe } from '../../../src/serving/print.ts';
import { resolveRecipe } from '../../../src/serving/resolve/resolve.ts';
import { sniff } from '../../../src/system/sniff.ts';
import { openTexts } from '../../../src/engines/text/open-texts.ts';
import { packageFonts } from './package-fonts.ts';
import { PACKAGE_PROFILES } from './package-profiles.ts';
import { CLOUD } from '../language/server-settings.ts';

/** A picture's recipe from canonical text, resolved. */
export function pictureRecipe(text: string): PictureRecipe {
  const recipe = parseRecipe(text);
  if (recipe.kind !== 'picture') throw new Error(`expected the recipe of a picture, got ${text}`);
  return resolveRecipe(recipe, CLOUD);
}

/** A file of the name that an object has, in a folder; of a drawing with values of its variables a filled one. */
async function fileOf(folder: string, object: string, filled: FoundImage | undefined): Promise<string> {
  if (!filled || !('values' in filled) || !filled.values) return path.join(folder, object);
  const target = path.join(await mkdtemp(path.join(tmpdir(), 'drawing-')), 'drawing.svg');
  await fillDrawing(path.join(folder, filled.file), { values: filled.values }, target);
  return target;
}

/** The recipe of a master whose drawings have values, and those by name. */
function withValues(file: string, facts: ImageFacts, recipe: PictureRecipe) {
  const order = { name: '', role: 'preset', extension: '', recipe, recipeText: '' } as const;
  const master = { path: path.basename(file), facts, sha256: '', stat: { bytes: 0, mtimeNs: '0', inode: '0' } };
  const { orders, found } = fillDrawings([order], master, new Map(), {
    definitions: { macros: () => undefined },
    server: CLOUD,
  });
  return { recipe: orders[0]?.recipe ?? recipe, found };
}

/** What a recipe names, in the folder of the master. */
async function othersBeside(
  file: string,
  recipe: PictureRecipe,
  found: ReadonlyMap<string, FoundImage>,
): Promise<OpenReferences> {
  const others = new Map<string, OpenReference>();
  for (const object of referencesOf(recipe)) {
    const beside = await fileOf(path.dirname(file), object, found.get(object));
    const facts = await probeImage(beside, (await sniff(beside)) ?? '');
    const master = await decodeToTiff({ file: beside, facts }, await mkdtemp(path.join(tmpdir(), 'reference-')));
    others.set(object, { master, outlines: await readOutlines(master.file) });
  }
  return others;
}

/** The pixels of a rendition before it is encoded; of a pyramid file where its `levels` are given, in the package's fonts or others. */
export async function drawPicture(
  file: string,
  text: string,
  { levels, fonts = packageFonts }: { levels?: Master['levels']; fonts?: typeof packageFonts } = {},
): Promise<Picture> {
  const facts = await probeImage(file, (await sniff(file)) ?? '');
  const { recipe, found: drawings } = withValues(file, facts, pictureRecipe(text));
  const whole = { x: 0, y: 0, width: facts.width, height: facts.height };
  const smartCrop = smartCropOf(recipe);
  const found = smartCrop && findWindow(smartCrop, whole, facts, {});
  return withDecoded({ file, facts, ...(levels && { levels }) }, tmpdir(), async (master) => {
    const outlines = await readOutlines(master.file);
    const others = await othersBeside(file, recipe, drawings);
    const texts = await openTexts(fonts(recipe), readGlyphImage);
    const original = { ...facts, outlines, setText: texts.setText };
    const frame = makeFrame(recipe, withReferenceFacts(original, others), found?.window);
    const decoded = await openForFrames(master, [frame], true, {
      rendering: renderingOf(recipe),
      load: profileLoader(PACKAGE_PROFILES),
    });
    const opening = openReferenced({ ...decoded, drawText: texts.draw }, others);
    let drawn: Picture | undefined;
    await drawFrames(opening, [frame], async (_frame, draw) => {
      drawn = toBytes(await draw());
    });
    if (!drawn) throw new Error(`expected pixels for ${text}`);
    return drawn;
  });
}
