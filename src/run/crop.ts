import type { ImageFacts } from '../model/asset.ts';
import type { AssetRecord } from '../model/catalog-record.ts';
import { SourceError, UsageError } from '../model/errors.ts';
import type { NormalRect } from '../model/geometry.ts';
import type { RenditionOrder, SmartCropRecord } from '../model/rendition.ts';
import { OVERRIDES_SUFFIX, type Overrides } from '../model/overrides.ts';
import { appliesTo, expand } from '../plan/expand.ts';
import { fitsRatio, nearestRect, override } from '../plan/override.ts';
import type { ImageProfile } from '../profiles/image.ts';
import { findImageProfile } from '../profiles/library.ts';
import { editOverrides, type OverridesEdit } from '../profiles/sidecar/overrides.ts';
import { findFile, type FoundFile } from '../library/find-file.ts';
import type { Library } from '../library/library.ts';
import { readOpened } from '../system/open-file.ts';
import type { Project } from './project/project.ts';
import type { Runtime } from './project/runtime.ts';
import { findCrop } from './rendering/asset-lookup.ts';
import { Renderer } from './rendering/renderer.ts';
import type { Request } from './request.ts';
import { readSidecar, sidecarFile } from './planning/crop-sidecars.ts';

/** The smart crops of an asset, and the overrides in its sidecar. */
export interface CropView {
  readonly library: string;
  readonly output: string;
  readonly asset: string;
  readonly smartCrops: readonly SmartCropRecord[];
  /** The sidecar, absolute; it need not be there. */
  readonly sidecar: string;
  /** The sidecar's content now; null = it is not there. */
  readonly said: Overrides | null;
  /** Renditions that the next run makes again because of the sidecar. */
  readonly due: readonly string[];
  readonly warnings: readonly string[];
}

/** An asset whose crops are shown or set. */
interface Subject {
  readonly project: Project;
  readonly record: AssetRecord;
  readonly facts: ImageFacts;
  readonly profile: ImageProfile;
  /** Absent: the master is gone. */
  readonly master: FoundFile | undefined;
  readonly sidecars: Library;
  /** The sidecar, in `sidecars`. */
  readonly sidecar: string;
}

function noPicture(given: string): UsageError {
  return new UsageError('ASSET_UNFIT', `expected a picture with a profile, got ${given}`, {
    place: given,
    hint: 'dmx show tells what is known of it.',
  });
}

async function find(request: Request, given: string): Promise<Subject> {
  const renderer = await Renderer.open(request);
  try {
    const runtime = await renderer.runtime();
    const { asset } = await (await renderer.lookup()).find(given);
    return await subjectOf(runtime, asset, given);
  } finally {
    await renderer.close();
  }
}

async function subjectOf(
  { project, library, sidecars }: Runtime,
  record: AssetRecord,
  given: string,
): Promise<Subject> {
  const profile = record.profile === null ? undefined : findImageProfile(project.profiles, record.profile);
  if (record.facts?.kind !== 'image' || profile === undefined) throw noPicture(given);
  const master = await findFile(library, record.path);
  const sidecar = sidecarFile(master?.file ?? record.path, record.path, sidecars === library);
  return { project, record, facts: record.facts, profile, master, sidecars, sidecar };
}

function refuseGone({ master }: Subject, given: string): void {
  if (master !== undefined) return;
  throw new UsageError('FILE_UNREADABLE', `expected a master to write a sidecar for, got ${given}, whose is gone`, {
    place: given,
    hint: 'Put it back, or take its files away with dmx prune.',
  });
}

async function said({ sidecars, sidecar, record: { path } }: Subject): Promise<Overrides | null> {
  const read = await readSidecar(sidecars, sidecar, `${path}${OVERRIDES_SUFFIX}`);
  if (read === undefined) return null;
  if ('overrides' in read) return read.overrides;
  const { code, message, hint } = read.error;
  throw new SourceError(code, message, { place: sidecars.nameOf(sidecar), hint });
}

async function textOf({ sidecars, sidecar }: Subject): Promise<string> {
  const opened = await sidecars.open(sidecar);
  return opened === undefined ? '' : (await readOpened(opened)).toString();
}

function ordersOf({ project: { config, profiles }, profile, facts }: Subject): readonly RenditionOrder[] {
  return expand(profile, profiles, config).filter((order) => appliesTo(order, facts));
}

/** The rectangles under the names that the profile has for them. Throws UsageError CROP_UNKNOWN, CROP_UNFIT. */
function checkRects(rects: OverridesEdit['crops'], subject: Subject): Readonly<Record<string, NormalRect>> {
  const { profile, facts } = subject;
  const crops = ordersOf(subject).filter(({ role }) => role === 'crop');
  const names = crops.map(({ name }) => name);
  const checked = Object.entries(rects).map(([given, rect]) => {
    const name = findCrop(given, names, profile.name);
    const { recipe } = crops.find((order) => order.name === name) ?? {};
    const ratio = (recipe?.kind === 'picture' && recipe.master?.smartCrop?.ratio) || ([1, 1] as const);
    if (fitsRatio(rect, ratio, facts)) return [name, rect] as const;
    const near = nearestRect(rect, ratio, facts).join(',');
    throw new UsageError('CROP_UNFIT', `expected ${ratio.join(':')} for ${name}, got ${rect.join(',')}, which is not`, {
      place: given,
      hint: `The nearest that is: ${name}=${near}`,
    });
  });
  return Object.fromEntries(checked);
}

async function look(subject: Subject): Promise<CropView> {
  const { project, record, profile, facts, sidecars, sidecar } = subject;
  const now = await said(subject);
  const { orders, warnings } = override({ profile, orders: ordersOf(subject), overrides: now ?? undefined, facts });
  const made = new Map(record.renditions.map(({ name, recipe }) => [name, recipe]));
  const due = orders.filter(({ name, recipe, recipeText }) => {
    const crops = recipe.kind === 'picture' && recipe.master?.smartCrop !== undefined;
    return crops && made.has(name) && made.get(name) !== recipeText;
  });
  return {
    ...{ library: project.library, output: project.output, asset: record.path, smartCrops: record.smartCrops },
    ...{ sidecar: sidecars.nameOf(sidecar), said: now, due: due.map(({ name }) => name), warnings },
  };
}

/**
 * The smart crops of an asset that the catalog knows; with an edit, after it was written into the asset's sidecar. The
 * master is not touched, and no lock is taken: the next run makes what the sidecar says. Throws UsageError
 * (ASSET_UNKNOWN, ASSET_UNFIT, FILE_UNREADABLE, CROP_UNKNOWN, CROP_UNFIT), SourceError (SIDECAR_INVALID), StorageError.
 */
export async function crop(request: Request, given: string, edit: OverridesEdit | undefined): Promise<CropView> {
  const subject = await find(request, given);
  if (edit !== undefined) {
    refuseGone(subject, given);
    const crops = checkRects(edit.crops, subject);
    const before = edit.clear || (await said(subject)) === null ? '' : await textOf(subject);
    await subject.sidecars.writeSidecar(subject.sidecar, editOverrides(before, { ...edit, crops }));
  }
  return look(subject);
}
