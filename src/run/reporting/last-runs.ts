import type { Event } from '../../model/run/event.ts';
import type { ReportRun } from '../../model/run/report-page.ts';
import type { History } from '../history/history.ts';

/** Runs that are looked through for the times of assets. */
const RUNS = 5;

/** The facts that logs of the last runs tell: seconds of the last job of each asset by its path, files that the last run ignored. */
export interface LastRuns extends ReportRun {
  readonly seconds: ReadonlyMap<string, number>;
}

/** Reads the logs of the last runs, the newest first; lines that are of another version, or cut off, tell nothing. */
export async function lastRuns(history: History): Promise<LastRuns> {
  const seconds = new Map<string, number>();
  const ignored: { readonly path: string; readonly seeming: string }[] = [];
  const runs = await history.runs(RUNS);
  for (const [at, { id }] of runs.entries()) {
    for await (const line of history.readLog(id)) {
      if (!line.includes('"job-finished"') && !line.includes('"file-ignored"')) continue;
      const event = JSON.parse(line) as Event;
      if (event.type === 'job-finished' && !seconds.has(event.asset)) seconds.set(event.asset, event.seconds);
      if (event.type === 'file-ignored' && at === 0) ignored.push({ path: event.path, seeming: event.seeming });
    }
  }
  return { seconds, ignored, ignoredMore: Math.max(0, (runs[0]?.counts.ignored ?? 0) - ignored.length) };
}
