/**
 * `npm run bench -- NAME … [--compare FILE]`: measures the built package and prints JSON lines; then, beside those that an
 * earlier run has left in a file, how much each number has become.
 */
import { benchCalibrate } from './calibrate.ts';
import { compareLines, readLines } from './compare.ts';
import { benchCrop } from './crop.ts';
import { benchFold } from './fold.ts';
import { benchIngest } from './ingest.ts';
import { benchKill } from './kill.ts';
import { printed } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchPlay } from './play.ts';
import { benchScale } from './scale.ts';
import { benchSmartImaging } from './smart-imaging.ts';
import { benchSteps } from './steps.ts';
import { benchVideo } from './video.ts';

/** Every bench, by name; each gets what follows its name on the command line. */
const BENCHES: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  calibrate: benchCalibrate,
  crop: benchCrop,
  fold: benchFold,
  ingest: benchIngest,
  memory: benchMemory,
  kill: benchKill,
  play: benchPlay,
  scale: benchScale,
  'smart-imaging': benchSmartImaging,
  steps: benchSteps,
  video: benchVideo,
};

/** Takes `--compare FILE` out of the words of a call. */
function takeCompared(words: string[]): string | undefined {
  const at = words.indexOf('--compare');
  return at < 0 ? undefined : words.splice(at, 2)[1];
}

const [name = '', ...options] = process.argv.slice(2);
const compared = takeCompared(options);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`expected one of ${Object.keys(BENCHES).join(', ')}, got ${name || 'nothing'}`);
  process.exitCode = 2;
} else {
  // First of all: a file that cannot be read is told before the hours of measuring.
  const before = compared === undefined ? undefined : readLines(compared);
  await bench(options);
  if (before) process.stdout.write(`${compareLines(before, printed).join('\n')}\n`);
}
