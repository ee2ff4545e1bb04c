import type { Request, RunContext, RunOutcome } from './request.ts';
import { run } from './run.ts';

/** The same path over the assets that the catalog knows, narrowed by `request.select`. */
export function reprocess(request: Request, context: RunContext): Promise<RunOutcome> {
  return run({ ...request, select: request.select ?? {} }, context);
}
