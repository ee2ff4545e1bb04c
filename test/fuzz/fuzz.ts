import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../support/files/repository.ts';
import { makeRandom, mutate } from './mutate.ts';
import type { FuzzedReader } from './reader.ts';

/** An input that a reader did not survive. */
export interface Fault {
  readonly input: Buffer;
  readonly reason: string;
}

/** Where inputs are kept that were faults once. */
export const seedFolder = (name: string): string => inRepository('test/fuzz/seeds', name);

function keptSeeds(name: string): readonly Buffer[] {
  const folder = seedFolder(name);
  return existsSync(folder)
    ? readdirSync(folder)
        .toSorted()
        .map((file) => readFileSync(join(folder, file)))
    : [];
}

// Readers take a millisecond for an input of this size; a machine with much else to do takes a hundred times as long.
const MOST_MS = 2_000;

async function tryOne({ read }: FuzzedReader, input: Buffer): Promise<Fault | undefined> {
  const start = performance.now();
  try {
    await read(input);
  } catch (error) {
    return { input, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const took = performance.now() - start;
  return took > MOST_MS ? { input, reason: `took ${Math.round(took)} ms` } : undefined;
}

/** Reads every seed, then `rounds` inputs made of them. Answers the faults, at most one. `seed`: of the mutations. */
export async function fuzz(reader: FuzzedReader, rounds: number, seed: number): Promise<Fault | undefined> {
  const seeds = [...reader.seeds, ...keptSeeds(reader.name)];
  for (const input of seeds) {
    const fault = await tryOne(reader, input);
    if (fault !== undefined) return fault;
  }
  const random = makeRandom(seed);
  for (let i = 0; i < rounds; i++) {
    const fault = await tryOne(reader, mutate(seeds, random));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
