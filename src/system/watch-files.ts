import type { Stats } from 'node:fs';
import { relative, sep } from 'node:path';
import { watch } from 'chokidar';

/** Folders that hold no masters and change all the time. */
const SKIPPED = new Set(['node_modules', '.git', '.dmx']);

/** A watch over folders. */
export interface FileWatch {
  /** Resolves once files have changed since it was last asked, and none has for `quietMs`; at once when the signal is aborted. */
  next(quietMs: number, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(folder + sep);

/** Tells whether a path lies in a folder that is skipped, below the one that is watched. */
function isSkipped(path: string, folders: readonly string[]): boolean {
  const within = folders.filter((folder) => isWithin(path, folder));
  return within.every((folder) =>
    relative(folder, path)
      .split(sep)
      .some((part) => SKIPPED.has(part)),
  );
}

/**
 * Watches folders (absolute paths) for added, changed and removed files from now on. `heeds`: which files count;
 * folders in `without` are not watched.
 */
export async function watchFiles(
  folders: readonly string[],
  { without, heeds }: { readonly without: readonly string[]; readonly heeds: (file: string) => boolean },
): Promise<FileWatch> {
  const ignored = (path: string, stats?: Stats): boolean =>
    without.some((folder) => isWithin(path, folder)) ||
    isSkipped(path, folders) ||
    (stats?.isFile() === true && !heeds(path));
  const watcher = watch([...folders], { ignored, ignoreInitial: true, ignorePermissionErrors: true });
  let changed = false;
  let wake = (): void => undefined;
  watcher.on('all', (_event, path) => {
    if (!heeds(path)) return;
    changed = true;
    wake();
  });
  // What cannot be watched is found by the next run.
  watcher.on('error', () => undefined);
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  const pause = (ms: number | undefined, signal: AbortSignal): Promise<boolean> =>
    new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => end(false), ms);
      const end = (woken: boolean): void => {
        clearTimeout(timer);
        wake = () => undefined;
        signal.removeEventListener('abort', onAbort);
        resolve(woken);
      };
      const onAbort = (): void => end(false);
      signal.addEventListener('abort', onAbort);
      wake = () => end(true);
      if (signal.aborted) end(false);
    });
  return {
    async next(quietMs, signal) {
      if (!changed) await pause(undefined, signal);
      while (!signal.aborted && (await pause(quietMs, signal))) changed = true;
      changed = false;
    },
    close: () => watcher.close(),
  };
}
