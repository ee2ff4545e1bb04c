import { dirname, resolve, sep } from 'node:path';
import { present } from '../../base/present.ts';
import { nearest } from '../../base/text.ts';
import type { TargetPlace } from '../../model/delivery.ts';
import { UsageError } from '../../model/errors.ts';
import { bucketOf, type PublishSettings, purgedAddresses, rsyncPlaceOf } from '../../profiles/publish.ts';
import type { Project } from '../project/project.ts';
import type { Runtime } from '../project/runtime.ts';
import type { PurgePlace } from './purge-list.ts';

/** A target that dmx.yaml names. */
export interface NamedTarget {
  readonly name: string;
  readonly settings: PublishSettings;
  readonly place: TargetPlace;
  readonly purge?: PurgePlace;
}

function unknownTarget(given: string | undefined, names: readonly string[]): UsageError {
  const near = given === undefined ? undefined : nearest(given, names);
  const known = names.length === 0 ? 'Name one in dmx.yaml: publish: { www: { to: ../public } }.' : names.join(', ');
  return new UsageError('PUBLISH_TARGET_UNKNOWN', `expected the name of a target, got ${given ?? 'none'}`, {
    hint: near === undefined ? known : `Did you mean ${near}?`,
  });
}

type S3Settings = Pick<Extract<TargetPlace, { readonly kind: 's3' }>, 'endpoint' | 'region' | 'cacheControl'>;

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** Masters and renditions are read and never written to: a target lies beside them. */
function refuseOverlap(name: string, root: string, { library, output }: Project): void {
  for (const [word, folder] of Object.entries({ library, output })) {
    if (!isWithin(root, folder) && !isWithin(folder, root)) continue;
    throw new UsageError('CONFIG_INVALID', `expected a target beside the ${word} ${folder}, got ${root}`, {
      place: `publish.${name}.to`,
      hint: 'Choose a folder that neither holds it nor lies in it.',
    });
  }
}

function placeOf(name: string, settings: PublishSettings, configFile: string, project: Project): TargetPlace {
  const bucket = bucketOf(settings);
  if (bucket) {
    const { endpoint, region, cacheControl } = settings;
    return { kind: 's3', ...bucket, ...present<S3Settings>({ endpoint, region, cacheControl }) };
  }
  const rsync = rsyncPlaceOf(settings);
  if (rsync) return rsync;
  const root = resolve(dirname(configFile), settings.to);
  refuseOverlap(name, root, project);
  return { kind: 'folder', root };
}

/** The target of a name; without a name the only one. Throws UsageError. */
export function findTarget(given: string | undefined, { project }: Pick<Runtime, 'project'>): NamedTarget {
  const { config, configFile } = project;
  const names = Object.keys(config.publish);
  const name = given ?? (names.length === 1 ? names[0] : undefined);
  const settings = name === undefined ? undefined : config.publish[name];
  if (name === undefined || settings === undefined || configFile === undefined) throw unknownTarget(given, names);
  const place = placeOf(name, settings, configFile, project);
  if (settings.purge === undefined) return { name, settings, place };
  const purge = { file: resolve(dirname(configFile), settings.purge.file), templates: purgedAddresses(settings) };
  return { name, settings, place, purge };
}

/** The place of a target as people write it. */
export function printPlace({ place, settings }: NamedTarget): string {
  return place.kind === 'folder' ? place.root : settings.to;
}
