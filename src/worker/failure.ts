import { DmxError, EngineError, type ErrorData, SourceError } from '../model/errors.ts';

const changeHint = 'Wait until nothing writes to it any more and run the same command again.';

/** A master was written to while dmx read it. */
export function changed(file: string): SourceError {
  return new SourceError(
    'SOURCE_CHANGED',
    'expected a master that stays as it is while it is read, got one that changed',
    {
      place: file,
      hint: changeHint,
    },
  );
}

/** Whatever was thrown, as data: what is no failure of dmx's own came out of an engine. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof DmxError) return error.toData();
  const message = error instanceof Error ? error.message : String(error);
  const hint = 'Try it again with `dmx reprocess --failed`; if that fails too, please report it with the master.';
  return new EngineError('ENGINE_FAILED', message, { hint }).toData();
}
