import { readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx, type Ended, type Started } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { killRuns } from '../../support/cli/kill-runs.ts';
import { drawNoise, edit, openShop, type Shop } from '../../support/project/shop.ts';

const QUICK = 12;

/** One picture that takes many seconds, and quick ones that are worked on beside it, one after the other. */
async function openUnevenShop(): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  await drawNoise(join(shop.assets, 'slow/a.png'), 1, 500, 375);
  for (let i = 0; i < QUICK; i++) await drawNoise(join(shop.assets, `q/${10 + i}.png`), 10 + i);
  writeFileSync(
    join(shop.folder, 'profiles/slow.yaml'),
    'kind: image-profile\nname: slow\nrenditions:\n  - { name: film, modifiers: "wid=1600&hei=1200&fit=stretch,1&fmt=avif&qlt=95" }\n',
  );
  edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}  - { path: slow, image: slow }\n`);
  return shop;
}

/** Starts a run of which all but the slow picture and the last quick ones are finished. */
async function startUnevenRun({ folder }: Shop, ...words: readonly string[]): Promise<Started> {
  const run = startDmx(['ingest', '-j', '2', '--json', ...words], { cwd: folder });
  await run.saw(`"type":"job-finished","asset":"q/${10 + QUICK - 3}.png"`);
  return run;
}

function assetsOf(ended: Ended, type: string): readonly unknown[] {
  return readLines(ended).flatMap((line) => (line.type === type ? [line['asset']] : []));
}

/** Demands that the next run works on nothing that was told finished. */
async function expectNothingTwice(shop: Shop, ended: Ended): Promise<void> {
  const finished = assetsOf(ended, 'job-finished');
  expect(finished.length).toBeGreaterThan(QUICK / 2);
  expect(finished).not.toContain('slow/a.png');
  const again = await dmx(shop.folder, 'ingest', '--json');
  expect(again.exit).toBe(0);
  const started = assetsOf(again, 'job-started');
  expect(started).toContain('slow/a.png');
  expect(started.filter((asset) => finished.includes(asset))).toEqual([]);
  expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
}

describe('a run that is killed', () => {
  it('does nothing again that was told finished: SIGKILL', async () => {
    const shop = await openUnevenShop();
    const run = await startUnevenRun(shop);
    run.child.kill('SIGKILL');
    await expectNothingTwice(shop, await run.ended);
  });

  it('does nothing again that was told finished: SIGINT, SIGTERM and SIGKILL, as a CI cancels', async () => {
    const shop = await openUnevenShop();
    const run = await startUnevenRun(shop);
    run.child.kill('SIGINT');
    await sleep(600);
    run.child.kill('SIGTERM');
    await sleep(200);
    run.child.kill('SIGKILL');
    await expectNothingTwice(shop, await run.ended);
  });

  it('at random moments, again and again, ends as if nobody had disturbed it', async () => {
    for await (const { kills, redone, repeated, ends } of killRuns(ownFolder(), { pictures: 60, kills: 3, seed: 3 })) {
      expect(kills).toBeGreaterThan(0);
      expect({ redone, repeated, ends }).toEqual({ redone: 0, repeated: 0, ends: 2 });
    }
  });

  it.each([
    ['the command line', ['--changes', 'changes.jsonl'], ''],
    ['dmx.yaml', [], 'changes: changes.jsonl\n'],
  ])(
    'has all its changes told, the list named by %s, whoever records what it had finished',
    async (_by, words, line) => {
      const shop = await openUnevenShop();
      edit(join(shop.folder, 'dmx.yaml'), (text) => `${line}${text}`);
      const run = await startUnevenRun(shop, ...words);
      run.child.kill('SIGKILL');
      await run.ended;
      expect((await dmx(shop.folder, 'prune', '--yes')).exit).toBe(0);
      expect((await dmx(shop.folder, 'ingest', ...words)).exit).toBe(0);
      const lines = readFileSync(join(shop.folder, 'changes.jsonl'), 'utf8').trimEnd().split('\n');
      const told = lines.map((one) => (JSON.parse(one) as { readonly path: string }).path);
      const { assets } = await readManifest(shop.output);
      const listed = assets.flatMap(({ renditions }) => renditions.map(({ path }) => path));
      expect(told.toSorted()).toEqual(listed.toSorted());
    },
  );
});
