import type { AssetRecord } from '../model/catalog-record.ts';
import type { ErrorData } from '../model/errors.ts';
import { fingerprint } from '../model/fingerprint.ts';
import { fontsOf } from '../serving/rtf/fonts-of.ts';
import { profilesOf } from '../model/recipe/recipe-profiles.ts';
import { askedPlaceholders } from '../model/manifest/placeholder.ts';
import type { PlannedMaster } from '../model/plan.ts';
import type { FoundImage } from '../model/recipe/referenced-image.ts';
import type { CompareInput, CompareRules } from './compare-input.ts';
import { changesRecord, changesWords } from './compare-record.ts';
import { hashedPath, isFinal } from './paths/naming.ts';
import { passes, stillFails } from './still-fails.ts';
import { encodedPart } from './video/print-video-recipe.ts';
import type { AssetPlan, Reason, RenditionAction } from '../model/plan.ts';
import type { RenditionOrder, RenditionRecord } from '../model/rendition.ts';
import { drawnBy, referencesOf } from '../model/recipe/recipe-tree.ts';

function whyNew(order: RenditionOrder, input: CompareInput): Reason {
  const { previous } = input;
  if (previous === undefined) return 'new master';
  if (order.name in previous.failed) return 'failed before';
  return previous.sha256 === input.master.sha256 ? 'new rendition' : 'master changed';
}

function isForced({ previous }: CompareInput, { force, forceBefore }: CompareRules): boolean {
  return force && (forceBefore === undefined || previous === undefined || previous.recordedAt < forceBefore);
}

/** Why a rendition that exists has to be made again; undefined = it stands. */
function whyAgain(
  order: RenditionOrder,
  print: string,
  record: RenditionRecord,
  input: CompareInput,
  rules: CompareRules,
): Reason | undefined {
  if (isForced(input, rules)) return 'forced';
  if (record.fingerprint !== print) {
    if (input.previous?.sha256 !== input.master.sha256) return 'master changed';
    // What is left of a fingerprint are pictures, profiles and fonts that the recipe names.
    return record.recipe === order.recipeText ? 'named file changed' : 'recipe changed';
  }
  if (!rules.trustCatalog && input.files.get(record.path) !== record.bytes) return 'file missing';
  if (rules.remakeStale && isStale(order, record, rules)) return 'engine stale';
  return undefined;
}

function isStale(order: RenditionOrder, record: RenditionRecord, rules: CompareRules): boolean {
  const stamp = rules.engineVersionOf(order);
  return stamp !== undefined && stamp !== record.engine;
}

/** The existing packaged set whose encoded files can be reused: only its playlists change. */
function reusable(
  reason: Reason,
  record: RenditionRecord,
  order: RenditionOrder,
  input: CompareInput,
  rules: CompareRules,
): { readonly reuse?: RenditionRecord } {
  if (reason !== 'recipe changed' || record.packaged === undefined || rules.trustCatalog) return {};
  const isThere = record.stale !== true && input.files.get(record.path) === record.bytes;
  return isThere && encodedPart(record.recipe) === encodedPart(order.recipeText) ? { reuse: record } : {};
}

/** The objects that a recipe names beside the master, as they were found. */
function foundReferences({ recipe }: RenditionOrder, { references }: CompareInput): readonly FoundImage[] {
  const drawn = drawnBy(recipe);
  if (references === undefined || drawn === undefined) return [];
  return referencesOf(drawn).flatMap((object) => references.get(object) ?? []);
}

/** Tells whether a rendition is drawn from an SVG with text, whose look depends on installed fonts. */
function hasLetters({ facts }: PlannedMaster, references: readonly FoundImage[]): boolean {
  if (facts && 'letters' in facts) return true;
  return references.some((one) => 'facts' in one && one.facts.letters === true);
}

/** Digits of the digest over what decides about a rendition's alternates. */
const BESIDE_DIGITS = 12;

function withShortBeside(order: RenditionOrder, { digest }: CompareRules): RenditionOrder {
  const { alternate } = order;
  if (alternate === undefined) return order;
  return { ...order, alternate: { ...alternate, beside: digest(alternate.beside).slice(0, BESIDE_DIGITS) } };
}

