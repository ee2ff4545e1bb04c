import type { Catalog, CatalogSummary } from '../catalog/catalog.ts';
import type { ErrorData } from '../model/errors.ts';
import { isDue, keptFiles, type KeptFiles } from '../model/left-file.ts';
import type { RunRecord } from '../model/run/run.ts';
import { currentState } from './history/history.ts';
import type { Request } from './request.ts';
import { withReadOnly } from './project/runtime.ts';
import { settingsOf } from './project/settings.ts';
import { wantedOf } from './project/wanted.ts';

/** The catalog in numbers. */
export interface StatusView {
  readonly library: string;
  readonly output: string;
  /** The selected folder; '' = the whole library. */
  readonly folder: string;
  readonly summary: CatalogSummary;
  /** Assets with something that failed: the first `FAILURES`. */
  readonly failures: readonly { readonly path: string; readonly errors: readonly ErrorData[] }[];
  /** Files of the output that others replaced and that stay for now (`keepReplaced`). */
  readonly kept: KeptFiles;
  readonly lastRun: RunRecord | undefined;
}

/** More failures than this are counted by `summary`, not listed. */
const FAILURES = 1000;

async function keptIn(catalog: Catalog): Promise<KeptFiles> {
  const now = new Date().toISOString();
  return keptFiles((await catalog.sweepList()).filter((file) => !isDue(file, now)));
}

/** Reads the catalog of the project; nothing is walked and nothing written. */
export function status(request: Request): Promise<StatusView> {
  return withReadOnly(request, async ({ project, catalog, history }) => {
    const folder = project.selections[0] ?? '';
    const failures: { path: string; errors: readonly ErrorData[] }[] = [];
    const wanted = wantedOf(settingsOf(request, project), project.config);
    for await (const record of catalog.failures(folder)) {
      if (failures.length === FAILURES) break;
      if (wanted?.(record) !== false) failures.push({ path: record.path, errors: record.errors });
    }
    const [lastRun] = (await history.runs(1)).map(currentState);
    const { library, output } = project;
    return {
      library,
      output,
      folder,
      summary: await catalog.summary(folder, wanted),
      failures,
      kept: await keptIn(catalog),
      lastRun,
    };
  });
}
