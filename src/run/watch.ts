import { dirname, sep } from 'node:path';
import { DmxError, ProfileError } from '../model/errors.ts';
import { watchFiles } from '../system/watch-files.ts';
import { ingest } from './ingest.ts';
import { overridesFolder } from './project/project.ts';
import { findProject } from './project/runtime.ts';
import type { Request, RunContext, RunOutcome } from './request.ts';

/** Editors and cameras write in several steps: a run begins when nothing has changed for so long. */
const QUIET_MS = 400;

/** Files beside the library that decide about it. */
const SETTINGS = /\.(?:ya?ml|csv|json|icc|icm|ttf|otf)$/i;

/** A run whose settings are wrong ends it alone: somebody is about to mend them. */
async function runOnce(request: Request, { emit, signal }: RunContext): Promise<RunOutcome | undefined> {
  try {
    return await ingest(request, { emit, signal });
  } catch (error) {
    if (!(error instanceof DmxError) || signal.aborted) throw error;
    const { problems = [] } = error instanceof ProfileError ? error : {};
    for (const { message, hint, file, line, column } of problems)
      emit({ type: 'notice', level: 'warning', message, hint, place: { file, line, column } });
    const { message, hint } = error.toData();
    if (problems.length === 0) emit({ type: 'notice', level: 'warning', message, hint });
    return undefined;
  }
}

/**
 * Ingests, and again whenever something in the library, its sidecars or its settings has changed, until the signal is aborted.
 * Answers the outcome of the last run. Throws what stops the first one.
 */
export async function watch(request: Request, context: RunContext): Promise<RunOutcome> {
  const { emit, signal } = context;
  const project = await findProject(request);
  const { library, output, configFile } = project;
  const settings = configFile === undefined ? [] : [dirname(configFile)];
  const overrides = overridesFolder(project);
  const folders = [library, ...(overrides === undefined ? [] : [overrides]), ...settings];
  const inLibrary = (file: string): boolean =>
    [library, overrides].some((folder) => folder !== undefined && file.startsWith(folder + sep));
  // Before the first run, so that nothing is missed meanwhile.
  const watched = await watchFiles(folders, {
    without: [output],
    heeds: (file) => inLibrary(file) || SETTINGS.test(file),
  });
  try {
    let outcome = await ingest(request, context);
    while (!signal.aborted) {
      emit({ type: 'notice', level: 'info', message: `Watching ${library}`, hint: 'Ctrl-C ends it.' });
      await watched.next(QUIET_MS, signal);
      if (!signal.aborted) outcome = (await runOnce(request, context)) ?? outcome;
    }
    return outcome;
  } finally {
    await watched.close();
  }
}
