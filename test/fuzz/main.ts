import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DECODER_NAMES, decoderReader } from './decoders.ts';
import { fuzz, seedFolder } from './fuzz.ts';
import type { FuzzedReader } from './reader.ts';
import { READERS } from './readers.ts';
import { openWorkerDoor } from './worker-door.ts';

/**
 * `npm run fuzz -- [NAME] [ROUNDS] [SEED] [FOLDER]`: reads mutated inputs; one that is a fault is kept among the seeds. NAME: a reader,
 * or a decoder, which reads through a worker process of the built package; FOLDER: further good files for that.
 */
const [name = '', rounds = '200000', seed = String(Date.now() % 1e9), folder] = process.argv.slice(2);

const names = [...READERS.map((reader) => reader.name), ...DECODER_NAMES];
const chosen = names.filter((one) => name === '' || one === name);
if (chosen.length === 0) {
  console.error(`expected one of ${names.join(', ')}, got ${name}`);
  process.exitCode = 2;
}

/** The most frequent of what was told, each with its count. */
function tallied(told: ReadonlyMap<string, number>): string {
  const rows = [...told].toSorted(([, a], [, b]) => b - a).slice(0, 40);
  return rows.map(([words, count]) => `  ${count} × ${words}`).join('\n');
}

async function run(reader: FuzzedReader, told: ReadonlyMap<string, number>): Promise<void> {
  const start = process.cpuUsage();
  const began = performance.now();
  const fault = await fuzz(reader, { rounds: Number(rounds), seconds: Infinity }, Number(seed));
  const { user, system } = process.cpuUsage(start);
  const seconds = ((user + system) / 1e6).toFixed(1);
  const wall = ((performance.now() - began) / 1000).toFixed(0);
  const peak = process.resourceUsage().maxRSS >> 10;
  if (told.size > 0) console.log(tallied(told));
  if (fault === undefined) {
    console.log(
      `${reader.name}: ${rounds} inputs survived in ${seconds} s of CPU, ${wall} s, peak ${peak} MiB (seed ${seed})`,
    );
    return;
  }
  const file = join(seedFolder(reader.name), createHash('sha256').update(fault.input).digest('hex').slice(0, 16));
  await mkdir(seedFolder(reader.name), { recursive: true });
  await writeFile(file, fault.input);
  console.error(`${reader.name}: ${fault.reason}\nkept as ${file} (seed ${seed})`);
  process.exitCode = 1;
}

for (const one of chosen) {
  const told = new Map<string, number>();
  const tell = (words: string): void => {
    const kind = words.replaceAll(/\d+/g, '#');
    told.set(kind, (told.get(kind) ?? 0) + 1);
  };
  const reader = READERS.find((known) => known.name === one);
  if (reader !== undefined) {
    await run(reader, told);
    continue;
  }
  await using door = openWorkerDoor();
  await run(await decoderReader(one, door, { tell, ...(folder !== undefined && { folder }) }), told);
}
