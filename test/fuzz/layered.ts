import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { drawFrames } from '../../src/engines/image/draw.ts';
import { sharp } from '../../src/engines/image/libvips.ts';
import { readGlyphImage } from '../../src/engines/image/source/glyph-image.ts';
import { openForFrames } from '../../src/engines/image/source/open-source.ts';
import {
  type OpenReferences,
  openReferenced,
  withReferenceFacts,
} from '../../src/engines/image/source/referenced-images.ts';
import type { Frame, LayerFrame } from '../../src/layout/frame.ts';
import { makeFrame } from '../../src/layout/make-frame.ts';
import { renderingOf } from '../../src/layout/color-conversion.ts';
import { profileLoader } from '../../src/engines/image/color/load-profile.ts';
import { openTexts } from '../../src/engines/text/open-texts.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import { RenditionError } from '../../src/model/errors.ts';
import type { PictureRecipe } from '../../src/model/recipe/recipe.ts';
import { referencesOf } from '../../src/model/recipe/recipe-tree.ts';
import { parseModifiers } from '../../src/serving/parse.ts';
import { resolveRecipe } from '../../src/serving/resolve/resolve.ts';
import { CLOUD } from '../support/language/server-settings.ts';
import { standInFonts } from '../support/pictures/package-fonts.ts';
import { PACKAGE_PROFILES } from '../support/pictures/package-profiles.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const SEEDS = [
  'wid=60&hei=40&fit=crop,1&layer=1&src=a.png&pos=10,-5&rotate=30&opac=40&blendMode=mult&effect=-1&op_blur=3&pos=2,2',
  'size=60,50&layer=1&text=%5Cfs30 Sale&posN=0.2,-.3&color=ff000080&layer=2&color=00ff00&size=20,10&extend=2,2,2,2&bgColor=1,2,3',
  'layer=0&size=50,40&color=255,0,0&layer=1&src=is{a.png?op_invert=1&crop=4,4,20,20}&mask=a.png&maskUse=invert&hide=0',
  'layer=1&src=a.png&perspective=0,0,30,5,28,20,2,22&layer=2&sizeN=.5,.5&textPs=%5Cqc%5Cfs24 Big{%5Cb day}&textAngle=45&wid=48',
  'op_grow=2&op_noise=20,gauss&layer=1&clipPath=M0,0L30,0L15,30Z&color=0,0,255&effect=1&op_grow=-2&color=fff&layer=comp&flip=lr',
  'scale=.5&extendN=.1,.1,.1,.1&layer=3&src=$object$&origin=0,0&anchor=5,5&scl=2&rgn=2,2,20,20&op_usm=1,1,1&layer=1&src=a.png&blendMode=dissolve',
  'layer=1&src=a.png&res=30&op_colorize=200,10,10&effect=-2&$shadow$&color=0,0,0&op_blur=4&effectMask=0&layer=comp&effect=-1&op_grow=1',
];

const SIDES = { width: 48, height: 36 };
const FOLDER = mkdtempSync(join(tmpdir(), 'dmx-fuzz-layers-'));
const MASTER = join(FOLDER, 'a.png');

/** The master of all requests, which is all other pictures as well: half clear at its left. */
async function openMaster() {
  const data = Buffer.alloc(SIDES.width * SIDES.height * 4, 200).map((_, i) => (i * 37) % 256);
  await sharp(data, { raw: { ...SIDES, channels: 4 } })
    .png()
    .toFile(MASTER);
  return { file: MASTER, facts: await probeImage(MASTER, 'image/png') };
}

let opening: ReturnType<typeof openMaster> | undefined;
const master = (): ReturnType<typeof openMaster> => (opening ??= openMaster());

/** Pixels that a layer takes in memory. */
const pixelsOf = ({ reading, laid }: LayerFrame): number =>
  reading.scaled.width * reading.scaled.height + laid.width * laid.height;

/** Pixels of all that is drawn for a frame: larger ones are drawn as these are, only longer. */
function pixels({ composite: { layers } }: Frame): number {
  const inner = layers.flatMap(({ source }) => [source.inner, source.maskImage?.frame].flatMap((one) => one ?? []));
  return [...layers.map(pixelsOf), ...inner.map(pixels)].reduce((sum, one) => sum + one, 0);
}
const MOST_PIXELS = 200_000;

async function draw(recipe: PictureRecipe): Promise<void> {
  const own = await master();
  const named: OpenReferences = new Map(referencesOf(recipe).map((name) => [name, { master: own }]));
  const texts = await openTexts(standInFonts(recipe), readGlyphImage);
  const frame = makeFrame(recipe, withReferenceFacts({ ...own.facts, setText: texts.setText }, named));
  if (pixels(frame) > MOST_PIXELS) return;
  const load = profileLoader(PACKAGE_PROFILES);
  const opened = await openForFrames(own, [frame], true, { rendering: renderingOf(recipe), load });
  await drawFrames(openReferenced({ ...opened, drawText: texts.draw }, named), [frame], async (_frame, drawn) => {
    await drawn();
  });
}

/** Requests of layers, texts, effects and masks: whatever they say, they are drawn, or told why not. */
export const LAYERED: FuzzedReader = {
  name: 'layered',
  seeds: SEEDS.map((text) => Buffer.from(text)),
  read: async (input) => {
    const { recipe } = parseModifiers(input.toString(), { mode: 'lenient', macros: () => undefined });
    const resolved = resolveRecipe(recipe, CLOUD);
    if (resolved.kind === 'picture') await mayThrow(() => draw(resolved), RenditionError);
  },
};