/** The record of a file that is kept, as the alternate that it is ordered as now. */
function asAlternate({ alternate }: RenditionOrder, record: RenditionRecord): RenditionRecord {
  return alternate === undefined ? record : { ...record, alternate };
}

function decide(asked: RenditionOrder, input: CompareInput, rules: CompareRules): RenditionAction | undefined {
  const order = withShortBeside(asked, rules);
  const references = foundReferences(order, input);
  // What is missing has no bytes: once it is there, or another one is, the fingerprint is another one.
  const colors = profilesOf(order.recipe).map((name) => rules.profileOf(name));
  const fonts = fontsOf(order.recipe).map((name) => rules.fontOf(name));
  const digests = [...references, ...colors, ...fonts].map((found) => ('sha256' in found ? found.sha256 : ''));
  if (hasLetters(input.master, references)) digests.push(...[rules.drawingFonts()].filter((digest) => digest !== ''));
  const print = fingerprint(rules.digest, input.master.sha256, order.recipeText, digests);
  const record = input.previous?.renditions.find(({ name }) => name === order.name);
  if (!isForced(input, rules) && !rules.retryFailed && stillFails(order, print, input.previous)) {
    return record && { action: 'keep', record: { ...record, stale: true }, stale: false };
  }
  const open = rules.pathOf(input.path, order);
  const pathBy = (engine: string | undefined): string => hashedPath(open, rules.digest, print, engine);
  const make = (reason: Reason): RenditionAction => {
    const path = pathBy(rules.engineVersionOf(order));
    const named = {
      ...(references.length > 0 && { references }),
      ...(colors.length > 0 && { colors }),
      ...(fonts.length > 0 && { fonts }),
    };
    return { action: 'make', reason, order, path, fingerprint: print, ...named };
  };
  if (record === undefined) return make(whyNew(order, input));
  const why = whyAgain(order, print, record, input, rules);
  if (why !== undefined) return { ...make(why), ...reusable(why, record, order, input, rules) };
  const fresh = asAlternate(order, mended(record));
  // Its bytes stand, and so does the name that they got from whoever made them.
  if (isFinal(record.path, open)) return keep(order, fresh, rules);
  const reason = input.previous?.path === input.path ? 'renamed' : 'moved';
  return { action: 'carry', reason, record: fresh, path: pathBy(record.engine) };
}

/** A record of what is good again. Nearly all are as they are, and a library has hundreds of thousands. */
function mended(record: RenditionRecord): RenditionRecord {
  if (record.stale === undefined) return record;
  const { stale: _mended, ...fresh } = record;
  return fresh;
}

function keep(order: RenditionOrder, record: RenditionRecord, rules: CompareRules): RenditionAction {
  const stale = isStale(order, record, rules);
  if (!stale || !rules.acceptEngine) return { action: 'keep', record, stale };
  return { action: 'keep', record: { ...record, engine: rules.engineVersionOf(order) ?? record.engine }, stale: false };
}

/** Renditions that exist and that the profile does not ask for. */
function leftovers(input: CompareInput): RenditionAction[] {
  const reason: Reason = 'no longer asked for';
  return (input.previous?.renditions ?? [])
    .filter(({ name }) => !input.orders.some((order) => order.name === name))
    .map((record) => ({ action: 'remove', reason, record }));
}

/** Keeps all renditions: of a known asset under `--new-only`, or of one whose master has become corrupt. */
function keepAll(input: CompareInput, stale: boolean): RenditionAction[] {
  return (input.previous?.renditions ?? []).map((record) => ({
    action: 'keep',
    record: stale ? { ...record, stale: true } : record,
    stale: false,
  }));
}

/** Errors that stand as long as nothing is made again: those of the plan, and those recorded of what still fails. */
function standingErrors(input: CompareInput, actions: readonly RenditionAction[]): readonly ErrorData[] {
  if (input.errors.length > 0) return input.errors;
  if (input.previous === undefined || input.previous.sha256 !== input.master.sha256) return [];
  if (actions.some(({ action }) => action === 'make')) {
    return input.previous.errors.filter(({ rendition }) => rendition !== null && stillNamed(rendition, input, actions));
  }
  // What probing refused once, and can read now, is no error of its master any more.
  const isReadNow = input.previous.facts === null && input.master.facts !== null;
  return input.previous.errors.filter(
    (error) => !passes(error) && (error.rendition === null ? !isReadNow : stillNamed(error.rendition, input, actions)),
  );
}

