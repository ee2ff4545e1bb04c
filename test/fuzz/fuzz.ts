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

// Readers take a millisecond for an input of this size. CPU time, so that a machine with much else to do changes nothing.
const MOST_CPU_MS = 1_000;

// Resident memory that reading may add to the process: garbage that waits to be collected, and little else.
const MOST_MEMORY = 512 << 20;

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const peakBytes = (): number => process.resourceUsage().maxRSS * 1024;

async function tryOne({ read }: FuzzedReader, input: Buffer): Promise<Fault | undefined> {
  const [start, before] = [cpuMs(), peakBytes()];
  try {
    await read(input);
  } catch (error) {
    return { input, reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  const [took, added] = [cpuMs() - start, peakBytes() - before];
  if (took > MOST_CPU_MS) return { input, reason: `took ${Math.round(took)} ms of CPU` };
  return added > MOST_MEMORY ? { input, reason: `took ${added >> 20} MiB of memory` } : undefined;
}

/** How long a reader is fuzzed: until one of both is reached. */
export interface Effort {
  readonly rounds: number;
  /** CPU time of this process. */
  readonly seconds: number;
}

/** Reads every seed, then inputs made of them. Answers the faults, at most one. `seed`: of the mutations. */
export async function fuzz(
  reader: FuzzedReader,
  { rounds, seconds }: Effort,
  seed: number,
): Promise<Fault | undefined> {
  const end = cpuMs() + seconds * 1000;
  const seeds = [...reader.seeds, ...keptSeeds(reader.name)];
  for (const input of seeds) {
    const fault = await tryOne(reader, input);
    if (fault !== undefined) return fault;
  }
  const random = makeRandom(seed);
  for (let i = 0; i < rounds && cpuMs() < end; i++) {
    const fault = await tryOne(reader, mutate(seeds, random));
    if (fault !== undefined) return fault;
  }
  return undefined;
}
