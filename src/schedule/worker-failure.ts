import { printBytes } from '../base/bytes.ts';
import { printDuration } from '../base/duration.ts';
import { Cancelled, EngineError, type ErrorData } from '../model/errors.ts';

/** A worker died; `cause` continues "the worker process". */
export function crashed(cause: string): ErrorData {
  const hint = 'Try it again with `dmx reprocess --failed`; if that fails too, the master may be damaged or hostile.';
  return new EngineError('ENGINE_CRASHED', `the worker process ${cause}`, { hint }).toData();
}

/** No worker gets to work; `cause` continues "it". What an engine said of itself stays as it is, with its hint. */
export function unstartable(cause: string | ErrorData): ErrorData {
  if (typeof cause !== 'string') return { ...cause, code: 'ENGINE_BROKEN' };
  const message = `expected worker processes that start, got none: the last one ${cause}`;
  const hint = 'Look at `dmx doctor`, install dmx again, or give this user more processes and memory (ulimit -u).';
  return new EngineError('ENGINE_BROKEN', message, { hint }).toData();
}

/** A worker was ended because it held more memory than was set aside for it. */
export function outgrown(memoryBytes: number): ErrorData {
  const cause = `needed more than the ${printBytes(memoryBytes, { binary: true })} set aside for it and was ended`;
  return { ...crashed(cause), hint: 'Give the run more `memory`.' };
}

/** A worker was ended because it had not answered in time. */
export function timedOut(seconds: number): ErrorData {
  const message = `expected an end within ${printDuration(seconds)}, got none`;
  return new EngineError('ENGINE_TIMEOUT', message, { hint: 'Give it more time: `timeout`.' }).toData();
}

/** A request came when workers were already being ended. */
export function cancelled(): ErrorData {
  return new Cancelled().toData();
}
