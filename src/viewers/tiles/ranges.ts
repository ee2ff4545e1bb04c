/** Bytes that are read at once where fewer are asked for: the directories of a pyramid of dmx lie within the first of them. */
const BLOCK = 1 << 16;

/** Gaps between parts that are read along: cheaper than a request of their own. */
const GAP = 1 << 14;

/** The most that one request reads of several parts. */
const LONGEST = 1 << 20;

/** The time in which parts are gathered that one request may read. Milliseconds. */
const WAIT_MS = 20;

/** A part of a file. Bytes. */
export interface Part {
  readonly offset: number;
  readonly length: number;
}

async function fetchPart(address: string, { offset, length }: Part, signal: AbortSignal): Promise<Uint8Array> {
  const range = `bytes=${offset}-${offset + length - 1}`;
  const response = await fetch(address, { headers: { range }, signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new Error(`expected a part of ${address}, got no answer`, { cause: error });
  });
  if (response.status !== 206) throw new Error(`expected a part of ${address}, got status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Reads a file in blocks, each once. For what is small and lies together. */
export class BlockReader {
  readonly #blocks = new Map<number, Promise<Uint8Array>>();

  readonly #address: string;
  readonly #signal: AbortSignal;

  constructor(address: string, signal: AbortSignal) {
    this.#address = address;
    this.#signal = signal;
  }

  /** The bytes of a part; fewer at the end of the file. Throws Error where the server gives no parts. */
  async read({ offset, length }: Part): Promise<DataView> {
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const at = offset + done;
      const block = await this.#block(Math.floor(at / BLOCK));
      const piece = block.subarray(at % BLOCK, Math.min(block.length, (at % BLOCK) + length - done));
      if (piece.length === 0) break;
      bytes.set(piece, done);
      done += piece.length;
    }
    return new DataView(bytes.buffer, 0, done);
  }

  #block(index: number): Promise<Uint8Array> {
    const known = this.#blocks.get(index);
    if (known) return known;
    const block = fetchPart(this.#address, { offset: index * BLOCK, length: BLOCK }, this.#signal);
    this.#blocks.set(index, block);
    return block;
  }
}

interface Wish extends Part {
  readonly give: (bytes: Uint8Array) => void;
  readonly fail: (error: unknown) => void;
}

/** Parts that one request reads: neighbours, with small gaps. */
export function joinParts<T extends Part>(parts: readonly T[]): readonly (readonly T[])[] {
  const groups: T[][] = [];
  let end = -Infinity;
  for (const part of parts.toSorted((a, b) => a.offset - b.offset)) {
    const group = groups.at(-1);
    const start = group?.[0]?.offset ?? 0;
    const stop = part.offset + part.length;
    if (group && part.offset - end <= GAP && stop - start <= LONGEST) group.push(part);
    else groups.push([part]);
    end = Math.max(end, stop);
  }
  return groups;
}

/** Reads ranges of a file; adjacent ranges requested at the same time are combined. */
export class PartReader {
  #wishes: Wish[] = [];

  readonly #address: string;
  readonly #signal: AbortSignal;

  constructor(address: string, signal: AbortSignal) {
    this.#address = address;
    this.#signal = signal;
  }

  /** The bytes of a part. Throws Error. */
  read(part: Part): Promise<Uint8Array> {
    return new Promise((give, fail) => {
      if (this.#wishes.length === 0) setTimeout(() => this.#fetch(), WAIT_MS);
      this.#wishes.push({ ...part, give, fail });
    });
  }

  #fetch(): void {
    const wishes = this.#wishes;
    this.#wishes = [];
    for (const group of joinParts(wishes)) void this.#fetchGroup(group);
  }

  async #fetchGroup(group: readonly Wish[]): Promise<void> {
    const offset = group[0]?.offset ?? 0;
    const end = Math.max(...group.map((wish) => wish.offset + wish.length));
    try {
      const bytes = await fetchPart(this.#address, { offset, length: end - offset }, this.#signal);
      for (const wish of group) wish.give(bytes.subarray(wish.offset - offset, wish.offset - offset + wish.length));
    } catch (error) {
      for (const wish of group) wish.fail(error);
    }
  }
}
