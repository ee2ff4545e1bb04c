import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DMX_BIN } from '../support/cli/dmx.ts';
import { inRepository } from '../support/files/repository.ts';
import { measure, median, printLine, type Measurement } from './measure.ts';
import { fillOutput } from './scale/fill-output.ts';
import { FIRST_FOLDER, libraryPaths, makeLibrary } from './scale/make-library.ts';

const PROFILE = inRepository('test/bench/profiles/four.yaml');
const RENDITIONS = 4;

// Above this a first ingest takes minutes; then the output is filled without rendering.
const MOST_INGESTED = 10_000;

// Above this the files of renditions take hours to make and to remove: only their records are there, and are trusted.
const MOST_FILES = 100_000;

/** What one round of a command is to show: how many renditions it made and left. */
interface Expected {
  readonly made: number;
  readonly kept: number;
}

async function writeProject(folder: string): Promise<void> {
  await copyFile(PROFILE, join(folder, 'four.yaml'));
  const config = {
    version: 1,
    library: 'library',
    profiles: ['four.yaml'],
    folders: [{ path: '**', image: 'four', video: 'none' }],
  };
  await writeFile(join(folder, 'dmx.yaml'), JSON.stringify(config));
}

async function runDmx(folder: string, ...words: readonly string[]): Promise<Measurement> {
  const measured = await measure(process.execPath, [DMX_BIN, ...words], folder);
  if (measured.exit !== 0) throw new Error(`dmx ${words.join(' ')} ended with ${measured.exit}: ${measured.stderr}`);
  return measured;
}

/** Runs an ingest and demands that it did what it was measured for. */
async function ingest(folder: string, expected: Expected, ...words: readonly string[]): Promise<Measurement> {
  const measured = await runDmx(folder, 'ingest', '--json', ...words);
  const last = measured.stdout.trimEnd().split('\n').at(-1) ?? '';
  const { counts } = JSON.parse(last) as { readonly counts: Expected };
  const { made, kept } = counts;
  if (made !== expected.made || kept !== expected.kept) {
    throw new Error(`expected ${expected.made} renditions made and ${expected.kept} kept, got ${made} and ${kept}`);
  }
  return measured;
}

function report(assets: number, what: string, { seconds, cpuSeconds, peakBytes }: Measurement): void {
  printLine({ bench: 'scale', assets, what, seconds, cpuSeconds, peakMiB: peakBytes / 2 ** 20 });
}

/** Measures a command some times over; prints each round and the median. */
async function repeat(assets: number, what: string, rounds: number, once: () => Promise<Measurement>): Promise<void> {
  const all: Measurement[] = [];
  for (let round = 0; round < rounds; round++) {
    const measured = await once();
    all.push(measured);
    report(assets, what, measured);
  }
  printLine({
    ...{ bench: 'scale', assets, what, summary: 'median', rounds },
    seconds: median(all.map(({ seconds }) => seconds)),
    cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
    secondsAThousand: median(all.map(({ seconds }) => seconds)) / (assets / 1000),
    peakMiB: median(all.map(({ peakBytes }) => peakBytes)) / 2 ** 20,
  });
}

/** Brings the output to the state after a first ingest: by one, measured, where that takes no more than minutes. */
async function fill(folder: string, assets: number): Promise<void> {
  if (assets <= MOST_INGESTED) {
    const first = await ingest(folder, { made: assets * RENDITIONS, kept: 0 }, '--batch', 'auto');
    report(assets, 'first ingest', first);
    return;
  }
  await runDmx(folder, 'ingest', join('library', FIRST_FOLDER), '--quiet');
  await fillOutput(folder, libraryPaths(assets), assets <= MOST_FILES);
}

async function runLibrary(folder: string, assets: number, rounds: number): Promise<void> {
  await writeProject(folder);
  await makeLibrary(join(folder, 'library'), assets);
  await fill(folder, assets);
  const unchanged = { made: 0, kept: assets * RENDITIONS };
  const trust = assets > MOST_FILES ? ['--trust-catalog'] : [];
  // As after an update: of what was filled no run has approved yet.
  const filled = assets > MOST_INGESTED;
  if (filled) report(assets, 'first run after an update', await ingest(folder, unchanged, ...trust));
  await repeat(assets, 'manifest written anew', rounds, async () => {
    await rm(join(folder, 'dmx-out', 'manifest.json'), { force: true });
    return ingest(folder, unchanged, ...trust);
  });
  await repeat(assets, 'unchanged ingest', rounds, () => ingest(folder, unchanged, ...trust));
  await repeat(assets, 'status', rounds, () => runDmx(folder, 'status'));
  const { size } = await stat(join(folder, 'dmx-out/.dmx/catalog.db'));
  printLine({ bench: 'scale', assets, what: 'catalog', mebibytes: size / 2 ** 20, bytesAnAsset: size / assets });
}

/**
 * `scale [N…] [--rounds N]`: libraries of N tiny masters with four renditions each: how long a run over an unchanged
 * one takes, how much memory it needs, with and without writing the manifest, and how long `status` takes.
 */
export async function benchScale(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '3' } },
  });
  const sizes = positionals.length === 0 ? [10_000, 100_000, 1_000_000] : positionals.map(Number);
  for (const assets of sizes) {
    const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
    try {
      await runLibrary(folder, assets, Number(values.rounds));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
