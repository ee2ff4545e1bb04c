import type { ErrorData } from '../model/errors.ts';

/** The way in which a job is tried once more: with nothing else running, or with its master read anew. */
export type Retry = 'alone' | 'reread';

/**
 * Tells whether a job that failed for the first time is tried once more. A worker that hung or died may have been starved by its
 * neighbours; a master that changed may have come to rest. Nothing else gets better by itself.
 */
export function retry({ code }: ErrorData): Retry | undefined {
  if (code === 'ENGINE_TIMEOUT' || code === 'ENGINE_CRASHED') return 'alone';
  return code === 'SOURCE_CHANGED' ? 'reread' : undefined;
}
