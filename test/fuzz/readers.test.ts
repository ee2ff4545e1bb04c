import { describe, expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { READERS } from './readers.ts';

// Some seconds of CPU for all readers; `npm run fuzz` goes on for as long as one likes.
const SHORT = { rounds: 2_000, seconds: 0.3 };

describe('what reads the files of strangers', () => {
  it.each(READERS.map((reader) => [reader.name, reader] as const))('survives mutated %s', async (_name, reader) => {
    expect((await fuzz(reader, SHORT, 1))?.reason).toBeUndefined();
  });
});
