import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killRuns } from '../support/cli/kill-runs.ts';
import { printLine } from './measure.ts';

/**
 * `kill [N] [--seed S] [--pictures P]`: kills runs N times at random moments (100) and prints what came of it: how often
 * in the middle of the work; how many recorded renditions were made again, and how many jobs that were told finished
 * (0 is the aim of both); how many jobs were in hand, which is all that a kill may cost; and whether every end was byte
 * for byte that of undisturbed runs.
 */
export async function benchKill(options: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...options],
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, pictures: { type: 'string', default: '120' } },
  });
  const [kills, seed, pictures] = [Number(positionals[0] ?? 100), Number(values.seed), Number(values.pictures)];
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-'));
  const total = { kills: 0, midway: 0, redone: 0, repeated: 0, inHand: 0, ends: 0 };
  try {
    for await (const count of killRuns(folder, { kills, seed, pictures })) {
      printLine({ bench: 'kill', seed, ...count });
      for (const key of ['kills', 'midway', 'redone', 'repeated', 'inHand', 'ends'] as const) total[key] += count[key];
    }
    printLine({ bench: 'kill', summary: 'sum', seed, pictures, ...total, identical: 'yes' });
  } catch (error) {
    printLine({ bench: 'kill', summary: 'sum', seed, pictures, ...total, identical: 'no', why: String(error) });
    throw error;
  } finally {
    await rm(folder, { recursive: true });
  }
}
