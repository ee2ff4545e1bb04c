import type { Request, RunContext, RunOutcome } from './request.ts';
import { run } from './run.ts';

/** A moment in UTC. A bare day begins at midnight where the run is. */
function momentOf(date: string): string {
  return new Date(date.includes('T') ? date : `${date}T00:00`).toISOString();
}

/** The request of a reprocess: the assets that the catalog knows, narrowed by `select`; moves are settled. */
export function reprocessing(request: Request): Request {
  const { since, ...select } = request.select ?? {};
  const narrowed = since === undefined ? select : { ...select, since: momentOf(since) };
  return { ...request, select: narrowed, intent: { settleMoves: true } };
}

/** The one path over the assets that the catalog knows. */
export function reprocess(request: Request, context: RunContext): Promise<RunOutcome> {
  return run(reprocessing(request), context);
}
