import { expand } from '../plan/expand.ts';
import { namesOf, type ProfileLibrary } from '../profiles/library.ts';
import type { NameKind } from '../profiles/options/value-kind.ts';
import { inspectLibrary, type LoadedLibrary } from './project/load-config.ts';
import { withReadOnly } from './project/runtime.ts';
import type { Request } from './request.ts';

/** Nobody reads more names than this on a screen. */
const MOST = 500;

/** Only the latest of many runs are offered. */
const LATEST_RUNS = 100;

const profileNames = ({ images, videos }: ProfileLibrary): readonly string[] => [
  ...namesOf(images),
  ...namesOf(videos),
];

/** The renditions that profiles of pictures make, and the encodings of clips. */
function renditionNames({ profiles, config }: LoadedLibrary): readonly string[] {
  const { server, metadata } = config;
  const pictures = [...profiles.images.values()].flatMap(({ value }) =>
    expand(value, profiles, { server, metadata }).map(({ name }) => name),
  );
  const clips = [...profiles.videos.values()].flatMap(({ value }) => value.encodings.map(({ name }) => name));
  return [...new Set([...pictures, ...clips])].toSorted();
}

/** The names in the folder that was begun to be typed: assets, and folders with a slash at their end. */
function assetNames(request: Request, typed: string): Promise<readonly string[]> {
  const folder = typed.slice(0, Math.max(0, typed.lastIndexOf('/')));
  return withReadOnly(request, async ({ catalog }) => {
    const prefix = folder === '' ? '' : `${folder}/`;
    return (await catalog.namesIn(folder, typed.slice(prefix.length), MOST)).map((name) => `${prefix}${name}`);
  });
}

/** Ids, the newest first, and `last`. */
function runNames(request: Request): Promise<readonly string[]> {
  return withReadOnly(request, async ({ history }) => [
    'last',
    ...(await history.runs(LATEST_RUNS)).map(({ id }) => id),
  ]);
}

const NAMES: Readonly<Record<NameKind, (request: Request, typed: string) => Promise<readonly string[]>>> = {
  asset: assetNames,
  preset: async (request) => namesOf((await inspectLibrary(request)).profiles.presets),
  profile: async (request) => profileNames((await inspectLibrary(request)).profiles),
  rendition: async (request) => renditionNames(await inspectLibrary(request)),
  run: runNames,
};

/**
 * The names of a project of one kind that begin as typed, at most as many as a person reads. Nothing is walked and nothing
 * written. Throws what opening the project throws.
 */
export async function completeNames(request: Request, kind: NameKind, typed: string): Promise<readonly string[]> {
  const names = await NAMES[kind](request, typed);
  return names.filter((name) => name.startsWith(typed)).slice(0, MOST);
}
