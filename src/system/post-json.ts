import { EngineError } from '../model/errors.ts';

/** The longest that an answer is waited for. */
const TIMEOUT_MS = 30_000;

/**
 * Posts a JSON text to an address and waits for its answer, at most 30 s; redirects are not followed. Throws EngineError
 * ON_DONE_FAILED, whose message names the server alone: addresses hold secrets.
 */
export async function postJson(url: string, body: string, signal: AbortSignal): Promise<void> {
  const { origin } = new URL(url);
  const fail = (got: string, cause?: unknown): EngineError =>
    new EngineError('ON_DONE_FAILED', `expected ${origin} to take what became of the run, got ${got}`, {
      place: origin,
      hint: 'The run itself is done and recorded. Check the address, and what listens there.',
      cause,
    });
  let answer: Response;
  try {
    answer = await fetch(url, {
      ...{ method: 'POST', body, redirect: 'manual' },
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await answer.body?.cancel();
  } catch (error) {
    const { message, cause } = error instanceof Error ? error : new Error(String(error));
    throw fail(cause instanceof Error && cause.message !== '' ? cause.message : message, error);
  }
  if (!answer.ok) throw fail(`status ${answer.status}`);
}
