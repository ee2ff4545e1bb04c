import type { ErrorData } from '../../model/errors.ts';
import type { Rect } from '../../model/geometry.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { Artefact, Job, JobRendition, JobResult } from '../../model/job.ts';
import type { PictureRecipe, PyramidRecipe } from '../../model/recipe.ts';
import type { SmartCropRecord } from '../../model/rendition.ts';
import { masterRecipe, needsPaths } from '../../layout/nested.ts';
import { sourceRegion } from '../../layout/source-region.ts';
import { attempt, type Maker } from '../attempt.ts';
import { analyse } from '../crop/analyse.ts';
import type { Sight } from '../crop/detector.ts';
import { missingDetectors } from '../crop/detectors/index.ts';
import { findWindow } from '../crop/find-window.ts';
import { swatchColor } from '../crop/swatch-color.ts';
import type { Picture } from '../picture.ts';
import { checkFile } from './output/check-output.ts';
import { colorAssumption } from './color/assumption.ts';
import { drawFrames } from './draw.ts';
import { encode } from './output/encode.ts';
import { makeFrame, type Frame } from '../../layout/frame.ts';
import { sightOf } from './detector-input.ts';
import type { Master } from './source/master.ts';
import { keepingOf, lossesOf, NOTHING_KEPT, readKeepsake, type Keepsake } from './metadata/source-metadata.ts';
import { openForFrames } from './source/open-source.ts';
import { originalOf, type Others, withOthers } from './source/referenced-images.ts';
import type { Outline } from '../../layout/outline.ts';
import { printPaths } from './paths/print-paths.ts';
import { readOutlines } from './paths/read-outlines.ts';
import { renderPyramid } from './pyramid/render-pyramid.ts';
import { scratchFile, storeBytes, takePyramid } from './output/write-artefact.ts';

/** What has been made of a job so far. */
interface Bench {
  readonly master: Master;
  readonly others: Others;
  readonly scratch: string;
  readonly artefacts: Artefact[];
  readonly maker: Maker;
  readonly failures: ErrorData[];
  readonly warnings: Set<string>;
  readonly smartCrops: Map<string, SmartCropRecord>;
  swatchColor?: string;
  /** The paths of the master, once they were needed. */
  outlines?: readonly Outline[];
  readonly sight: Sight;
  /** What is known of the picture's subject. */
  analysis: Analysis;
}

/** Stills of clips are made of their clip alone. */
const NO_OTHERS: Others = new Map();

/** What is said of a failure that libvips does not explain. */
const LIBVIPS: Maker = {
  name: 'libvips',
  hint: 'Try the rendition alone with `dmx render`; if it fails again, report it with the master.',
};

/** The window of a rendition's smart crop, noted for the manifest where the rendition is the crop itself. */
async function findSmartCrop(bench: Bench, rendition: JobRendition, recipe: PictureRecipe): Promise<Rect | undefined> {
  const { smartCrop, crop: _afterwards, ...plain } = masterRecipe(recipe);
  if (!smartCrop) return undefined;
  const { facts } = bench.master;
  if (smartCrop.override === undefined) {
    bench.analysis = await analyse(smartCrop.strategy, bench.analysis, bench.sight);
  }
  const { window, record } = findWindow(smartCrop, sourceRegion(plain, facts), facts, bench.analysis);
  const name = rendition.crop ?? rendition.name;
  if (rendition.role === 'crop') bench.smartCrops.set(name, { name, ...record });
  return window;
}

async function planFrame(bench: Bench, rendition: JobRendition, recipe: PictureRecipe): Promise<Frame> {
  const window = await findSmartCrop(bench, rendition, recipe);
  const { facts, file } = bench.master;
  if (facts.paths && needsPaths(recipe)) bench.outlines ??= await readOutlines(file);
  const original = { ...facts, ...(bench.outlines && { outlines: bench.outlines }) };
  return makeFrame(rendition, recipe, originalOf(original, bench.others), window);
}

/** From finished pixels to a checked file in scratch. */
async function finishPicture(bench: Bench, frame: Frame, picture: Picture, keepsake: Keepsake): Promise<void> {
  const { rendition, recipe, format, view } = frame;
  if (rendition.role === 'swatch') bench.swatchColor = swatchColor(picture);
  for (const loss of lossesOf(keepsake, keepingOf(recipe), format)) bench.warnings.add(loss);
  const { bytes, quality } = await encode(picture, recipe, format, {
    ...keepsake,
    resources: printPaths(recipe.output.embedPaths === true ? frame.paths : []),
  });
  await checkFile(bytes, format, view);
  const finished = { ...view, mime: format.mime, ...(quality !== undefined && { quality }) };
  bench.artefacts.push(await storeBytes(bytes, rendition, finished, bench.scratch));
}

