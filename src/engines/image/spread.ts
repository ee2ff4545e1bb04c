/** Steps that lead from single samples to the largest of `window` neighbours: doublings, then what is left. */
function stepsTo(window: number): readonly number[] {
  const steps: number[] = [];
  let size = 1;
  for (; size * 2 <= window; size *= 2) steps.push(size);
  return size < window ? [...steps, window - size] : steps;
}

/** Every sample becomes the larger of itself and the one `shift` further on, in place: that one is still untouched. */
function raise(samples: Uint8ClampedArray, shift: number): void {
  for (let i = 0, ahead = shift; ahead < samples.length; i++, ahead++) {
    const value = samples[ahead] ?? 0;
    if (value > (samples[i] ?? 0)) samples[i] = value;
  }
}

/** Samples of `length` × `count`, rows one after the other. */
interface Table {
  readonly samples: Uint8ClampedArray;
  readonly rowLength: number;
  readonly channels: number;
}

/** The largest sample within `reach` pixels to the left and right. Beyond the ends of a row there is nothing. */
function spreadAcross({ samples, rowLength, channels }: Table, reach: number): void {
  const margin = reach * channels;
  const padded = new Uint8ClampedArray(rowLength + 2 * margin);
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
  const padded = new Uint8ClampedArray(samples.length + 2 * reach * rowLength);
  padded.set(samples, reach * rowLength);
  for (const shift of stepsTo(2 * reach + 1)) raise(padded, shift * rowLength);
  samples.set(padded.subarray(0, samples.length));
}

/** How far the largest value spreads, in whole pixels. */
export interface Reach {
  readonly across: number;
  readonly down: number;
}

/**
 * Replaces every sample by the largest of its channel in the rectangle around it, in place. The time grows with the
 * logarithm of the reach.
 */
export function spread(table: Table, { across, down }: Reach): void {
  if (across > 0) spreadAcross(table, across);
  if (down > 0) spreadDown(table, down);
}
