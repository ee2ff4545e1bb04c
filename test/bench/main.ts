/**
 * `npm run bench [-- NAME …] [--compare FILE]`: measures the built package, one bench or all, and prints JSON lines, then a table of
 * medians on stderr, and, beside the lines that an earlier run has left in a file, how much each number has become.
 */
import { benchAccuracy } from './accuracy.ts';
import { benchCalibrate } from './calibrate.ts';
import { compareLines, readLines, tableLines } from './compare.ts';
import { benchCrop } from './crop.ts';
import { benchFold } from './fold.ts';
import { benchIngest } from './ingest.ts';
import { benchKill } from './kill.ts';
import { benchLayers } from './layers.ts';
import { printed } from './measure.ts';
import { benchMemory } from './memory.ts';
import { benchPeers } from './peers.ts';
import { benchPlay } from './play.ts';
import { benchScale } from './scale.ts';
import { benchSmartImaging } from './smart-imaging.ts';
import { benchSteps } from './steps.ts';
import { benchVideo } from './video.ts';

/** Every bench, by name; each gets what follows its name on the command line. */
const BENCHES: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  accuracy: benchAccuracy,
  calibrate: benchCalibrate,
  crop: benchCrop,
  fold: benchFold,
  ingest: benchIngest,
  memory: benchMemory,
  kill: benchKill,
  peers: benchPeers,
  layers: benchLayers,
  play: benchPlay,
  scale: benchScale,
  'smart-imaging': benchSmartImaging,
  steps: benchSteps,
  video: benchVideo,
};

/** Takes `--compare FILE` out of the words of a call. */
function takeCompared(given: string[]): string | undefined {
  const at = given.indexOf('--compare');
  return at < 0 ? undefined : given.splice(at, 2)[1];
}

const words = process.argv.slice(2);
const compared = takeCompared(words);
const [name, ...options] = words;
const benches = name === undefined ? Object.values(BENCHES) : [BENCHES[name]].flatMap((bench) => bench ?? []);
if (benches.length === 0) {
  console.error(`expected one of ${Object.keys(BENCHES).join(', ')}, or nothing for all of them, got ${name}`);
  process.exitCode = 2;
} else {
  // First of all: a file that cannot be read is told before the hours of measuring.
  const before = compared === undefined ? undefined : readLines(compared);
  for (const bench of benches) await bench(options);
  process.stderr.write(`${tableLines(printed).join('\n')}\n`);
  if (before) process.stdout.write(`${compareLines(before, printed).join('\n')}\n`);
}