/** One job's renditions, told apart by what makes them. */
interface Orders {
  readonly pictures: readonly (readonly [JobRendition, PictureRecipe])[];
  readonly pyramids: readonly (readonly [JobRendition, PyramidRecipe])[];
}

function sortOut(renditions: readonly JobRendition[]): Orders {
  const pictures: [JobRendition, PictureRecipe][] = [];
  const pyramids: [JobRendition, PyramidRecipe][] = [];
  for (const rendition of renditions) {
    const { recipe } = rendition;
    if (recipe.kind === 'picture') pictures.push([rendition, recipe]);
    else if (recipe.kind === 'pyramid') pyramids.push([rendition, recipe]);
  }
  return { pictures, pyramids };
}

async function renderPictures(bench: Bench, pictures: Orders['pictures'], roomy: boolean): Promise<void> {
  const { master } = bench;
  const frames: Frame[] = [];
  for (const [rendition, recipe] of pictures) {
    const frame = await attempt(bench, rendition.name, () => planFrame(bench, rendition, recipe));
    if (frame) frames.push(frame);
  }
  if (frames.length === 0) return;
  const bare = frames.every(({ recipe: { metadata, output } }) => metadata === 'none' && output.keepXmp !== true);
  const keepsake = bare ? NOTHING_KEPT : await readKeepsake(master);
  const opening = withOthers(await openForFrames(master, frames, roomy), bench.others);
  await drawFrames(opening, frames, async (frame, draw) => {
    await attempt(bench, frame.rendition.name, async () => finishPicture(bench, frame, await draw(), keepsake));
  });
}

async function renderPyramids(bench: Bench, pyramids: Orders['pyramids']): Promise<void> {
  for (const [rendition, recipe] of pyramids) {
    await attempt(bench, rendition.name, async () => {
      const file = scratchFile(bench.scratch, rendition);
      const finished = await renderPyramid(bench.master, recipe, file);
      bench.artefacts.push(await takePyramid(file, rendition, finished));
    });
  }
}

/** What is told of smart crops whose detectors are not all installed. */
function blindness(pictures: Orders['pictures'], { analysis }: Bench): string | undefined {
  const asked = new Set(
    pictures.flatMap(([, { smartCrop }]) => (smartCrop?.override ? [] : (smartCrop?.strategy ?? []))),
  );
  // What they found elsewhere is believed here.
  const missing = Object.keys(missingDetectors()).filter((name) => asked.has(name) && analysis[name] === undefined);
  if (missing.length === 0) return undefined;
  return `Smart crops were placed without looking for ${missing.join(' and ')}: see \`dmx doctor\`.`;
}

/** Results in the order of the job, whatever the order of the work. */
function inOrder<T>(
  values: readonly T[],
  renditions: readonly JobRendition[],
  nameOf: (value: T) => string | null,
): T[] {
  const place = new Map(renditions.map(({ name }, at) => [name, at]));
  const at = (value: T): number => place.get(nameOf(value) ?? '') ?? 0;
  return values.toSorted((a, b) => at(a) - at(b));
}

/** Makes every rendition of a picture's job, of the master and what its recipes name beside it; see `Engine.render`. */
export async function renderImage(
  master: Master,
  job: Job,
  { scratch, others = NO_OTHERS }: { readonly scratch: string; readonly others?: Others },
): Promise<JobResult> {
  const known = job.analysis ?? {};
  const sight = sightOf(master);
  const warnings = new Set<string>();
  const made = { artefacts: [], failures: [], warnings, smartCrops: new Map<string, SmartCropRecord>() };
  const bench: Bench = { maker: LIBVIPS, master, others, scratch, sight, ...made, analysis: known };
  const { pictures, pyramids } = sortOut(job.renditions);
  await renderPictures(bench, pictures, job.held);
  await renderPyramids(bench, pyramids);
  const told = [pictures.length > 0 ? colorAssumption(master.facts) : undefined, blindness(pictures, bench)];
  return {
    artefacts: inOrder(bench.artefacts, job.renditions, ({ name }) => name),
    failures: inOrder(bench.failures, job.renditions, ({ rendition }) => rendition),
    warnings: [...told.filter((warning) => warning !== undefined), ...warnings],
    smartCrops: [...bench.smartCrops.values()],
    ...(bench.swatchColor !== undefined && { swatchColor: bench.swatchColor }),
    ...(bench.analysis !== known && { analysis: bench.analysis }),
  };
}
