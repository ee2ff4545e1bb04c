import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dmx } from '../support/cli/dmx.ts';
import { CHROMIUM } from '../support/video/browser.ts';
import { caseName, lengthCases, lengthProject } from '../support/video/many-lengths.ts';
import { PLAYERS, playToEnd, type Player } from '../support/video/play-to-end.ts';

const AT_ONCE = 6;

/**
 * Plays packaged sets of many lengths, rates and sounds to their ends in each player, and prints those that do not get
 * there. Options: how many lengths at each of four rates (24), and of how many seconds they may be played at once (6).
 */
export async function benchPlay([perRate = '24', atOnce = String(AT_ONCE)]: readonly string[]): Promise<void> {
  if (CHROMIUM === undefined) throw new Error('expected Chromium, got none');
  const folder = await mkdtemp(join(tmpdir(), 'dmx-bench-play-'));
  try {
    const cases = lengthCases(Number(perRate));
    await lengthProject(folder, cases);
    const { exit, stderr } = await dmx(folder, 'ingest', '--quiet');
    if (exit !== 0) throw new Error(`expected dmx to make all sets, got exit ${exit}: ${stderr}`);
    const sets = cases.map((one) => `${caseName(one)}.mkv/stream`);
    for (const player of Object.keys(PLAYERS) as Player[]) {
      const about = { player, sets, atOnce: Number(atOnce) };
      const played = await playToEnd(CHROMIUM, join(folder, 'dmx-out/renditions'), about);
      const stuck = played.filter(({ end }) => end !== 'ended');
      const warned = played.filter(({ told }) => told.length > 0).length;
      console.log(JSON.stringify({ player, sets: played.length, ended: played.length - stuck.length, warned, stuck }));
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
