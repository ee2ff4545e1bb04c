import { present } from '../../base/present.ts';
import { type ErrorData, RenditionError } from '../../model/errors.ts';
import type { Rect } from '../../model/geometry.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { Artefact, LocalJob, JobRendition, JobResult } from '../../model/jobs/job.ts';
import type { Placeholder, PlaceholderKind } from '../../model/manifest/placeholder.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import { masterLayer } from '../../model/recipe/recipe-tree.ts';
import { needsPaths } from '../../layout/path-needs.ts';
import { searchRegion } from '../../layout/source-region.ts';
import { attempt, type Maker } from '../attempt.ts';
import { analyse } from '../crop/analyse.ts';
import type { DetectorInput } from '../crop/detector.ts';
import { findWindow } from '../crop/find-window.ts';
import { swatchColor } from '../crop/swatch-color.ts';
import type { AnyPicture } from '../picture.ts';
import { checkFile } from './output/check-output.ts';
import { type LoadProfile, profileLoader } from './color/load-profile.ts';
import { drawFrames, type Finish } from './draw.ts';
import { encode, type EncodeContext } from './output/encode.ts';
import { byRendering, ofOthers } from './by-rendering.ts';
import { drawMoving, openFrames, type OpenedFrames } from './moving.ts';
import type { Rendering } from '../../layout/color-conversion.ts';
import { framesKept } from '../../layout/animation.ts';
import { gainMapRecipe } from '../../layout/gain-map.ts';
import type { Frame } from '../../layout/frame.ts';
import { drawGainMap, leavingRoom, openGainMap, type OpenedGainMap } from './gain-map.ts';
import { frameRemarks, jobWarnings } from './job-warnings.ts';
import { makeFrame } from '../../layout/make-frame.ts';
import { checkWhole } from '../../layout/original.ts';
import { placeholderFrames } from '../../layout/placeholder-frame.ts';
import { detectorInput } from './detector-input.ts';
import type { Master } from './source/master.ts';
import {
  metadataPolicyOf,
  droppedMetadata,
  NO_METADATA,
  readSourceMetadata,
  type SourceMetadata,
} from './metadata/source-metadata.ts';
import { toBytes } from './source/pixels.ts';
import { readGlyphImage } from './source/glyph-image.ts';
import { openForFrames } from './source/open-source.ts';
import { type KeptInks, readInks } from './source/read-inks.ts';
import { withReferenceFacts, type OpenReferences, openReferenced } from './source/referenced-images.ts';
import type { Outline } from '../../layout/outline.ts';
import { printPaths } from './paths/print-paths.ts';
import { readOutlines } from './paths/read-outlines.ts';
import { keepLevels, keptIn, type KeptLevels } from './pyramid/kept-levels.ts';
import { renderPyramid } from './pyramid/render-pyramid.ts';
import type { OpenTexts } from '../text/open-texts.ts';
import { makePlaceholder } from './output/placeholder.ts';
import { inOrder, type SortedRenditions, sortOut } from './sort-renditions.ts';
import { scratchFile, type Searched, storeBytes, takePyramid } from './output/write-artefact.ts';

/** The results of a job so far. */
interface RenderContext {
  readonly master: Master;
  readonly references: OpenReferences;
  readonly scratch: string;
  readonly loadProfile: LoadProfile;
  /** Absent where no recipe names a font. */
  readonly texts: OpenTexts | undefined;
  readonly artefacts: Artefact[];
  readonly maker: Maker;
  readonly failures: ErrorData[];
  readonly warnings: Set<string>;
  readonly smartCrops: Map<string, SmartCropRecord>;
  /** The metadata of the master's file, once it was read. */
  metadata: SourceMetadata;
  swatchColor?: string;
  /** The gain map of the master, once it was needed. */
  gainMap?: OpenedGainMap;
  placeholder?: Placeholder;
  /** The paths of the master, once they were needed. */
  outlines?: readonly Outline[];
  readonly input: DetectorInput;
  /** The keeper of what pyramids leave to go on from; absent where that is of no use. */
  readonly kept: KeptLevels | undefined;
  /** The findings about the picture's subject. */
  analysis: Analysis;
}

/** The text about a failure that libvips does not explain. */
const LIBVIPS: Maker = {
  name: 'libvips',
  hint: 'Try the rendition alone with `dmx render`; if it fails again, report it with the master.',
};

/** The window of a rendition's smart crop, noted for the manifest where the rendition is the crop itself. */
async function findSmartCrop(
  context: RenderContext,
  rendition: JobRendition,
  recipe: PictureRecipe,
): Promise<Rect | undefined> {
  const { master: treatment } = recipe;
  const { smartCrop } = treatment ?? {};
  if (!treatment || !smartCrop) return undefined;
  const { facts } = context.master;
  if (smartCrop.override === undefined) {
    context.analysis = await analyse(smartCrop.strategy, context.analysis, context.input);
  }
  const region = searchRegion(masterLayer(recipe), { picture: facts, treatment });
  const { window, record } = findWindow(smartCrop, region, facts, context.analysis);
  const name = rendition.crop ?? rendition.name;
  if (rendition.role === 'crop') context.smartCrops.set(name, { name, ...record });
  return window;
}

