import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyse } from '../../src/engines/crop/analyse.ts';
import { findWindow } from '../../src/engines/crop/find-window.ts';
import { detectorInput } from '../../src/engines/image/detector-input.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import { SUBJECT_STRATEGY } from '../../src/model/detectors.ts';
import type { JobRendition } from '../../src/model/jobs/job.ts';
import { MIB } from '../../src/plan/estimate/cost-table.ts';
import { pictureRecipe } from '../support/pictures/draw-picture.ts';
import { makeMaster } from './calibrate/masters.ts';
import { measureJob } from './calibrate/measure-job.ts';
import { median, printLine } from './measure.ts';
import { admit } from '../../src/plan/estimate/admit.ts';

const ROUNDS = 15;

/** Twenty crops that no two of which have a ratio: from 9:28 to 28:9. */
const RATIOS = Array.from({ length: 20 }, (_, i) => [9 + i, 28 - i] as const);

/** Only a smart crop: what it takes beyond that is hardly anything. */
const CROP: readonly JobRendition[] = [
  {
    name: 'Square',
    role: 'crop',
    extension: 'jpg',
    recipe: pictureRecipe(`smartCrop=1,1,1,${SUBJECT_STRATEGY.join(',')}&wid=100&fit=constrain,0&fmt=jpeg`),
  },
];

/** Wall and processor time of some work in this process. */
async function timed<T>(work: () => Promise<T> | T): Promise<readonly [T, seconds: number, cpuSeconds: number]> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const done = await work();
  const { user, system } = process.cpuUsage(before);
  return [done, (performance.now() - start) / 1000, (user + system) / 1e6];
}

/** Analyses anew, again and again; the first time the networks are loaded too. */
async function benchCold(file: string): Promise<Analysis> {
  const master = { file, facts: await probeImage(file, 'image/jpeg') };
  const look = (): Promise<Analysis> => analyse(SUBJECT_STRATEGY, {}, detectorInput(master));
  const [, firstSeconds, firstCpuSeconds] = await timed(look);
  const rounds: (readonly [Analysis, number, number])[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await timed(look));
  const { width, height } = master.facts;
  printLine({
    ...{ bench: 'crop', what: 'analysis', megapixels: (width * height) / 1e6 },
    ...{ firstMilliseconds: firstSeconds * 1000, firstCpuMilliseconds: firstCpuSeconds * 1000 },
    milliseconds: median(rounds.map(([, seconds]) => seconds * 1000)),
    cpuMilliseconds: median(rounds.map(([, , cpuSeconds]) => cpuSeconds * 1000)),
  });
  return rounds[0]?.[0] ?? {};
}

/** Most resident memory of a fresh worker of the built package that makes nothing but one smart crop. */
async function benchWorker(file: string): Promise<void> {
  const room = { sharedBytes: 2 ** 40, wholeBytes: 2 ** 40 };
  const measured = await measureJob(file, CROP, (proposal) => admit(proposal, room));
  if (measured === undefined) throw new Error('expected a job for one crop');
  const { idleBytes, peakBytes, seconds } = measured;
  const peakMiB = (idleBytes + peakBytes) / MIB;
  printLine({ bench: 'crop', what: 'worker', idleMiB: idleBytes / MIB, peakMiB, seconds });
}

/** Chooses twenty crops from what was stored: read anew each time, as a worker gets it. */
async function benchWarm(analysis: Analysis): Promise<void> {
  const stored = JSON.stringify(analysis);
  const whole = { x: 0, y: 0, width: 6000, height: 4000 };
  const choose = (): number => {
    const known = JSON.parse(stored) as Analysis;
    return RATIOS.map((ratio) => findWindow({ ratio, zoom: 1, strategy: SUBJECT_STRATEGY }, whole, whole, known))
      .length;
  };
  const [, , firstCpuSeconds] = await timed(choose);
  const rounds: (readonly [number, number, number])[] = [];
  for (let i = 0; i < ROUNDS * 10; i++) rounds.push(await timed(choose));
  printLine({
    ...{ bench: 'crop', what: 'choosing', crops: RATIOS.length, storedBytes: stored.length },
    firstCpuMilliseconds: firstCpuSeconds * 1000,
    milliseconds: median(rounds.map(([, seconds]) => seconds * 1000)),
    cpuMilliseconds: median(rounds.map(([, , cpuSeconds]) => cpuSeconds * 1000)),
  });
}

/** `crop`: what finding the subject of a 24-megapixel JPEG takes, and what choosing crops takes once it is known. */
export async function benchCrop(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
  try {
    const file = await makeMaster(folder, 'jpeg', 'large');
    const analysis = await benchCold(file);
    await benchWarm(analysis);
    await benchWorker(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
