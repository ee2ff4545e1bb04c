import type { Facts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';

/** What a master is told that has more pixels than dmx.yaml allows: an attack or a mistake more often than a picture. */
export function tooManyPixels(facts: Facts | null, limit: number): SourceError | undefined {
  if (facts?.kind !== 'image' || facts.width * facts.height <= limit) return undefined;
  const message = `expected at most ${limit} pixels, got ${facts.width}×${facts.height}`;
  const hint = 'Scale the master down, or raise `maxpixels` in dmx.yaml.';
  return new SourceError('SOURCE_TOO_LARGE', message, { hint });
}
