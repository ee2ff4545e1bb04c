// To ffmpeg it is a mere warning that a frame came out damaged. What it says of corrupt packets says nothing: where transport streams
// were joined there is one that is whole.
const DAMAGED = /corrupt decoded frame/;

const LEVEL = /^((?:\[[^\]]*@ 0x[0-9a-f]+\] )*)\[(panic|fatal|error|warning)\] /;

/**
 * The words of a program that names the level of each line, as they were without warnings: errors, and damage that it warns of. A line
 * without a level goes on with the one before.
 */
export function withoutWarnings(stderr: string): string {
  let counts = true;
  const kept = stderr.split('\n').filter((line) => {
    const level = LEVEL.exec(line)?.[2];
    if (level !== undefined) counts = level !== 'warning' || DAMAGED.test(line);
    return counts;
  });
  return kept.map((line) => line.replace(LEVEL, '$1')).join('\n');
}

// The most informative patterns come first. The order of stderr varies between threads, and its numbers depend on where
// a decoder resumed.
const DAMAGE = [
  [/Invalid data found|Error while decoding|Error submitting/, 'packets that cannot be decoded'],
  [/corrupt decoded frame|concealing|error while decoding MB/, 'frames that are decoded in part'],
] as const;

/** A description of damage in the master from ffmpeg's stderr after decoding all of it: the same for the same bytes. */
export function damageOf(said: string): string {
  const found = DAMAGE.find(([pattern]) => pattern.test(said));
  if (found !== undefined) return found[1];
  const lines = said.split(/[\r\n]+/).map((line) => line.replace(/^(?:\[[^\]]*\] ?)+/, '').replaceAll(/\d+/g, '…'));
  return lines.filter((line) => line.trim() !== '').toSorted()[0] ?? '';
}
