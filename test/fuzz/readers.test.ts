import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { READERS } from './readers.ts';

// A few seconds for each reader; `npm run fuzz` goes on for as long as one likes.
const ROUNDS = 2_000;

describe('what reads the files of strangers', () => {
  it.each(READERS.map((reader) => [reader.name, reader] as const))('survives mutated %s', async (_name, reader) => {
    expect((await fuzz(reader, ROUNDS, 1))?.reason).toBeUndefined();
  });
});
