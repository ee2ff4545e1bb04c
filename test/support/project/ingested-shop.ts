import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { dmx } from '../cli/dmx.ts';
import { ownFolder } from '../files/own-folder.ts';
import { shopAt, type Shop } from './shop.ts';
import { copyFixture } from '../files/tree.ts';

let ingested: Promise<string> | undefined;
afterAll(async () => ingested && rm(await ingested, { recursive: true }));

async function ingestOnce(): Promise<string> {
  const folder = await copyFixture('trees/shop/small', await mkdtemp(join(tmpdir(), 'dmx-shop-')));
  const ended = await dmx(folder, 'ingest');
  if (ended.exit !== 0) throw new Error(`ingest ended with ${ended.exit}: ${ended.stderr}`);
  return folder;
}

/** The same after a first ingest, which one copy makes for all: new inodes, times kept. */
export async function openIngestedShop(): Promise<Shop> {
  const folder = ownFolder();
  await cp(await (ingested ??= ingestOnce()), folder, { recursive: true, preserveTimestamps: true });
  return shopAt(folder);
}
