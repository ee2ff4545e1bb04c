import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../model/errors.ts';
import type { Config } from '../../profiles/config.ts';
import type { Programs } from '../../model/programs.ts';
import type { LoadedLibrary } from './load-config.ts';
import { programsOf } from './programs.ts';
import type { Request } from '../request.ts';

/** What decides in a run, each said by flag, environment, dmx.yaml or default, in this order. */
export interface Settings {
  readonly strict: boolean;
  readonly video: boolean;
  readonly force: boolean;
  readonly forceBefore: string | undefined;
  readonly newOnly: boolean;
  readonly allowGone: boolean;
  readonly trustCatalog: boolean;
  readonly acceptEngine: boolean;
  readonly onMove: 'apply' | 'keep';
  readonly onTimeout: 'next' | 'stop';
  readonly maxFailures: Request['maxFailures'];
  readonly batch: number | 'auto';
  readonly title: string;
  /** Absolute. */
  readonly changes: string | undefined;
  readonly waitLockSeconds: number;
  /** Seconds one asset may take; undefined = what `limitJob` allows. */
  readonly timeoutSeconds: number | undefined;
  readonly memoryBytes: number | undefined;
  readonly concurrency: number | undefined;
  readonly programs: Programs;
  /** Globs of this run alone. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

function linesOf(file: string, given: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new UsageError(
      'MISSING_FOLDER',
      `expected a file of patterns for --exclude-from, got ${given}, which cannot be read`,
      {
        place: given,
        hint: 'Check the path.',
        cause,
      },
    );
  }
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** dmx.yaml in the request's words. */
function saidByFile(config: Config) {
  const { include: _include, exclude: _exclude, waitLock, timeout, memory, ...said } = config;
  return {
    ...said,
    ...(waitLock === undefined ? {} : { waitLockSeconds: waitLock }),
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(memory === undefined ? {} : { memoryBytes: memory }),
  };
}

/** Brings request and dmx.yaml together. Throws UsageError when a file that is named cannot be read. */
export function settingsOf(request: Request, loaded: Pick<LoadedLibrary, 'config' | 'configFile'>): Settings {
  const said = {
    title: '',
    force: false,
    waitLockSeconds: 0,
    ...saidByFile(loaded.config),
    ...request,
  };
  const { strict, video, force, newOnly, allowGone, trustCatalog, acceptEngine, onMove, onTimeout } = said;
  const { maxFailures, batch, title, waitLockSeconds, timeoutSeconds, memoryBytes, concurrency } = said;
  const { include = [], exclude = [] } = request;
  return {
    ...{ strict, video, force, newOnly, allowGone, trustCatalog, acceptEngine, onMove, onTimeout },
    ...{ maxFailures, batch, title: title ?? '', waitLockSeconds, timeoutSeconds, memoryBytes, concurrency },
    forceBefore: request.forceBefore,
    programs: programsOf(request, loaded),
    changes: said.changes === undefined ? undefined : resolve(request.cwd, said.changes),
    include,
    exclude: [...exclude, ...excludedBy(said.excludeFrom, request.cwd)],
  };
}

function excludedBy(file: string | undefined, cwd: string): readonly string[] {
  return file === undefined ? [] : linesOf(resolve(cwd, file), file);
}
