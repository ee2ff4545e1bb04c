import { printSwatches, type TimedSwatch } from '../../../model/viewers/clip-swatches.ts';
import { printCueTime } from './cue-time.ts';

/**
 * Swatches as WebVTT: a cue for each stretch, in the order of time, whose text is what is shown. Not printed as captions are:
 * what those mend as markup would be pieces of JSON here.
 */
export function printSwatchTrack(swatches: readonly TimedSwatch[]): string {
  const ordered = swatches.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const stretches = new Map<string, TimedSwatch[]>();
  for (const one of ordered) {
    const times = `${printCueTime(one.from)} --> ${printCueTime(one.to)}`;
    const held = stretches.get(times);
    if (held === undefined) stretches.set(times, [one]);
    else held.push(one);
  }
  const cues = [...stretches].map(([times, all]) => {
    const shown = all.map(({ from: _from, to: _to, ...one }) => one);
    return `${times}\n${printSwatches(shown)}`;
  });
  return `${['WEBVTT', ...cues].join('\n\n')}\n`;
}
