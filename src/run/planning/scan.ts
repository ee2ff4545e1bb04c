import { compareUtf8 } from '../../base/text.ts';
import { OVERRIDES_SUFFIX } from '../../model/overrides.ts';
import type { Emit, Event } from '../../model/run/event.ts';
import type { Config } from '../../profiles/config.ts';
import { governing, matchesAny } from '../../profiles/match.ts';
import type { Skip, SkipReason } from '../../library/library.ts';
import { isSystemPath, systemName } from '../../model/system-names.ts';
import type { Runtime } from '../project/runtime.ts';
import type { Settings } from '../project/settings.ts';
import { findOverrides, overriddenAsset } from './crop-sidecars.ts';
import { type FileList, FileTable } from './file-table.ts';

// Often enough for a bar to move, seldom enough to cost nothing.
const REPORT_EVERY = 1000;

/** Why a path is not judged by this run, if so. */
export type Exclusion = 'narrowed' | 'excluded' | undefined;

/** Tells which paths a run leaves out: `narrowed` by its own --include/--exclude, `excluded` by dmx.yaml for good. */
export function exclusionsOf(config: Config, { include, exclude }: Settings): (path: string) => Exclusion {
  return (path) => {
    if (isSystemPath(path)) return 'excluded';
    if (include.length > 0 && !matchesAny(include, path)) return 'narrowed';
    if (matchesAny(exclude, path)) return 'narrowed';
    if (config.include.length > 0 && !matchesAny(config.include, path)) return 'excluded';
    if (matchesAny(config.exclude, path)) return 'excluded';
    return governing(config.folders, path).sync === 'exclude' ? 'excluded' : undefined;
  };
}

const SKIPPED: Readonly<Record<Exclude<SkipReason, 'system'>, string>> = {
  unreadable: 'cannot be read',
  'link-outside': 'is a link that leads out of the library',
  'link-broken': 'is a link that leads nowhere',
  'link-loop': 'is a link to a folder above it',
  'no-file': 'is a pipe, a socket or a device',
  'name-not-utf8': 'has a name that is no UTF-8',
};

const LINKS = 'Only links within the library are followed.';

const SKIP_HINTS: typeof SKIPPED = {
  unreadable: 'Check its permissions, and that its disk answers. What is known of it stays as it is.',
  'link-outside': LINKS,
  'link-broken': LINKS,
  'link-loop': LINKS,
  'no-file': 'Put the file itself there, or take it out of the library.',
  'name-not-utf8': 'Rename it (convmv turns names of an old encoding into UTF-8).',
};

function skipNotice({ path, code }: Skip, reason: Exclude<SkipReason, 'system'>): Event {
  const hint = SKIP_HINTS[reason];
  const message = `${path} ${SKIPPED[reason]}${code === undefined ? '' : ` (${code})`}; skipped`;
  return { type: 'notice', level: 'warning', message, hint, asset: path };
}

/** Tells of what was skipped: of what is the system's once, at the end, for there may be some in every folder. */
class SkipReporter {
  readonly #emit: Emit;
  readonly #system = new Map<string, number>();

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  readonly tell = (skip: Skip): void => {
    const { path, reason } = skip;
    if (reason !== 'system') return this.#emit(skipNotice(skip, reason));
    const name = systemName(path.slice(path.lastIndexOf('/') + 1)) ?? path;
    this.#system.set(name, (this.#system.get(name) ?? 0) + 1);
  };

  end(): void {
    if (this.#system.size === 0) return;
    const names = [...this.#system].toSorted(([a], [b]) => compareUtf8(a, b));
    const told = names.map(([name, count]) => (count === 1 ? name : `${count} × ${name}`)).join(', ');
    const message = `not looked at, because systems and sync tools keep them for themselves: ${told}`;
    this.#emit({ type: 'notice', level: 'info', message, hint: '' });
  }
}

function ignoredSidecarNotice(asset: string, folder: string): Parameters<Emit>[0] {
  const message = `expected sidecars below ${folder} alone, got one beside its master: it is not heard`;
  const hint = 'Move it there, or take `overrides` out of dmx.yaml.';
  return { type: 'notice', level: 'warning', message, hint, asset };
}

/** A missing sidecar folder is reported: without it all overrides would be lost and crops detected anew. */
function noOverridesNotice(folder: string): Parameters<Emit>[0] {
  const message = `expected a folder of sidecars for \`overrides\`, got ${folder}, which is not there: no sidecar is heard`;
  return { type: 'notice', level: 'warning', message, hint: 'Check the path, and that its disk is mounted.' };
}

/** The result of a walk. */
export interface Scanned {
  /** The files that are to be judged, in UTF-8 order of the asset path. */
  readonly files: FileList;
  /** The sidecars of single masters: files of `Runtime.sidecars` by asset path. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Asset paths of all files in the selected folders, those that the run leaves out too; may be walked again. */
  readonly seen: Iterable<string>;
  /** Paths of folders that could not be read: assets below them count neither as present nor as vanished. */
  readonly unread: readonly string[];
}

/** Walks the selected folders of the library, and the one of overrides where there is one. */
export async function scan(
  { project, library, sidecars }: Pick<Runtime, 'project' | 'library' | 'sidecars'>,
  excluded: (path: string) => Exclusion,
  emit: Emit,
  signal: AbortSignal,
): Promise<Scanned> {
  const { selections } = project;
  const table = new FileTable();
  let found = 0;
  const beside = new Map<string, string>();
  const skips = new SkipReporter(emit);
  const unread: string[] = [];
  const onSkip = (skip: Skip): void => {
    if (skip.reason === 'unreadable') unread.push(skip.path);
    skips.tell(skip);
  };
  for await (const file of library.list({ folders: selections, onSkip })) {
    signal.throwIfAborted();
    const owner = overriddenAsset(file.path);
    if (owner !== undefined) beside.set(owner, file.file);
    const isJudged = owner === undefined && excluded(file.path) === undefined;
    table.add(file, isJudged);
    if (isJudged) found++;
    if (found % REPORT_EVERY === 0) emit({ type: 'scan-progress', files: found });
  }
  const files = table.judged();
  const apart = sidecars !== library;
  if (!(await sidecars.exists())) emit(noOverridesNotice(sidecars.nameOf('')));
  if (apart) for (const path of beside.keys()) emit(ignoredSidecarNotice(path, sidecars.nameOf('')));
  const seen = { [Symbol.iterator]: () => table.paths() };
  const scanned = { files, seen, unread, overrides: apart ? await findOverrides(sidecars, skips.tell) : beside };
  skips.end();
  for (const path of ownerless(scanned, selections, excluded)) emit(ownerlessNotice(path));
  return scanned;
}

/** The asset paths of sidecars that speak of no master that was found, as far as this run looks. */
function ownerless(
  { files, overrides }: Scanned,
  selections: readonly string[],
  excluded: (path: string) => Exclusion,
): readonly string[] {
  if (overrides.size === 0) return [];
  const masters = new Set(files.paths());
  const selected = (path: string): boolean =>
    selections.some((folder) => folder === '' || path.startsWith(`${folder}/`));
  return [...overrides.keys()]
    .filter((path) => !masters.has(path) && selected(path) && excluded(path) === undefined)
    .toSorted(compareUtf8);
}

function ownerlessNotice(asset: string): Event {
  const message = 'expected a master for the sidecar of this name, got none';
  const hint = `A sidecar is called as its master with ${OVERRIDES_SUFFIX} behind it: rename or remove it.`;
  return { type: 'notice', level: 'warning', message, hint, asset };
}
