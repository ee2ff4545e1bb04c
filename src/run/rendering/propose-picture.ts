import type { Analysis } from '../../model/analysis.ts';
import type { ImageFacts, MasterStat } from '../../model/asset.ts';
import { errorFrom, SourceError } from '../../model/errors.ts';
import type { Examination } from '../../model/jobs/job.ts';
import type { Places, SourceFile } from '../../model/place.ts';
import type { Recipe } from '../../model/recipe/recipe.ts';
import { referencesOf, smartCropOf } from '../../model/recipe/recipe-tree.ts';
import type { Proposal } from '../../plan/estimate/image-cost.ts';
import { type Limits, masterBeyond } from '../../plan/limits.ts';
import { asksMore, findAsked, requestSettings } from '../planning/find-named.ts';
import { ReferenceFinder } from '../planning/find-references.ts';
import { judgeForeign } from '../planning/judge-foreign.ts';
import { openPlaces } from '../project/runtime.ts';
import type { ImageOrder } from '../../plan/expand.ts';
import type { LoadedLibrary } from '../project/load-config.ts';
import { overrideTarget } from './crop-override.ts';
import type { PictureOrder } from './order.ts';
import type { RenderTarget } from './target.ts';
import { eachProfile } from '../../model/colors/found-profile.ts';
import { fontsOf } from '../../serving/rtf/fonts-of.ts';
import { eachFont } from '../../model/text/found-font.ts';
import { profilesOf } from '../../model/recipe/recipe-profiles.ts';
import { movingOf } from '../../plan/video/expand-moving.ts';
import { lookedFor, standIn } from '../../plan/stand-ins.ts';
import { fillDrawings } from '../../plan/fill-drawings.ts';
import { eachReference, type FoundImage } from '../../model/recipe/referenced-image.ts';

/** The context that a picture's job is made out with. */
export interface ProposeContext {
  readonly loaded: LoadedLibrary;
  readonly limits: Limits;
  /** Reads a file behind places. */
  readonly examine: (file: SourceFile, places: Places) => Promise<Examination>;
  /** The findings about the subject of a master with this digest. */
  readonly analysisOf: (sha256: string) => Promise<Analysis | undefined>;
  readonly warn: (messages: readonly string[]) => void;
}

/** A job of one picture whose master has been read. */
export interface PictureProposal extends Proposal {
  readonly facts: ImageFacts;
}

interface ReadMaster {
  readonly facts: ImageFacts;
  readonly sha256: string;
  readonly stat: MasterStat;
}

/** Reads a picture that may be rendered. Throws what is wrong with it. */
async function readMaster(
  { source, places, given }: RenderTarget,
  { examine, limits }: ProposeContext,
): Promise<ReadMaster> {
  const examined = judgeForeign(await examine(source, places), given, undefined);
  const { facts, sha256, error, seeming, stat } = examined;
  if (error !== undefined) throw errorFrom(error, given);
  if (facts?.kind !== 'image' || stat === undefined) {
    throw new SourceError(
      'SOURCE_FORMAT_UNSUPPORTED',
      `expected a picture, got ${given}, which is ${seeming?.what ?? 'none'}`,
      {
        place: given,
      },
    );
  }
  const beyond = masterBeyond(facts, limits);
  if (beyond !== undefined) throw errorFrom(beyond.toData(), given);
  return { facts, sha256, stat };
}

/**
 * Objects that an order names beside the master, or that may take their place, and what drawings among them ask for: below
 * the library; without one beside the master itself.
 */
async function findReferences(
  order: ImageOrder,
  { places, path }: RenderTarget,
  master: ReadMaster,
  { limits, examine, loaded }: ProposeContext,
): Promise<ReadonlyMap<string, FoundImage>> {
  const objects = lookedFor(order.recipe, loaded.config.server);
  if (objects.length === 0 && !master.facts.requests) return new Map();
  const recall = (): Promise<undefined> => Promise.resolve(undefined);
  const finder = new ReferenceFinder({
    library: openPlaces(places).library,
    limits,
    examine: (file) => examine({ from: 'library', path: file }, places),
    recall,
  });
  const found = await finder.find(objects, path);
  if (!asksMore(master, found)) return found;
  return findAsked([order], { path, ...master }, found, { finder, settings: requestSettings(loaded) });
}

/** The pictures that a recipe is made of. */
const usedOf = (recipe: Recipe, found: ReadonlyMap<string, FoundImage>): readonly FoundImage[] =>
  recipe.kind === 'picture' ? referencesOf(recipe).flatMap((object) => found.get(object) ?? []) : [];

/** The job that makes one picture of a target, as ingest would make it. Throws DmxErrors. */
export async function proposePicture(
  target: RenderTarget,
  asked: PictureOrder,
  context: ProposeContext,
): Promise<PictureProposal> {
  const read = await readMaster(target, context);
  const { facts, sha256, stat } = read;
  const { orders, warnings } = await overrideTarget(target, asked, facts, context.loaded);
  context.warn(warnings);
  const told = orders[0] ?? asked.order;
  const found = await findReferences(told, target, read, context);
  const { server } = context.loaded.config;
  const { orders: there, warnings: absent } = standIn([told], found, server);
  const drawn = fillDrawings(there, { path: target.path, ...read }, found, requestSettings(context.loaded));
  const own = drawn.orders[0] ?? told;
  const { picture, clips } = movingOf(own, { facts, bytes: stat.bytes, server });
  const moving = clips.length > 0 ? ['animation=video: profiles make clips beside this one'] : [];
  context.warn([...absent, ...drawn.warnings, ...moving]);
  const { name, role, extension, crop } = own;
  const recipe = picture ?? own.recipe;
  const seeks = smartCropOf(recipe) !== undefined;
  // Of a pyramid too: its pixels are not the master's, in which ingest looked.
  const analysis = seeks ? await context.analysisOf(target.pyramid?.sha256 ?? sha256) : undefined;
  return {
    asset: target.path,
    master: { ...target.source, stat, sha256 },
    facts,
    ...(analysis && { analysis }),
    ...eachReference(usedOf(recipe, drawn.found)),
    ...eachProfile(profilesOf(recipe).map((profile) => context.loaded.profileFinder.find(profile))),
    ...eachFont(fontsOf(recipe).map((font) => context.loaded.fontFinder.find(font))),
    renditions: [{ name, role, extension, recipe, ...(crop === undefined ? {} : { crop }) }],
    ...(target.pyramid && { pyramid: true }),
  };
}
