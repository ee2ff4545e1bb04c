import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import sharp from 'sharp';
import { inRepository, sharedFolder } from '../support/files/repository.ts';
import { measure, median, printLine, type Measurement } from './measure.ts';
import { type Checked, checkFiles } from './peers/check-files.ts';
import { PACKAGES, type Way, waysWith } from './peers/ways.ts';
import { WANTED } from './peers/sizes.ts';

const LARGEST = Math.max(...WANTED.map(({ width }) => width));

/** What a way took in one round. */
interface Round extends Measurement {
  readonly bytes: number;
}

/** Copies masters that all ways read alike: JPEGs that stand upright, wide enough, and sRGB. */
async function gather(from: string, to: string, most: number): Promise<readonly string[]> {
  const masters: string[] = [];
  for (const name of (await readdir(from)).filter((one) => /\.jpe?g$/i.test(one))) {
    if (masters.length === most) break;
    const { format, width, orientation = 1, icc, space } = await sharp(join(from, name)).metadata();
    const isPlain = format === 'jpeg' && space === 'srgb' && orientation === 1 && width >= LARGEST;
    if (!isPlain || (icc !== undefined && !icc.includes('sRGB'))) continue;
    await copyFile(join(from, name), join(to, name));
    masters.push(name);
  }
  if (masters.length === 0) throw new Error(`expected JPEGs of ${LARGEST} pixels or more in ${from}, got none`);
  return masters;
}

/** Installs the packages of npm into a folder; undefined where no registry is reached. */
async function installPackages(folder: string): Promise<string | undefined> {
  await mkdir(folder);
  const wanted = Object.entries(PACKAGES).map(([name, version]) => `${name}@${version}`);
  const words = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...wanted];
  const { failed } = await execa('npm', words, { cwd: folder, reject: false });
  return failed ? undefined : folder;
}

/** Runs the calls of a way one after the other, as one program. */
async function runWay(way: Way, library: string, masters: readonly string[]): Promise<Round & Checked> {
  const output = await mkdtemp(join(tmpdir(), 'dmx-peers-'));
  try {
    const course = { library, masters, output };
    const all: Measurement[] = [];
    for (const [program, ...words] of await way.calls(course)) {
      const measured = await measure(program, words, output);
      if (measured.exit !== 0) throw new Error(`${way.name} ended with ${measured.exit}: ${measured.stderr}`);
      all.push(measured);
    }
    const [first] = all;
    if (first === undefined) throw new Error(`expected calls of ${way.name}, got none`);
    const sum = (of: (one: Measurement) => number): number => all.reduce((total, one) => total + of(one), 0);
    return {
      ...first,
      seconds: sum(({ seconds }) => seconds),
      cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
      peakBytes: Math.max(...all.map(({ peakBytes }) => peakBytes)),
      ...(await checkFiles(way, course)),
    };
  } finally {
    await rm(output, { recursive: true });
  }
}

/** Demands that JPEGs of all ways were quantized alike. */
function checkTables(tables: ReadonlySet<string>, way: Way, known: Set<string>): void {
  for (const table of tables) known.add(table);
  if (known.size > 1) throw new Error(`expected the quality of the other ways in what ${way.name} made, got another`);
}

function summarize(way: Way, rounds: readonly Round[], own: number): void {
  const middle = (of: (round: Round) => number): number => median(rounds.map(of));
  const cpuSeconds = middle((round) => round.cpuSeconds);
  printLine({
    ...{ bench: 'peers', summary: 'median', way: way.name, rounds: rounds.length, cpuSeconds },
    seconds: middle(({ seconds }) => seconds),
    ratio: cpuSeconds / own,
    peakMiB: middle(({ peakBytes }) => peakBytes) / 2 ** 20,
    mebibytes: middle(({ bytes }) => bytes) / 2 ** 20,
  });
}

/** Runs all ways in turn, and again; what each of them took. */
async function runRounds(ways: readonly Way[], library: string, masters: readonly string[], count: number) {
  const rounds = new Map<Way, Round[]>(ways.map((way) => [way, []]));
  const tables = new Set<string>();
  for (let round = 1; round <= count; round++) {
    for (const [way, before] of rounds) {
      const took = await runWay(way, library, masters);
      checkTables(took.tables, way, tables);
      before.push(took);
      const { seconds, cpuSeconds } = took;
      printLine({ bench: 'peers', way: way.name, masters: masters.length, round, seconds, cpuSeconds });
    }
  }
  return rounds;
}

/** The ways that can be run here; what the others lack is printed. */
async function usableWays(packages: string | undefined): Promise<readonly Way[]> {
  const all = waysWith(packages);
  const lacking = await Promise.all(all.map((way) => way.lacks()));
  return all.filter((way, i) => {
    const lacks = lacking[i];
    if (lacks !== undefined) printLine({ bench: 'peers', way: way.name, lacks });
    return lacks === undefined;
  });
}

/**
 * `peers [folder] [--rounds N] [--masters N] [--packages FOLDER]`: dmx beside other programs that make the same files,
 * alternately: what each has made is checked before its time counts. `--packages`: where those of npm are installed already.
 */
export async function benchPeers(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: {
      rounds: { type: 'string', default: '5' },
      masters: { type: 'string', default: '12' },
      packages: { type: 'string' },
    },
  });
  const from = positionals[0] ?? sharedFolder('corpus/photos') ?? inRepository('fixtures/library');
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
  try {
    const library = join(folder, 'library');
    await mkdir(library);
    const masters = await gather(from, library, Number(values.masters));
    const ways = await usableWays(values.packages ?? (await installPackages(join(folder, 'packages'))));
    const rounds = await runRounds(ways, library, masters, Number(values.rounds));
    // The first way is dmx.
    const [mine = []] = rounds.values();
    const own = median(mine.map(({ cpuSeconds }) => cpuSeconds));
    for (const [way, took] of rounds) summarize(way, took, own);
  } finally {
    await rm(folder, { recursive: true });
  }
}
