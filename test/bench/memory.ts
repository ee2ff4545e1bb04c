import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DMX_BIN } from '../support/cli/dmx.ts';
import { measure, printLine, type Measurement } from './measure.ts';
import { makeProject } from './memory/make-library.ts';

const MIB = 2 ** 20;

// More than any job needs: what a run without a cap does.
const UNCAPPED = 64 * 1024;
const CAPS = [512, 1024, 3072] as const;

/** Exit code of a run in which masters failed: those that a cap refuses. */
const PARTIAL = 3;

interface Refusal {
  readonly path: string;
  readonly reason: string;
}

interface Run extends Measurement {
  readonly renditions: number;
  readonly refused: readonly Refusal[];
}

interface Published {
  readonly assets: readonly {
    readonly path: string;
    readonly renditions: readonly unknown[];
    readonly errors: readonly { readonly code: string; readonly message: string }[];
  }[];
}

async function readManifest(output: string): Promise<Pick<Run, 'renditions' | 'refused'>> {
  const { assets } = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as Published;
  const refused = assets.flatMap(({ path, errors }) =>
    errors.map(({ code, message }) => ({ path, reason: `${code}: ${message}` })),
  );
  return { renditions: assets.reduce((sum, { renditions }) => sum + renditions.length, 0), refused };
}

/** A first ingest into an output of its own. */
async function ingest(folder: string, capMebibytes: number): Promise<Run> {
  const output = join(folder, `out-${capMebibytes}`);
  await rm(output, { recursive: true, force: true });
  const words = ['ingest', '--out', output, '--memory', `${capMebibytes}MiB`, '--quiet'];
  const measured = await measure(process.execPath, [DMX_BIN, ...words], folder);
  if (measured.exit !== 0 && measured.exit !== PARTIAL) {
    throw new Error(`dmx ${words.join(' ')} ended with ${measured.exit}: ${measured.stderr.slice(-2000)}`);
  }
  const run = { ...measured, ...(await readManifest(output)) };
  await rm(output, { recursive: true });
  return run;
}

const speedOf = ({ renditions, seconds }: Run): number => renditions / seconds;
const thriftOf = ({ renditions, cpuSeconds }: Run): number => renditions / cpuSeconds;

function report(cap: number | null, run: Run, free: Run): void {
  printLine({
    ...{ bench: 'memory', capMiB: cap, seconds: run.seconds, cpuSeconds: run.cpuSeconds },
    peakMiB: run.peakBytes / MIB,
    peakOverCap: cap === null ? null : run.peakBytes / MIB / cap,
    ...{ renditions: run.renditions, refused: run.refused.length },
    throughputOverUncapped: speedOf(run) / speedOf(free),
    perCpuSecondOverUncapped: thriftOf(run) / thriftOf(free),
  });
  for (const { path, reason } of run.refused) printLine({ bench: 'memory', capMiB: cap, refused: path, reason });
}

async function runCaps(folder: string, caps: readonly number[]): Promise<void> {
  const free = await ingest(folder, UNCAPPED);
  report(null, free, free);
  for (const cap of caps) report(cap, await ingest(folder, cap), free);
}

/**
 * `memory [MIB…] [--masters DIR]`: a first ingest of a mixed library without a cap and under each: the most that the
 * process tree held (resident memory, sampled every 50 ms, pages that processes share counted for each of them) over
 * the cap, throughput over that without a cap, and what was refused and why. Masters are kept in DIR for the next time.
 */
export async function benchMemory(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { masters: { type: 'string' } },
  });
  const caps = positionals.length === 0 ? CAPS : positionals.map(Number);
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
  try {
    const masters = values.masters === undefined ? join(folder, 'masters') : resolve(values.masters);
    await mkdir(masters, { recursive: true });
    printLine({ bench: 'memory', masters: await makeProject(folder, masters) });
    await runCaps(folder, caps);
  } finally {
    await rm(folder, { recursive: true });
  }
}
