import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Job } from '../../src/model/jobs/job.ts';
import { LEAST_BYTES, MIB } from '../../src/plan/estimate/cost-table.ts';
import { estimateJob, type Proposal } from '../../src/plan/estimate/image-cost.ts';
import { isMakeable, KIND_NAMES, type KindName, makeMaster, type SizeName } from './calibrate/masters.ts';
import { measureJob } from './calibrate/measure-job.ts';
import { FORMAT_NAMES, ORDERS } from './calibrate/orders.ts';
import { median, printLine } from './measure.ts';

interface Case {
  readonly kind: KindName;
  readonly size: SizeName;
  readonly order: string;
  readonly way: 'streamed' | 'held';
}

function cases(
  kinds: readonly KindName[],
  sizes: readonly SizeName[],
  orders: readonly string[],
  ways: readonly Case['way'][] = ['streamed', 'held'],
): readonly Case[] {
  return kinds.flatMap((kind) =>
    sizes.flatMap((size) => orders.flatMap((order) => ways.map((way) => ({ kind, size, order, way })))),
  );
}

const EACH_FORMAT = FORMAT_NAMES.flatMap((name) => [`whole-${name}`, `half-${name}`]);
const PROFILES = ['default', 'ecommerce', 'social'];
// What a shop's photographers deliver at a hundred megapixels.
const HUGE: readonly KindName[] = ['jpeg', 'jpeg-progressive', 'png', 'png-alpha', 'tiff', 'tiff-16', 'psd', 'psd-16'];

/** Every decoder, every encoder and every shipped profile, over the sizes of masters. */
const CASES: readonly Case[] = [
  ...cases(KIND_NAMES, ['small', 'middle', 'large'], ['thumb', 'pyramid', 'whole-png', 'twelve']),
  ...cases(['tiff', 'tiff-alpha'], ['middle'], EACH_FORMAT),
  ...cases(['tiff'], ['middle', 'large'], ['web', 'avif1600', 'sharpened', 'turned', 'bent', 'bent-whole']),
  ...cases(['jpeg', 'tiff-alpha', 'tiff-16'], ['middle', 'large'], ['layers', 'effects', 'masked']),
  ...cases(['tiff', 'tiff-16'], ['large'], ['pyramid-deflate', 'pyramid-sharpened']),
  ...cases(['jpeg', 'jpeg-sideways', 'png-alpha', 'webp'], ['small', 'middle', 'large'], PROFILES),
  ...cases(HUGE, ['huge'], ['thumb', 'twelve', 'pyramid']),
];

const nameOf = ({ kind, size, order, way }: Case): string => [kind, size, order, way].join(' ');

/** Admits a job the one way or the other, whatever memory there is; undefined where both are the same. */
function admitAs(proposal: Proposal, way: Case['way']): Job | undefined {
  const { minimumBytes, preferredBytes } = estimateJob(proposal);
  if (way === 'held') return { ...proposal, held: true, memoryBytes: preferredBytes };
  return minimumBytes < preferredBytes ? { ...proposal, held: false, memoryBytes: minimumBytes } : undefined;
}

/** The estimate over what was measured; small peaks are noise, so at least what is set aside for any job is taken. */
async function runCase(one: Case, folder: string): Promise<number | undefined> {
  const file = await makeMaster(folder, one.kind, one.size);
  const measured = await measureJob(file, ORDERS[one.order] ?? [], (proposal) => admitAs(proposal, one.way));
  if (measured === undefined) return undefined;
  const ratio = measured.job.memoryBytes / Math.max(measured.peakBytes, LEAST_BYTES);
  printLine({
    ...{ bench: 'calibrate', ...one, ratio },
    estimateMiB: measured.job.memoryBytes / MIB,
    peakMiB: measured.peakBytes / MIB,
    idleMiB: measured.idleBytes / MIB,
    afterMiB: measured.afterBytes / MIB,
    seconds: measured.seconds,
  });
  return ratio;
}

async function runCases(chosen: readonly Case[], folder: string): Promise<void> {
  const ratios: number[] = [];
  for (const one of chosen) {
    const ratio = await runCase(one, folder);
    if (ratio !== undefined) ratios.push(ratio);
  }
  printLine({
    ...{ bench: 'calibrate', summary: 'estimate over peak', cases: ratios.length },
    least: Math.min(...ratios),
    median: median(ratios),
    most: Math.max(...ratios),
    below: ratios.filter((ratio) => ratio < 1).length,
    above: ratios.filter((ratio) => ratio > 2).length,
  });
}

/**
 * `calibrate [PATTERN] [--masters DIR]`: what jobs of every decoder and encoder are estimated to need, over the most
 * that a fresh worker held while it did them. PATTERN is a regular expression for "KIND SIZE ORDER WAY"; masters are
 * made in a folder that is removed, or kept in DIR for the next time.
 */
export async function benchCalibrate(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { masters: { type: 'string' } },
  });
  const pattern = new RegExp(positionals[0] ?? '');
  const asked = CASES.filter((one) => pattern.test(nameOf(one)));
  const missing = new Set(asked.map(({ kind }) => kind).filter((kind) => !isMakeable(kind)));
  for (const kind of missing) printLine({ bench: 'calibrate', kind, skipped: 'no program here writes it' });
  const chosen = asked.filter(({ kind }) => !missing.has(kind));
  if (chosen.length === 0) throw new Error(`expected a case that ${String(pattern)} matches`);
  if (values.masters !== undefined) return runCases(chosen, resolve(values.masters));
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
  try {
    await runCases(chosen, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
