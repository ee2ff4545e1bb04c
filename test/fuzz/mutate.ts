/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

const below = (random: Random, most: number): number => Math.floor(random() * most);

function cut(input: Buffer, random: Random): readonly [Buffer, Buffer, Buffer] {
  const from = below(random, input.length + 1);
  const to = Math.min(input.length, from + below(random, 1 + Math.min(64, input.length)));
  return [input.subarray(0, from), input.subarray(from, to), input.subarray(to)];
}

/** Bytes at the edges of numbers, and those that mean something in texts. */
const EDGES = [0x00, 0x01, 0x7f, 0x80, 0xff, 0x0a, 0x0d, 0x20, 0x22, 0x2d, 0x3c, 0x3e, 0x5c, 0x7b, 0x7d] as const;

type Mutation = (input: Buffer, random: Random, other: Buffer) => Buffer;

const flip: Mutation = (input, random) => {
  const changed = Buffer.from(input);
  const at = below(random, Math.max(1, changed.length));
  if (at < changed.length) changed.writeUInt8(changed.readUInt8(at) ^ (1 << below(random, 8)), at);
  return changed;
};

const overwrite: Mutation = (input, random) => {
  const [before, middle, after] = cut(input, random);
  return Buffer.concat([before, middle.map(() => EDGES[below(random, EDGES.length)] ?? 0), after]);
};

const leaveOut: Mutation = (input, random) => {
  const [before, , after] = cut(input, random);
  return Buffer.concat([before, after]);
};

const repeat: Mutation = (input, random) => {
  const [before, middle, after] = cut(input, random);
  return Buffer.concat([before, ...Array.from({ length: 1 + below(random, 20) }, () => middle), after]);
};

const insert: Mutation = (input, random) => {
  const [before, middle, after] = cut(input, random);
  return Buffer.concat([
    before,
    Buffer.from(Array.from({ length: 1 + below(random, 8) }, () => below(random, 256))),
    middle,
    after,
  ]);
};

const splice: Mutation = (input, random, other) => Buffer.concat([cut(input, random)[0], cut(other, random)[2]]);

const MUTATIONS: readonly Mutation[] = [flip, overwrite, leaveOut, repeat, insert, splice];

// Inputs grow by repetition: beyond this they tell nothing new and take long.
const MOST_BYTES = 64 << 10;

/** An input made of the seeds by a few changes, the same for the same `random`. */
export function mutate(seeds: readonly Buffer[], random: Random): Buffer {
  const pick = (): Buffer => seeds[below(random, seeds.length)] ?? Buffer.alloc(0);
  let input = pick();
  for (let i = 1 + below(random, 6); i > 0; i--) {
    const mutation = MUTATIONS[below(random, MUTATIONS.length)] ?? flip;
    input = mutation(input, random, pick()).subarray(0, MOST_BYTES);
  }
  return input;
}
