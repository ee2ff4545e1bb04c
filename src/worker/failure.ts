import { SourceError } from '../model/errors.ts';

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