async function planFrame(context: RenderContext, rendition: JobRendition, recipe: PictureRecipe): Promise<Frame> {
  const window = await findSmartCrop(context, rendition, recipe);
  const { facts, file } = context.master;
  if (facts.paths && needsPaths(recipe)) context.outlines ??= await readOutlines(file);
  const { outlines, texts } = context;
  const original = { ...facts, ...(outlines && { outlines }), ...(texts && { setText: texts.setText }) };
  const frame = makeFrame(recipe, withReferenceFacts(original, context.references), window);
  for (const remark of frameRemarks(rendition.name, frame)) context.warnings.add(remark);
  return frame;
}

/** The gain map of a file that is to have that of its master; what shows more than its master has none, which is told. */
async function gainMapFor(context: RenderContext, rendition: JobRendition, { recipe, view }: Frame) {
  const { master, scratch, loadProfile: load } = context;
  if (recipe.output.hdr !== 'keep' || master.facts.gainMap !== true) return undefined;
  const alone = gainMapRecipe(recipe);
  if (alone === undefined) {
    context.warnings.add(`${rendition.name} shows more than its master, or other colours: the gain map was left out.`);
    return undefined;
  }
  context.gainMap ??= await openGainMap(master, scratch);
  return drawGainMap(context.gainMap, await planFrame(context, rendition, alone), { view, load });
}

/** From finished pixels to a checked file in scratch. */
async function finishPicture(
  context: RenderContext,
  rendition: JobRendition,
  frame: Frame,
  picture: AnyPicture | KeptInks,
  frames?: EncodeContext['frames'],
): Promise<void> {
  const { recipe, format, view } = frame;
  const { metadata } = context;
  if (rendition.role === 'swatch' && 'data' in picture) context.swatchColor = swatchColor(toBytes(picture));
  for (const loss of droppedMetadata(metadata, metadataPolicyOf(recipe), format)) context.warnings.add(loss);
  const source = { ...metadata, resources: printPaths(recipe.output.embedPaths === true ? frame.paths : []) };
  const means = { format, source, loadProfile: context.loadProfile, ...(frames && { frames }) };
  const map = await gainMapFor(context, rendition, frame);
  const { bytes: plain, quality, score } = await encode(picture, leavingRoom(recipe, map), means);
  const bytes = map ? map.attach(plain) : plain;
  await checkFile(bytes, format, view);
  const { target } = recipe.output;
  if (target !== undefined && score !== undefined && score < target) {
    context.warnings.add(`${rendition.name} looks less like its picture than asked: ${score}, not ${target}.`);
  }
  const finished = { ...view, mime: format.mime, ...present<Searched>({ quality, score }) };
  context.artefacts.push(await storeBytes(bytes, rendition, finished, context.scratch));
}

/** A profile of colours that cannot be used is the fault of those alone that name it. */
function unusable(error: unknown): RenditionError {
  if (error instanceof RenditionError) return error;
  throw error;
}

async function notePlaceholder(
  context: RenderContext,
  draw: () => Promise<AnyPicture>,
  kinds: readonly PlaceholderKind[],
): Promise<void> {
  const made = await makePlaceholder(draw, kinds);
  if (typeof made === 'string') context.warnings.add(made);
  else context.placeholder = made;
}

/** Renditions that keep all frames of a master that moves. */
async function finishMoving(context: RenderContext, planned: ReadonlyMap<Frame, JobRendition>): Promise<void> {
  const kept = [...planned].filter(([{ recipe }]) => framesKept(recipe, context.master.facts) > 1);
  if (kept.length === 0) return;
  let opened: OpenedFrames | undefined;
  for (const [frame, rendition] of kept) {
    await attempt(context, rendition.name, async () => {
      opened ??= await openFrames(context.master, context.scratch);
      const { picture, frames } = await drawMoving(frame, opened, context);
      await finishPicture(context, rendition, frame, picture, frames);
    });
  }
}

/** Draws frames that are drawn in the same colours, of one opening of the master. */
async function drawAlike(
  context: RenderContext,
  [rendering, frames]: readonly [Rendering, readonly Frame[]],
  held: boolean,
  finish: Finish,
): Promise<void> {
  const { master, references, texts, loadProfile: load, scratch } = context;
  const kept = keptIn(rendering, context.kept);
  const opening = await openForFrames(master, frames, held, { rendering, load }, kept).catch(unusable);
  if (opening instanceof RenditionError) {
    for (const frame of frames) await finish(frame, () => Promise.reject(opening));
    return;
  }
  const drawing = texts ? { drawText: texts.draw } : {};
  const others = { rendering: ofOthers(rendering), load };
  await drawFrames(openReferenced({ ...opening, ...drawing, scratch }, references, others), frames, finish);
}

