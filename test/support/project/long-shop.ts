import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { dmx, startDmx, type Started } from '../cli/dmx.ts';
import { ownFolder } from '../files/own-folder.ts';
import { drawNoise, edit, shopAt, type Shop } from './shop.ts';
import { copyFixture, digestFiles } from '../files/tree.ts';

/** Renditions of a long shop. */
export const LONG_SHOP_RENDITIONS = 10 * 5;

/** Half a second's work, when `dmx` starts in as much. */
const DEAR = '  - { name: dear, modifiers: "wid=400&fmt=avif&qlt=60" }\n';

let drawn: Promise<string> | undefined;
let digests: Promise<Readonly<Record<string, string>>> | undefined;
afterAll(async () => drawn && rm(await drawn, { recursive: true }));

async function drawOnce(): Promise<string> {
  const { folder, assets } = shopAt(
    await copyFixture('trees/shop/small', await mkdtemp(join(tmpdir(), 'dmx-long-shop-'))),
  );
  await rm(assets, { recursive: true });
  for (let i = 0; i < 10; i++) await drawNoise(join(assets, `${'abc'[i % 3]}/${i}.png`), i, 400, 300);
  edit(join(folder, 'profiles/small.yaml'), (text) => text.replace('renditions:\n', `renditions:\n${DEAR}`));
  return folder;
}

/** A shop whose renditions are dear enough that a run takes seconds with one worker, and something can be done to it. */
export async function openLongShop(): Promise<Shop> {
  const folder = ownFolder();
  await cp(await (drawn ??= drawOnce()), folder, { recursive: true, preserveTimestamps: true });
  return shopAt(folder);
}

/** Starts an ingest with one worker, so that its jobs end one by one; waits until one has. */
export async function startLongRun(cwd: string, ...words: readonly string[]): Promise<Started> {
  const run = startDmx(['ingest', '-j', '1', '--json', ...words], { cwd });
  await run.saw('"type":"job-finished"');
  return run;
}

async function ingestInPeace(): Promise<Readonly<Record<string, string>>> {
  const { folder, output } = await openLongShop();
  const ended = await dmx(folder, 'ingest', '-j', '2');
  if (ended.exit !== 0) throw new Error(`ingest ended with ${ended.exit}: ${ended.stderr}`);
  return digestFiles(output);
}

/** The files of a run over a long shop that nobody disturbs, with two workers: made once for all tests of a file. */
export const undisturbed = (): Promise<Readonly<Record<string, string>>> => (digests ??= ingestInPeace());
