import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import glob from 'fast-glob';
import { parse } from 'yaml';
import { DMX_BIN } from '../support/cli/dmx.ts';
import { inRepository, sharedFolder } from '../support/files/repository.ts';
import { measure, median, printLine, type Measurement } from './measure.ts';

const PROFILE = inRepository('test/bench/profiles/twelve.yaml');
const BASELINE = inRepository('test/bench/ingest/one-pipeline-each.mjs');

interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly format: string;
}

/** What is measured once a round and way. */
interface Round extends Measurement {
  readonly renditions: number;
}

/** One comparison: the same masters with or without the pyramid. */
interface Course {
  readonly library: string;
  readonly folder: string;
  readonly pyramid: boolean;
  readonly sizes: readonly Size[];
}

/** The sizes of the bench profile, so that both ways read them from one place. */
async function readSizes(): Promise<readonly Size[]> {
  const { renditions } = parse(await readFile(PROFILE, 'utf8')) as {
    renditions: readonly { name: string; modifiers: string }[];
  };
  return renditions.map(({ name, modifiers }) => {
    const commands = new URLSearchParams(modifiers);
    return {
      name,
      width: Number(commands.get('wid')),
      height: Number(commands.get('hei')),
      format: commands.get('fmt') ?? '',
    };
  });
}

/** Writes the project of a course: the bench profile, with the pyramid as the course wants it. */
async function writeProject({ folder, library, pyramid }: Course): Promise<void> {
  const profile = await readFile(PROFILE, 'utf8');
  const wanted = pyramid ? '{ tile: 256, compression: jpeg, quality: 95 }' : 'false';
  await writeFile(join(folder, 'twelve.yaml'), profile.replace('pyramid: false', `pyramid: ${wanted}`));
  const config = {
    version: 1,
    library,
    profiles: ['twelve.yaml'],
    folders: [{ path: '**', image: 'twelve', video: 'none' }],
  };
  await writeFile(join(folder, 'dmx.yaml'), JSON.stringify(config));
}

async function countFiles(folder: string): Promise<number> {
  return (await glob('**/*', { cwd: folder, dot: true })).length;
}

function demandSuccess(what: string, { exit, stderr }: Measurement): void {
  if (exit !== 0) throw new Error(`${what} ended with ${exit}: ${stderr.slice(-2000)}`);
}

async function runOurs({ folder }: Course, output: string): Promise<Round> {
  const measured = await measure(process.execPath, [DMX_BIN, 'ingest', '--out', output, '--quiet'], folder);
  demandSuccess('dmx ingest', measured);
  return { ...measured, renditions: await countFiles(join(output, 'renditions')) };
}

/** The masters that dmx made renditions of: the baseline works on the same ones. */
async function listAssets(output: string): Promise<readonly string[]> {
  const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')) as {
    assets: readonly { path: string; renditions: readonly unknown[] }[];
  };
  return manifest.assets.filter(({ renditions }) => renditions.length > 0).map(({ path }) => path);
}

async function runBaseline(course: Course, output: string, assets: readonly string[]): Promise<Round> {
  const work = join(course.folder, 'work.json');
  const { library, pyramid, sizes } = course;
  const concurrency = availableParallelism();
  await writeFile(work, JSON.stringify({ library, output, assets, renditions: sizes, pyramid, concurrency }));
  const measured = await measure(process.execPath, [BASELINE, work], course.folder);
  demandSuccess('the baseline', measured);
  return { ...measured, renditions: await countFiles(output) };
}

function report(way: string, round: number, course: Course, { renditions, ...took }: Round): void {
  printLine({
    bench: 'ingest',
    way,
    pyramid: course.pyramid,
    round,
    seconds: took.seconds,
    renditionsPerSecond: renditions / took.seconds,
    cpuSeconds: took.cpuSeconds,
    peakMiB: took.peakBytes / 2 ** 20,
    renditions,
  });
}

function summarize(course: Course, ours: readonly Round[], theirs: readonly Round[]): void {
  const middle = (rounds: readonly Round[], of: (round: Round) => number): number => median(rounds.map(of));
  const both = (of: (round: Round) => number): Readonly<Record<string, number>> => ({
    dmx: middle(ours, of),
    onePipelineEach: middle(theirs, of),
    ratio: middle(theirs, of) / middle(ours, of),
  });
  printLine({
    bench: 'ingest',
    summary: 'median',
    pyramid: course.pyramid,
    rounds: ours.length,
    seconds: both(({ seconds }) => seconds),
    cpuSeconds: both(({ cpuSeconds }) => cpuSeconds),
    peakMiB: both(({ peakBytes }) => peakBytes / 2 ** 20),
  });
}

/**
 * Runs both ways in turn, each into a new output. Nothing is removed in between: for some seconds ext4 makes files at twice
 * the cost after others were removed.
 */
async function runCourse(course: Course, rounds: number): Promise<void> {
  await writeProject(course);
  const ours: Round[] = [];
  const theirs: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const own = join(course.folder, `dmx-${round}`);
    const other = join(course.folder, `baseline-${round}`);
    const mine = await runOurs(course, own);
    const baseline = await runBaseline(course, other, await listAssets(own));
    if (mine.renditions !== baseline.renditions) {
      throw new Error(`dmx made ${mine.renditions} files, the baseline ${baseline.renditions}`);
    }
    ours.push(mine);
    theirs.push(baseline);
    report('dmx', round, course, mine);
    report('one pipeline each', round, course, baseline);
  }
  summarize(course, ours, theirs);
}

/** Reads every master once, so that neither way pays for a cold disk. */
async function warm(library: string): Promise<void> {
  for (const path of await glob('**/*', { cwd: library, absolute: true })) await readFile(path);
}

/**
 * `ingest [folder] [--rounds N]`: ingest beside one sharp pipeline per rendition, with the same masters, sizes and
 * encoders, alternately; first without and then with the pyramid.
 */
export async function benchIngest(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { rounds: { type: 'string', default: '3' } },
  });
  const library = resolve(positionals[0] ?? sharedFolder('corpus/photos') ?? inRepository('fixtures/library'));
  if (!(await stat(library)).isDirectory()) throw new Error(`expected a folder, got ${library}`);
  await warm(library);
  const sizes = await readSizes();
  for (const pyramid of [false, true]) {
    const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
    try {
      await runCourse({ library, folder, pyramid, sizes }, Number(values.rounds));
    } finally {
      await rm(folder, { recursive: true });
    }
  }
}
