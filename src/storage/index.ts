import { FolderStorage } from './folder.ts';
import { MemoryStorage } from './memory.ts';
import type { Storage } from './storage.ts';
import type { Environment, TargetPlace } from '../model/delivery.ts';
import { credentialsOf, regionOf } from './s3/credentials.ts';
import { FolderTarget } from './folder-target.ts';
import type { Target } from './target.ts';

/** The REGISTRY: a backend is one file and one line here. */
const STORAGES = {
  folder: (root: string): Storage => new FolderStorage(root),
  memory: (): Storage => new MemoryStorage(),
} as const;

type StorageKind = keyof typeof STORAGES;

/**
 * A storage for the output `root` (absolute). Touches nothing: a run that writes calls `prepare()` once it has the
 * lock.
 */
export function openStorage(kind: StorageKind, root: string): Storage {
  return STORAGES[kind](root);
}

/** The REGISTRY of targets of `dmx publish`. */
const TARGETS: {
  readonly [K in TargetPlace['kind']]: (
    place: Extract<TargetPlace, { kind: K }>,
    environment: Environment,
  ) => Promise<Target>;
} = {
  folder: async ({ root }) => new FolderTarget(root),
  // Node's HTTP and TLS are no part of what other commands start with.
  s3: async ({ region, ...place }, environment) => {
    const { S3Target } = await import('./s3/s3-target.ts');
    return new S3Target({ ...place, region: region ?? regionOf(environment), credentials: credentialsOf(environment) });
  },
  rsync: async (place) => {
    const { RsyncTarget } = await import('./rsync/rsync-target.ts');
    return new RsyncTarget(place);
  },
};

/**
 * A target at a place. Nothing is asked of it yet. The environment has the keys of buckets. Throws UsageError
 * CREDENTIALS_MISSING.
 */
export function openTarget(place: TargetPlace, environment: Environment): Promise<Target> {
  if (place.kind === 's3') return TARGETS.s3(place, environment);
  return place.kind === 'rsync' ? TARGETS.rsync(place, environment) : TARGETS.folder(place, environment);
}
