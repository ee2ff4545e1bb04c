import { type AssetGlance, unpackFiles } from '../../model/asset-glance.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { AssetPlan } from '../../model/plan.ts';
import { profilesOf } from '../../model/recipe/recipe-profiles.ts';
import { fontsOf } from '../../serving/rtf/fonts-of.ts';
import { digestOf } from '../../system/digest.ts';
import type { Storage } from '../../storage/storage.ts';
import { dmxVersion } from '../../system/package-files.ts';
import type { Project } from '../project/project.ts';
import type { Candidate } from './candidate.ts';
import type { Planner } from './planner.ts';
import type { Request } from '../request.ts';
import type { Settings } from '../project/settings.ts';
import { wantedOf } from '../project/wanted.ts';

/** Orders of the profiles of pictures as they stand today: files of their own that they name are read, such as profiles of colours and fonts. */
function ordersOf({ config }: Project, planner: Pick<Planner, 'orders' | 'rules'>): unknown {
  const names = new Set(['default', ...config.folders.flatMap(({ image }) => image ?? [])]);
  return [...names].map((name) =>
    planner
      .orders('image', name)
      .map((order) => [
        order,
        profilesOf(order.recipe).map((profile) => planner.rules.profileOf(profile)),
        fontsOf(order.recipe).map((font) => planner.rules.fontOf(font)),
      ]),
  );
}

/** Everything that decides about a picture whose master, record and files are as they were. */
function rulesOf(project: Project, planner: Approving['planner']): string {
  const { config, profiles } = project;
  const shelves = [profiles.images, profiles.videos, profiles.presets].map((shelf) =>
    [...shelf].map(([name, { value }]) => [name, value]),
  );
  const fonts = planner.rules.drawingFonts();
  const orders = ordersOf(project, planner);
  return digestOf(JSON.stringify([dmxVersion(), config, shelves, planner.encoderVersions, orders, fonts]));
}

/** A run as far as it decides whether assets can be approved of. */
interface Approving {
  readonly request: Pick<Request, 'select' | 'intent'>;
  readonly settings: Settings;
  readonly project: Project;
  readonly planner: Pick<Planner, 'orders' | 'rules' | 'encoderVersions' | 'pathsMeet'>;
}

/**
 * The rules of a run as one text: an asset approved under equal rules need not be planned again. Undefined where a run
 * asks for more than its rules (such as force), or assets depend on each other.
 */
export function approvalOf({ request, settings, project, planner }: Approving): string | undefined {
  const { force, newOnly, acceptEngine } = settings;
  const asksMore =
    request.select !== undefined ||
    request.intent?.settleMoves === true ||
    wantedOf(settings, project.config) !== undefined;
  if (asksMore || force || newOnly || acceptEngine || planner.pathsMeet) return undefined;
  return rulesOf(project, planner);
}

/**
 * Tells which assets were approved of by these rules and have all their files, each as long as recorded; without
 * `storage` files are believed to be there.
 */
export function approvedBy(approval: string, storage: Pick<Storage, 'sizes'> | undefined) {
  return async (glances: readonly AssetGlance[]): Promise<readonly boolean[]> => {
    if (storage === undefined) return glances.map((glance) => glance.approval === approval);
    const files = glances.map((glance) => (glance.approval === approval ? unpackFiles(glance.files) : undefined));
    const sizes = (await storage.sizes(files.flatMap((some = []) => some.map(({ path }) => path)))).values();
    return files.map((some) => some?.map(({ bytes }) => sizes.next().value === bytes).every(Boolean) ?? false);
  };
}

/** The record of a picture about which nothing is to be done by the rules alone; undefined for every other asset. */
export function approvable(plan: AssetPlan, { overrides }: Candidate, planner: Planner): AssetRecord | undefined {
  const { previous, master, actions, errors, warnings, profile } = plan;
  if (previous === undefined || master?.facts?.kind !== 'image' || plan.record || overrides !== undefined)
    return undefined;
  if (errors.length + warnings.length + Object.keys(previous.failed).length > 0) return undefined;
  if (planner.namesObjects(profile) || master.facts.requests) return undefined;
  const stands = actions.every((one) => one.action === 'keep' && !one.stale && one.record.stale !== true);
  return stands ? previous : undefined;
}
