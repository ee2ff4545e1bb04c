// The codes of a scan of a JPEG, walked through without making pixels of them (ITU-T T.81, annex F). A table of codes has three
// parts: what the next 11 bits say of several codes, of one, and what the next 16 say of one. An entry counts bits in its upper byte,
// those behind the code among them, and coefficients in its lower one; ENDS = the block has no more; 0 = such a code is not there.

const BITS = 11;
const SINGLE: usize = 2 << BITS;
const LONG: usize = 4 << BITS;
const ENDS: u32 = 128;
const COEFFICIENTS: u32 = 64;

/** Bits that are held at least before codes are looked up. */
const ENOUGH = 32;

// The place of what a walk is at, in its state.
const COUNT: usize = 4;
const HELD: usize = 8;
const UNIT: usize = 16;

/**
 * Copies bytes of a scan, without those of zeros that stand behind ones, until a marker comes; `into` may be `from`. Answers the
 * place behind them, and at `state` that in what was read.
 */
export function copyScan(into: usize, from: usize, end: usize, state: usize): usize {
  while (from < end) {
    while (from + 16 <= end) {
      const some = v128.load(from);
      if (v128.any_true(i8x16.eq(some, i8x16.splat(-1)))) break;
      v128.store(into, some);
      from += 16;
      into += 16;
    }
    const stop = min(from + 16, end);
    while (from < stop) {
      const byte = load<u8>(from);
      if (byte === 0xff) {
        if (from + 1 >= end || load<u8>(from, 1) !== 0) {
          store<u32>(state, <u32>from);
          return into;
        }
        from++;
      }
      store<u8>(into++, byte);
      from++;
    }
  }
  store<u32>(state, <u32>from);
  return into;
}

/** Makes the entries of several codes out of those of single ones. */
export function combineCodes(table: usize): void {
  const all: u32 = 1 << BITS;
  for (let at: u32 = 0; at < all; at++) {
    const entry: u32 = load<u16>(table + ((<usize>at) << 1), SINGLE);
    let bits = entry >> 8;
    let count = entry & 255;
    while (bits > 0 && bits < <u32>BITS && count < ENDS) {
      const next: u32 = load<u16>(table + ((<usize>((at << bits) & (all - 1))) << 1), SINGLE);
      const more = next >> 8;
      if (more === 0 || bits + more > <u32>BITS) break;
      bits += more;
      count += next & 255;
    }
    store<u16>(table + ((<usize>at) << 1), (bits << 8) | count);
  }
}

/** The entry of a code that is not there, of which libjpeg tells itself: more coefficients than are left. */
const LOST: u32 = (1 << 8) | COEFFICIENTS;

function single(table: usize, held: u64): u32 {
  const short: u32 = load<u16>(table + ((<usize>(held >> (64 - BITS))) << 1), SINGLE);
  if (short > 0) return short;
  const long: u32 = load<u16>(table + ((<usize>(held >> 48)) << 1), LONG);
  return long > 0 ? long : LOST;
}

function keep(state: usize, from: usize, count: i32, held: u64, unit: i32): void {
  store<u32>(state, <u32>from);
  store<i32>(state, count, COUNT);
  store<u64>(state, held, HELD);
  store<i32>(state, unit, UNIT);
}

/**
 * Walks on through units of blocks up to the last one, or to `limit`, behind which there are bytes for one more unit. `plan`: the tables
 * of each of its blocks, that of its first coefficient and that of the others. Answers false at a unit whose codes are none.
 */
export function walkCodes(state: usize, plan: usize, blocks: i32, units: i32, limit: usize): bool {
  let from: usize = load<u32>(state);
  let count = load<i32>(state, COUNT);
  let held = load<u64>(state, HELD);
  let unit = load<i32>(state, UNIT);
  const planEnd = plan + ((<usize>blocks) << 3);
  for (; unit < units && from <= limit; unit++) {
    for (let block = plan; block < planEnd; block += 8) {
      let table: usize = load<u32>(block);
      let done: u32 = 0;
      do {
        while (count <= ENOUGH) {
          const word: u64 = bswap<u32>(load<u32>(from));
          const free: u64 = 32 - count;
          held |= word << free;
          from += 4;
          count += 32;
        }
        let entry: u32 = done > 0 ? load<u16>(table + ((<usize>(held >> (64 - BITS))) << 1)) : 0;
        // The last codes of a block are looked up one by one: behind them begins the next.
        if (entry === 0 || done + (entry & 127) >= COEFFICIENTS) entry = single(table, held);
        const bits = entry >> 8;
        held <<= bits;
        count -= bits;
        done += entry & 255;
        table = load<u32>(block, 4);
      } while (done < COEFFICIENTS);
      if (done > COEFFICIENTS && done < ENDS) {
        keep(state, from, count, held, unit);
        return false;
      }
    }
  }
  keep(state, from, count, held, unit);
  return true;
}
