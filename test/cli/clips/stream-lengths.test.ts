import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'm3u8-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dmx } from '../../support/cli/dmx.ts';
import { CHROMIUM } from '../../support/video/browser.ts';
import { caseName, lengthCases, lengthProject } from '../../support/video/many-lengths.ts';
import { PLAYERS, playToEnd, type Player } from '../../support/video/play-to-end.ts';

// A part of what `npm run bench -- play` tries, short lengths first: each is played in its own time.
const CASES = lengthCases(24).filter(({ frames, rate }, i) => i % 5 === 0 && frames < (rate === '50' ? 260 : 150));

const folder = mkdtempSync(join(tmpdir(), 'dmx-lengths-'));
const sets = CASES.map((one) => `${caseName(one)}.mkv/stream`);
const renditions = join(folder, 'dmx-out/renditions');

beforeAll(async () => {
  await lengthProject(folder, CASES);
  expect((await dmx(folder, 'ingest', '--quiet')).exit).toBe(0);
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe('packaged sets of clips of any length', () => {
  it.each(sets)('end in a segment that players can wait for: %s', async (set) => {
    const isSilent = set.includes('-0.000.mkv');
    for (const name of isSilent ? ['low', 'high'] : ['low', 'high', 'audio']) {
      const text = await readFile(join(renditions, set, `${name}.m3u8`), 'utf8');
      const parser = new Parser();
      parser.push(text);
      parser.end();
      const lengths = (parser.manifest.segments ?? []).map(({ duration }) => duration);
      expect(lengths.at(-1)).toBeGreaterThanOrEqual(0.5);
    }
  });

  it.skipIf(CHROMIUM === undefined).each(Object.keys(PLAYERS) as Player[])(
    'are played to their ends by %s',
    async (player) => {
      const played = await playToEnd(CHROMIUM ?? '', renditions, { player, sets, atOnce: sets.length });
      expect(played.map(({ set, end }) => `${set} ${end}`)).toEqual(sets.toSorted().map((set) => `${set} ended`));
    },
    200_000,
  );
});
