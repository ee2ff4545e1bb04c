import { compareUtf8 } from '../base/text.ts';
import type { ScannedFile } from '../model/asset.ts';
import type { Emit } from '../model/event.ts';
import type { Config } from '../profiles/config.ts';
import { governing, matchesAny } from '../profiles/match.ts';
import type { Skip, SkipReason } from '../system/library-folders.ts';
import { walk } from '../system/walk.ts';
import type { Project } from './project.ts';
import type { Settings } from './settings.ts';

// Often enough for a bar to move, seldom enough to cost nothing.
const REPORT_EVERY = 1000;

/** Why a path is not judged by this run, if so. */
export type Exclusion = 'narrowed' | 'excluded' | undefined;

/** Tells which paths a run leaves out: `narrowed` by its own --include/--exclude, `excluded` by dmx.yaml for good. */
export function exclusionsOf(config: Config, { include, exclude }: Settings): (path: string) => Exclusion {
  return (path) => {
    if (include.length > 0 && !matchesAny(include, path)) return 'narrowed';
    if (matchesAny(exclude, path)) return 'narrowed';
    if (config.include.length > 0 && !matchesAny(config.include, path)) return 'excluded';
    if (matchesAny(config.exclude, path)) return 'excluded';
    return governing(config.folders, path).sync === 'exclude' ? 'excluded' : undefined;
  };
}

const SKIPPED: Readonly<Record<SkipReason, string>> = {
  unreadable: 'cannot be read',
  'link-outside': 'is a link that leads out of the library',
  'link-broken': 'is a link that leads nowhere',
  'link-loop': 'is a link to a folder above it',
};

function skipNotice({ path, reason, code }: Skip): { message: string; hint: string; asset: string } {
  const hint = reason === 'unreadable' ? 'Check its permissions.' : 'Only links within the library are followed.';
  return { message: `${path} ${SKIPPED[reason]}${code === undefined ? '' : ` (${code})`}; skipped`, hint, asset: path };
}

/** NFC and NFD spellings of one name: the first owns the asset path, a later one keeps its raw spelling, and collides. */
function separateTwins(files: ScannedFile[]): ScannedFile[] {
  return files.map((file, i) => (files[i - 1]?.path === file.path ? { ...file, path: file.file } : file));
}

/** Walks the selected folders; answers what is to be judged in UTF-8 order of the asset path. */
export async function scan(
  project: Project,
  excluded: (path: string) => Exclusion,
  emit: Emit,
  signal: AbortSignal,
): Promise<ScannedFile[]> {
  const found: ScannedFile[] = [];
  const onSkip = (skip: Skip): void => emit({ type: 'notice', level: 'warning', ...skipNotice(skip) });
  for await (const file of walk(project.library, { folders: project.selections, onSkip })) {
    signal.throwIfAborted();
    if (excluded(file.path) === undefined) found.push(file);
    if (found.length % REPORT_EVERY === 0) emit({ type: 'scan-progress', files: found.length });
  }
  // Of twins the one that is spelled like the asset path comes first.
  const bent = ({ path, file }: ScannedFile): number => (path === file ? 0 : 1);
  const byPath = (a: ScannedFile, b: ScannedFile): number =>
    compareUtf8(a.path, b.path) || bent(a) - bent(b) || compareUtf8(a.file, b.file);
  return separateTwins(found.toSorted(byPath)).toSorted(byPath);
}
