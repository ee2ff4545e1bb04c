import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fuzz, seedFolder } from './fuzz.ts';
import { READERS } from './readers.ts';

/** `npm run fuzz -- [READER] [ROUNDS] [SEED]`: reads mutated inputs; one that is a fault is kept among the seeds. */
const [name = '', rounds = '200000', seed = String(Date.now() % 1e9)] = process.argv.slice(2);

const chosen = READERS.filter((reader) => name === '' || reader.name === name);
if (chosen.length === 0) {
  console.error(`expected one of ${READERS.map((reader) => reader.name).join(', ')}, got ${name}`);
  process.exitCode = 2;
}
for (const reader of chosen) {
  const start = process.cpuUsage();
  const fault = await fuzz(reader, { rounds: Number(rounds), seconds: Infinity }, Number(seed));
  const { user, system } = process.cpuUsage(start);
  const seconds = ((user + system) / 1e6).toFixed(1);
  const peak = process.resourceUsage().maxRSS >> 10;
  if (fault === undefined) {
    console.log(`${reader.name}: ${rounds} inputs survived in ${seconds} s of CPU, peak ${peak} MiB (seed ${seed})`);
    continue;
  }
  const file = join(seedFolder(reader.name), createHash('sha256').update(fault.input).digest('hex').slice(0, 16));
  await mkdir(seedFolder(reader.name), { recursive: true });
  await writeFile(file, fault.input);
  console.error(`${reader.name}: ${fault.reason}\nkept as ${file} (seed ${seed})`);
  process.exitCode = 1;
}