/** A rendition that is made again, or good again as it is, has no error any more. */
function stillNamed(name: string, { orders }: CompareInput, actions: readonly RenditionAction[]): boolean {
  const good = actions.some((action) =>
    action.action === 'make' ? action.order.name === name : action.record.name === name && action.record.stale !== true,
  );
  return !good && orders.some((order) => order.name === name);
}

/** Plans one existing asset. Pure: the same input gives the same plan. */
export function compareAsset(input: CompareInput, rules: CompareRules): AssetPlan {
  const known = input.previous !== undefined && !input.previous.gone;
  const actions = chooseActions(input, rules, known);
  const errors = standingErrors(input, actions);
  return {
    path: input.path,
    master: input.master,
    profile: input.profile,
    published: input.published,
    ...(input.previous && input.previous.path !== input.path ? { movedFrom: input.previous.path } : {}),
    ...(input.previous ? { previous: input.previous } : {}),
    ...(input.keptFrom === undefined ? {} : { keptFrom: input.keptFrom }),
    ...(input.leftOut === undefined || input.leftOut.length === 0 ? {} : { leftOut: input.leftOut }),
    ...(input.setAside === undefined || input.setAside.length === 0 ? {} : { setAside: input.setAside }),
    ...recordFields(input, actions, known && rules.newOnly),
    actions,
    errors,
    warnings: input.warnings,
    record: input.lost === true || changesRecord(input, actions, errors),
    ...newWords(input, errors),
  };
}

/** Present where the manifest entry changes; not computed for a failing master, whose errors change it anyway. */
function newWords(input: CompareInput, errors: readonly ErrorData[]): Pick<AssetPlan, 'words'> {
  return errors.length === 0 && changesWords(input) ? { words: true } : {};
}

/** The fields of the new record besides its renditions. */
function recordFields(
  input: CompareInput,
  actions: readonly RenditionAction[],
  leftAlone: boolean,
): Pick<AssetPlan, 'listing' | 'placeholders' | 'placeholderDue' | 'rawPreview' | 'smartTags'> {
  const { listing, placeholders = [], rawPreview, smartTags } = input;
  return {
    ...(listing && { listing }),
    ...(placeholders.length > 0 && { placeholders, ...(rawPreview && { rawPreview }) }),
    ...(!leftAlone && lacksPlaceholder(input, actions) && { placeholderDue: true as const }),
    ...(smartTags && { smartTags }),
  };
}

/** A picture of which nothing can be made has no placeholder either. */
function lacksPlaceholder(
  { previous, master, placeholders = [], errors }: CompareInput,
  actions: readonly RenditionAction[],
): boolean {
  const known = previous?.sha256 === master.sha256 ? askedPlaceholders(previous.placeholder) : [];
  const isAble = actions.some((one) => one.action === 'make' || (one.action !== 'remove' && one.record.stale !== true));
  return isAble && errors.length === 0 && placeholders.some((kind) => !known.includes(kind));
}

function chooseActions(input: CompareInput, rules: CompareRules, known: boolean): readonly RenditionAction[] {
  if (input.errors.length > 0) return keepAll(input, input.previous?.sha256 !== input.master.sha256);
  if (known && rules.newOnly) return keepAll(input, false);
  const made = new Set<string>();
  const asked = input.orders.flatMap((order) => {
    // With its rendition it is judged again.
    const due = order.alternate !== undefined && made.has(order.alternate.of);
    const action = decide(order, input, due ? { ...rules, retryFailed: true } : rules);
    if (action?.action === 'make') made.add(order.name);
    return action ?? [];
  });
  return [...asked, ...leftovers(input)];
}

/** The plan of an asset whose master vanished or is excluded now: it leaves the manifest, its files wait for prune. */
export function compareGone(previous: AssetRecord, reason: 'master gone' | 'excluded'): AssetPlan {
  return {
    path: previous.path,
    profile: previous.profile,
    published: previous.published,
    previous,
    gone: reason,
    actions: [],
    errors: [],
    warnings: [],
    record: !previous.gone,
  };
}
