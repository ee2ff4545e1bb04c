import type { Request, RunContext, RunOutcome } from './request.ts';
import { run } from './run.ts';

/** Walks the library and makes what is new or changed. */
export function ingest(request: Request, context: RunContext): Promise<RunOutcome> {
  const { select: _none, ...whole } = request;
  return run(whole, context);
}
