/** `npm run bench -- NAME …`: measures the built package and prints JSON lines. */
import { benchCalibrate } from './calibrate.ts';
import { benchCrop } from './crop.ts';
import { benchFold } from './fold.ts';
import { benchIngest } from './ingest.ts';
import { benchKill } from './kill.ts';
import { benchMemory } from './memory.ts';
import { benchPlay } from './play.ts';
import { benchScale } from './scale.ts';
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
  steps: benchSteps,
  video: benchVideo,
};

const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  console.error(`expected one of ${Object.keys(BENCHES).join(', ')}, got ${name || 'nothing'}`);
  process.exitCode = 2;
} else {
  await bench(options);
}
