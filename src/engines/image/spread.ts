/** Steps that lead from single samples to the largest of `window` neighbours: doublings, then what is left. */
function stepsTo(window: number): readonly number[] {
  const steps: number[] = [];
  let size = 1;
  for (; size * 2 <= window; size *= 2) steps.push(size);
  return size < window ? [...steps, window - size] : steps;
}

/**
 * Every sample becomes the larger of itself and the one `shift` further on, in place: that one is still untouched.
 * Without a question, for processors guess wrong which is larger: the sign of their difference masks it.
 */
function raise(samples: Uint8Array, shift: number): void {
  for (let i = 0, ahead = shift; ahead < samples.length; i++, ahead++) {
    const value = samples[i] ?? 0;
    const less = value - (samples[ahead] ?? 0);
    samples[i] = value - (less & (less >> 31));
  }
}

/** Samples of `length` × `count`, rows one after the other. */
interface Table {
  readonly samples: Uint8Array;
  readonly rowLength: number;
  readonly channels: number;
}

/** The largest sample within `reach` pixels to the left and right. Beyond the ends of a row there is nothing. */
function spreadAcross({ samples, rowLength, channels }: Table, reach: number): void {
  const margin = reach * channels;
  const padded = new Uint8Array(rowLength + 2 * margin);
  const shifts = stepsTo(2 * reach + 1);
  for (let start = 0; start < samples.length; start += rowLength) {
    padded.fill(0);
    padded.set(samples.subarray(start, start + rowLength), margin);
    for (const shift of shifts) raise(padded, shift * channels);
    samples.set(padded.subarray(0, rowLength), start);
  }
}

/** The same above and below. */
function spreadDown({ samples, rowLength }: Table, reach: number): void {
  const padded = new Uint8Array(samples.length + 2 * reach * rowLength);
  padded.set(samples, reach * rowLength);
  for (const shift of stepsTo(2 * reach + 1)) raise(padded, shift * rowLength);
  samples.set(padded.subarray(0, samples.length));
}

/** How far the largest value spreads, in pixels. */
interface Reach {
  readonly across: number;
  readonly down: number;
}

/** By whole pixels. */
function spread(table: Table, { across, down }: Reach): void {
  if (across > 0) spreadAcross(table, across);
  if (down > 0) spreadDown(table, down);
}

/** Parts of a pixel: the way from the spread by whole pixels to that by one more. */
function mix({ buffer, byteOffset, length }: Uint8Array, other: Uint8Array, share: number): void {
  // A clamped array rounds what is stored.
  const into = new Uint8ClampedArray(buffer, byteOffset, length);
  for (let i = 0; i < into.length; i++) {
    const value = into[i] ?? 0;
    into[i] = value + share * ((other[i] ?? 0) - value);
  }
}

/**
 * Replaces every sample by the largest of its channel in the rectangle around it, in place; parts of a pixel are
 * interpolated. The time grows with the logarithm of the reach.
 */
export function spreadPartly(table: Table, reach: Reach): void {
  const whole = { across: Math.floor(reach.across), down: Math.floor(reach.down) };
  spread(table, whole);
  for (const side of ['across', 'down'] as const) {
    const share = reach[side] - whole[side];
    if (share === 0) continue;
    const more = table.samples.slice();
    spread({ ...table, samples: more }, { across: 0, down: 0, [side]: 1 });
    mix(table.samples, more, share);
  }
}

/** Turns the smallest into the largest, in place. */
export function negate(samples: Uint8Array): void {
  for (let i = 0; i < samples.length; i++) samples[i] = 255 - (samples[i] ?? 0);
}
