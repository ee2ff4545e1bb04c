/** Measures layers: the CPU that a composition takes beside the picture alone, once `../layers.ts` has bundled it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { drawPicture } from '../../support/pictures/draw-picture.ts';
import { median, printLine } from '../measure.ts';

const SIDE = 1000;
const ROUNDS = 15;

/** Each with what it is measured beside. */
const COMPOSITIONS: Readonly<Record<string, readonly [text: string, beside: string]>> = {
  'three layers of 1000×1000': [
    'scl=1&layer=1&size=1000,1000&color=FF000080&layer=2&size=1000,1000&color=0000FF40&blendMode=mult',
    'scl=1',
  ],
  'a shadow of 600×600': ['scl=1&layer=1&size=600,600&color=FF0000&effect=-1&op_blur=8&pos=6,6', 'scl=1'],
  'a text layer': [
    'scl=1&layer=1&size=600,200&text=%5Cfs72%20Spring%20sale%5Cline%20now%20on',
    'scl=1&layer=1&size=600,200&color=FF000001',
  ],
  'a paragraph of 300 letters': [
    `scl=1&layer=1&size=600,400&textPs=%5Cfs36%5Cqj%20${'The%20quick%20brown%20fox%20jumps%20'.repeat(10)}`,
    'scl=1&layer=1&size=600,400&color=FF000001',
  ],
};

const folder = await mkdtemp(join(tmpdir(), 'bench-layers-'));
const file = join(folder, 'master.png');
await sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: '#88aa66' } })
  .png()
  .toFile(file);

/** CPU milliseconds of one drawing. */
async function cost(text: string): Promise<number> {
  const before = process.cpuUsage();
  await drawPicture(file, text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

for (const [name, [text, beside]] of Object.entries(COMPOSITIONS)) {
  const rounds: { with: number; without: number }[] = [];
  for (let round = -3; round < ROUNDS; round++) {
    const measured = { with: await cost(text), without: await cost(beside) };
    if (round >= 0) rounds.push(measured);
  }
  const cpuMilliseconds = median(rounds.map((one) => one.with - one.without));
  printLine({ bench: 'layers', name, cpuMilliseconds, beside: median(rounds.map(({ without }) => without)) });
}
await rm(folder, { recursive: true });
