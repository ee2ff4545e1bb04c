import { setMaxListeners } from 'node:events';

/**
 * Calls `act` once `signal` is aborted, at once where it is already. Answers what ends the listening. Any number may
 * listen to one signal: all jobs of a run share it.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  if (signal.aborted) {
    act();
    return () => undefined;
  }
  setMaxListeners(0, signal);
  signal.addEventListener('abort', act, { once: true });
  return () => signal.removeEventListener('abort', act);
}
