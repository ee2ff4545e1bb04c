// Rows become columns, in blocks of 16 bytes a side: in rounds that lay the first half of the rows between those of the second.

/** Bytes of a block, twice of which lie at `room` between two rounds. */
const BLOCK: usize = 256;

/** One round of 16 rows of bytes. */
function interleaveBytes(into: usize, intoRow: usize, from: usize, fromRow: usize): void {
  const half = 8 * fromRow;
  for (const end = from + half; from < end; from += fromRow, into += 2 * intoRow) {
    const one = v128.load(from);
    const other = v128.load(from + half);
    v128.store(into, v128.shuffle<u8>(one, other, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
    const ends = v128.shuffle<u8>(one, other, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(into + intoRow, ends);
  }
}

/** One round of eight rows of words. */
function interleaveWords(into: usize, intoRow: usize, from: usize, fromRow: usize): void {
  const half = 4 * fromRow;
  for (const end = from + half; from < end; from += fromRow, into += 2 * intoRow) {
    const one = v128.load(from);
    const other = v128.load(from + half);
    v128.store(into, v128.shuffle<u16>(one, other, 0, 8, 1, 9, 2, 10, 3, 11));
    v128.store(into + intoRow, v128.shuffle<u16>(one, other, 4, 12, 5, 13, 6, 14, 7, 15));
  }
}

/** Transposes `blocks` blocks of 16 × 16 bytes, a step of bytes from each other, whose rows are some bytes apart. */
export function transposeBytes(
  into: usize,
  intoStep: i32,
  intoRow: i32,
  from: usize,
  fromStep: i32,
  fromRow: i32,
  blocks: i32,
  room: usize,
): void {
  const other = room + BLOCK;
  for (let i = 0; i < blocks; i++, into += intoStep, from += fromStep) {
    interleaveBytes(room, 16, from, fromRow);
    interleaveBytes(other, 16, room, 16);
    interleaveBytes(room, 16, other, 16);
    interleaveBytes(into, intoRow, room, 16);
  }
}

/** Transposes 8 × 8 16-bit samples. */
export function transposeWords(
  into: usize,
  intoStep: i32,
  intoRow: i32,
  from: usize,
  fromStep: i32,
  fromRow: i32,
  blocks: i32,
  room: usize,
): void {
  const other = room + BLOCK;
  for (let i = 0; i < blocks; i++, into += intoStep, from += fromStep) {
    interleaveWords(room, 16, from, fromRow);
    interleaveWords(other, 16, room, 16);
    interleaveWords(into, intoRow, other, 16);
  }
}
