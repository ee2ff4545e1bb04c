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
  const start = performance.now();
  const fault = await fuzz(reader, Number(rounds), Number(seed));
  const seconds = Math.round((performance.now() - start) / 1000);
  if (fault === undefined) {
    console.log(`${reader.name}: ${rounds} inputs survived in ${seconds} s (seed ${seed})`);
    continue;
  }
  const file = join(seedFolder(reader.name), createHash('sha256').update(fault.input).digest('hex').slice(0, 16));
  await mkdir(seedFolder(reader.name), { recursive: true });
  await writeFile(file, fault.input);
  console.error(`${reader.name}: ${fault.reason}\nkept as ${file} (seed ${seed})`);
  process.exitCode = 1;
}