/** Placeholders that are read apart: first, as what else is drawn leaves memory behind, which the whole file would lie beside. */
async function drawApart(context: RenderContext, { held, placeholders = [] }: LocalJob): Promise<void> {
  const finish: Finish = (_frame, draw) => notePlaceholder(context, draw, placeholders);
  const { apart } = placeholderFrames(context.master.facts, placeholders);
  for (const alike of byRendering(apart)) await drawAlike(context, alike, held, finish);
}

/** Other placeholders are drawn among the renditions: of the levels that are there for those. */
async function drawPictures(
  context: RenderContext,
  pictures: SortedRenditions['pictures'],
  { held, placeholders = [] }: LocalJob,
): Promise<void> {
  const { master } = context;
  const planned = new Map<Frame, JobRendition>();
  for (const [rendition, recipe] of pictures) {
    const frame = await attempt(context, rendition.name, () => planFrame(context, rendition, recipe));
    if (frame) planned.set(frame, rendition);
  }
  const { beside } = placeholderFrames(master.facts, placeholders);
  const frames = [...planned.keys(), ...beside];
  if (frames.length === 0) return;
  const bare = frames.every(({ recipe: { metadata, output } }) => metadata === 'none' && output.keepXmp !== true);
  if (!bare) context.metadata = await readSourceMetadata(master);
  const finish: Finish = async (frame, draw) => {
    if (beside.includes(frame)) await notePlaceholder(context, draw, placeholders);
    const rendition = planned.get(frame);
    if (rendition && framesKept(frame.recipe, master.facts) === 1)
      await attempt(context, rendition.name, async () => {
        const inks = await readInks(master, frame, context.loadProfile);
        await finishPicture(context, rendition, frame, inks ?? (await draw()));
      });
  };
  for (const alike of byRendering(frames)) await drawAlike(context, alike, held, finish);
  await finishMoving(context, planned);
}

async function renderPyramids(context: RenderContext, pyramids: SortedRenditions['pyramids']): Promise<void> {
  for (const [rendition, recipe] of pyramids) {
    await attempt(context, rendition.name, async () => {
      checkWhole(context.master.facts);
      const file = scratchFile(context.scratch, rendition);
      const finished = await renderPyramid(context.master, recipe, file, context.kept);
      context.artefacts.push(await takePyramid(file, rendition, finished));
    });
  }
}

/** Makes every rendition of a picture's job, of the master and what its recipes name beside it (stills of clips: none); see `Engine.render`. */
export async function renderImage(
  master: Master,
  job: LocalJob,
  { scratch, references = new Map() }: { readonly scratch: string; readonly references?: OpenReferences },
): Promise<JobResult> {
  const known = job.analysis ?? {};
  const input = detectorInput(master);
  const warnings = new Set<string>();
  const smartCrops = new Map<string, SmartCropRecord>();
  const made = { artefacts: [], failures: [], warnings, smartCrops, metadata: NO_METADATA };
  const loadProfile = profileLoader(job.colors);
  const texts = job.fonts && (await (await import('../text/open-texts.ts')).openTexts(job.fonts, readGlyphImage));
  const { pictures, pyramids } = sortOut(job.renditions);
  const recipes = pyramids.map(([, recipe]) => recipe);
  const isDrawn = pictures.length + placeholderFrames(master.facts, job.placeholders).beside.length > 0;
  const kept = keepLevels(master, recipes, { scratch, roomy: job.held, isDrawn });
  const context: RenderContext = {
    ...{ maker: LIBVIPS, master, references, scratch, input, loadProfile, texts, kept },
    ...made,
    analysis: known,
  };
  try {
    await drawApart(context, job);
    // Before pictures, for these to go on from its levels.
    await renderPyramids(context, pyramids);
    await drawPictures(context, pictures, job);
  } finally {
    await kept?.drop();
  }
  const told = jobWarnings(pictures, { master, references, analysis: context.analysis });
  return {
    artefacts: inOrder(context.artefacts, job.renditions, ({ name }) => name),
    failures: inOrder(context.failures, job.renditions, ({ rendition }) => rendition),
    warnings: [...told, ...warnings],
    smartCrops: [...context.smartCrops.values()],
    ...(context.swatchColor !== undefined && { swatchColor: context.swatchColor }),
    ...(context.placeholder && { placeholder: context.placeholder }),
    ...(context.analysis !== known && { analysis: context.analysis }),
  };
}
