/**
 * Pixels of up to four bytes, each in a word: what is compared is all of them at once. Rows follow each other; bytes that
 * a pixel does not have are 0.
 */
export interface WordTable {
  readonly words: Int32Array;
  readonly width: number;
}

/** The larger one of each byte of two words. */
function maxBytes(a: number, b: number): number {
  const tops = 0x80808080 | 0;
  // With the top bits apart nothing is borrowed from a neighbour: they say now whether the lower seven bits of `a` reach
  // those of `b`, which counts where the top bits themselves are alike.
  const reached = ((a | tops) - (b & ~tops)) | 0;
  const differs = a ^ b;
  const ones = (((a & ~b) | (~differs & reached)) & tops) >>> 7;
  return b ^ (differs & ((ones << 8) - ones));
}

// Both directions by van Herk's and by Gil and Werman's method (1992, 1993): rows are cut into stretches as long as the
// window, and a window is the end of one and the start of the next. The time does not depend on the reach.

/** The largest within `reach` pixels to the left and right. Beyond the ends of a row there is nothing. */
function dilateAcross({ words, width }: WordTable, reach: number): void {
  const span = 2 * reach + 1;
  const padded = new Int32Array(span * Math.ceil((width + 2 * reach) / span));
  const starts = new Int32Array(padded.length);
  const ends = new Int32Array(padded.length);
  for (let row = 0; row < words.length; row += width) {
    padded.set(words.subarray(row, row + width), reach);
    for (let stretch = 0; stretch < padded.length; stretch += span) {
      let most = 0;
      for (let i = stretch; i < stretch + span; i++) starts[i] = most = maxBytes(most, padded[i] ?? 0);
      most = 0;
      for (let i = stretch + span - 1; i >= stretch; i--) ends[i] = most = maxBytes(most, padded[i] ?? 0);
    }
    for (let x = 0, i = 2 * reach; x < width; x++, i++) words[row + x] = maxBytes(ends[x] ?? 0, starts[i] ?? 0);
  }
}

/** `most` becomes the larger of itself and a row. */
function raise(most: Int32Array, words: Int32Array, row: number): void {
  for (let i = 0, at = row; i < most.length; i++, at++) most[i] = maxBytes(most[i] ?? 0, words[at] ?? 0);
}

/** The same, and the larger of that and another row is an answer, written to the row at `row` of `into`. */
function answer(into: Int32Array, row: number, most: Int32Array, other: Int32Array): void {
  for (let i = 0, at = row; i < most.length; i++, at++) into[at] = maxBytes(most[i] ?? 0, other[i] ?? 0);
}

/** The largest within `reach` pixels above and below. */
function dilateDown({ words, width }: WordTable, reach: number): void {
  const span = 2 * reach + 1;
  const height = words.length / width;
  const out = new Int32Array(words.length);
  const ends = new Int32Array(Math.min(span, height) * width);
  const most = new Int32Array(width);
  const raiseTo = (y: number): void => {
    if (y >= 0 && y < height) raise(most, words, y * width);
  };
  for (let top = 0; top < height; top += span) {
    const count = Math.min(span, height - top);
    most.fill(0);
    for (let j = span - 1; j >= 0; j--) {
      raiseTo(top + j - reach);
      if (j < count) ends.set(most, j * width);
    }
    most.fill(0);
    for (let j = 0; j < count; j++) {
      if (j > 0) raiseTo(top + j + reach);
      answer(out, (top + j) * width, most, ends.subarray(j * width, (j + 1) * width));
    }
  }
  words.set(out);
}

/** The distance that the largest value spreads, in pixels. */
interface Reach {
  readonly across: number;
  readonly down: number;
}

/** By whole pixels. */
function dilate(table: WordTable, { across, down }: Reach): void {
  if (across > 0) dilateAcross(table, across);
  if (down > 0) dilateDown(table, down);
}

/** Parts of a pixel: the way from the spread by whole pixels to that by one more. */
function mix(words: Int32Array, more: Int32Array, share: number): void {
  // A clamped array rounds what is stored.
  const into = new Uint8ClampedArray(words.buffer, words.byteOffset, words.byteLength);
  const other = new Uint8Array(more.buffer);
  for (let i = 0; i < into.length; i++) {
    const value = into[i] ?? 0;
    into[i] = value + share * ((other[i] ?? 0) - value);
  }
}

/**
 * Replaces every byte by the largest in the rectangle around its pixel, in place; parts of a pixel are interpolated.
 */
export function dilateSubpixel(table: WordTable, reach: Reach): void {
  const whole = { across: Math.floor(reach.across), down: Math.floor(reach.down) };
  dilate(table, whole);
  for (const side of ['across', 'down'] as const) {
    const share = reach[side] - whole[side];
    if (share === 0) continue;
    const more = table.words.slice();
    dilate({ ...table, words: more }, { across: 0, down: 0, [side]: 1 });
    mix(table.words, more, share);
  }
}

/** Turns the smallest into the largest, in place. */
export function invertWords(words: Int32Array): void {
  for (let i = 0; i < words.length; i++) words[i] = ~(words[i] ?? 0);
}
