import { type Arena, openArena } from './simd/arena.ts';

/** A table of codes: how many there are of each length, and what each means, in that order. */
export interface Codes {
  readonly counts: Uint8Array;
  readonly meanings: Uint8Array;
}

/** The codes of one block: of its first coefficient, and of the others. */
interface BlockCodes {
  readonly first: Codes;
  readonly others: Codes;
}

/** The blocks of a unit of a scan, and how many units it has. */
export interface ScanPlan {
  readonly blocks: readonly BlockCodes[];
  readonly units: number;
}

// See `src/kernels/scan.ts`.
const [BITS, LONG_BITS, ENDS] = [11, 16, 128] as const;
const TABLE_BYTES = (4 << BITS) + (2 << LONG_BITS);
// A unit has ten blocks of 64 codes of 26 bits at most.
const UNIT_BYTES = 4096;
const CHUNK_BYTES = 256 * 1024;

/** The entry of a code: its bits and those behind it, and the coefficients that it stands for. */
function entryOf(length: number, meaning: number, isFirst: boolean): number {
  if (isFirst) return ((length + meaning) << 8) | 1;
  const [zeros, bits] = [meaning >> 4, meaning & 15];
  // Without bits it ends the block, but for that of sixteen zeros.
  return ((length + bits) << 8) | (bits === 0 && zeros < 15 ? ENDS : zeros + 1);
}

/** Puts a table at an address of the kernels' memory. Throws RangeError where its codes are none. */
function putTable(arena: Arena, address: number, { counts, meanings }: Codes, isFirst: boolean): void {
  const entries = arena.words(address, TABLE_BYTES / 2).fill(0);
  const [single, long] = [entries.subarray(1 << BITS, 2 << BITS), entries.subarray(2 << BITS)];
  let [code, at] = [0, 0];
  for (let length = 1; length <= LONG_BITS; length++) {
    for (let i = 0; i < (counts[length - 1] ?? 0); i++, at++, code++) {
      const meaning = meanings[at];
      if (meaning === undefined || code >= 1 << length || (isFirst && meaning > LONG_BITS))
        throw new RangeError('expected codes of a scan, got others');
      const isLong = length > BITS;
      const free = (isLong ? LONG_BITS : BITS) - length;
      (isLong ? long : single).fill(entryOf(length, meaning, isFirst), code << free, (code + 1) << free);
    }
    code <<= 1;
  }
  if (!isFirst) arena.kernels.combineCodes(address);
}

/** The state of a walk, as `walkCodes` keeps it. */
const FIELDS = { from: 0, count: 1, unit: 4, copied: 6 } as const;
const STATE_BYTES = 28;

/** Padding behind the last codes is shorter, or zeros. */
const LEAST_LEFT = 4;

/** Tells whether there are codes behind the last one: some cameras fill up with zeros. */
function hasMore(arena: Arena, state: Uint32Array, end: number): boolean {
  const start = (state[FIELDS.from] ?? 0) - Math.floor((state[FIELDS.count] ?? 0) / 8);
  if (end - start < LEAST_LEFT) return false;
  return arena.bytes(start, end - start).some((byte) => byte !== 0);
}

/** The unit at which the codes of a scan do not fit: they are none or do not end where its block does, end early, or go on. */
export interface Misfit {
  readonly kind: 'broken' | 'early' | 'left';
  readonly unit: number;
}

// What a scan of all components has at most, as each of four has tables of its own.
const MOST_BLOCKS = 10;
const MOST_TABLES = 8;

/** Walks through the codes of scans, one after the other: whoever has it waits for nothing between the first and the last. */
export class ScanWalker {
  readonly #arena = openArena();
  readonly #plan = this.#arena.take(2 * 4 * MOST_BLOCKS);
  readonly #state = this.#arena.take(STATE_BYTES);
  readonly #room = this.#arena.take(CHUNK_BYTES + 2 * UNIT_BYTES);
  readonly #places = Array.from({ length: MOST_TABLES }, () => this.#arena.take(TABLE_BYTES));
  /** The addresses of tables, which scans may share. */
  readonly #tables = new Map<Codes, number>();

  /**
   * Walks through the codes of a scan without restarts, 64 to a block. undefined = all fit. `read`: reads bytes from so many on
   * behind the header of the scan, and answers their count. Throws RangeError.
   */
  findMisfit({ blocks, units }: ScanPlan, read: (into: Uint8Array, at: number) => number): Misfit | undefined {
    this.#putPlan(blocks);
    const [arena, stateAt, room] = [this.#arena, this.#state, this.#room];
    const state = arena.addresses(stateAt, STATE_BYTES / 4).fill(0);
    state[FIELDS.from] = room;
    const bytes = arena.bytes(room, CHUNK_BYTES + 2 * UNIT_BYTES);
    const { copyScan, walkCodes } = arena.kernels;
    let [end, at, isLast] = [room, 0, false];
    while (!isLast) {
      const from = state[FIELDS.from] ?? room;
      bytes.copyWithin(0, from - room, end - room);
      [end, state[FIELDS.from]] = [end - from + room, room];
      const got = read(bytes.subarray(end - room, end - room + CHUNK_BYTES), at);
      const start = end;
      end = copyScan(start, start, start + got, stateAt + 4 * FIELDS.copied);
      const copied = (state[FIELDS.copied] ?? 0) - start;
      at += copied;
      // A byte of ones at the end of what was read may be the first half of a marker, or of two bytes for one.
      isLast = got < CHUNK_BYTES || copied < got - 1;
      if (isLast) bytes.fill(0, end - room, end - room + UNIT_BYTES);
      const fits = walkCodes(stateAt, this.#plan, blocks.length, units, isLast ? end + 8 : end - UNIT_BYTES);
      const unit = state[FIELDS.unit] ?? 0;
      if (!fits) return { kind: 'broken', unit };
      if (unit === units) return hasMore(arena, state, end) ? { kind: 'left', unit } : undefined;
    }
    return { kind: 'early', unit: state[FIELDS.unit] ?? 0 };
  }

  /** Puts the addresses of the tables of each block. Those of scans before it go where there is no room for all. */
  #putPlan(blocks: ScanPlan['blocks']): void {
    const codes = new Set(blocks.flatMap(({ first, others }) => [first, others]));
    const missing = [...codes].filter((one) => !this.#tables.has(one)).length;
    if (this.#tables.size + missing > MOST_TABLES) this.#tables.clear();
    const tables = blocks.flatMap(({ first, others }) => [
      this.#addressOf(first, true),
      this.#addressOf(others, false),
    ]);
    this.#arena.addresses(this.#plan, tables.length).set(tables);
  }

  /** The address of a table, which is put there unless it is. */
  #addressOf(codes: Codes, isFirst: boolean): number {
    const address = this.#tables.get(codes) ?? this.#places[this.#tables.size];
    if (address === undefined) throw new RangeError(`expected at most ${MOST_TABLES} tables of a scan, got more`);
    if (!this.#tables.has(codes)) putTable(this.#arena, address, codes, isFirst);
    this.#tables.set(codes, address);
    return address;
  }
}
