import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openCatalog } from '../../../src/catalog/index.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import type { RunCounts } from '../../../src/model/run/run.ts';
import { countsOf } from '../cli/dmx-output.ts';
import { dmx } from '../cli/dmx.ts';
import { copyFixture } from '../files/tree.ts';

/** A small library with its dmx.yaml, profile and output, for a test to do anything to. */
export interface Shop {
  readonly folder: string;
  readonly assets: string;
  readonly output: string;
}

export function shopAt(folder: string): Shop {
  return { folder, assets: join(folder, 'assets'), output: join(folder, 'dmx-out') };
}

/** Five pictures in four folders, each with a crop, a swatch and two presets. */
export async function openShop(): Promise<Shop> {
  return shopAt(await copyFixture('trees/shop/small'));
}

/** Ingests and answers what was counted. */
export async function ingest({ folder }: Shop, ...words: readonly string[]): Promise<RunCounts> {
  return countsOf(await dmx(folder, 'ingest', '--json', ...words));
}

/** Writes a picture of noise that no other number makes: PNG, so that its bytes are its pixels'. */
export async function drawNoise(file: string, number: number, width = 90, height = 60): Promise<void> {
  let value = (number * 2_654_435_761 + 1) >>> 0;
  const data = Uint8Array.from({ length: width * height * 3 }, () => {
    value = (Math.imul(value, 1_664_525) + 1_013_904_223) >>> 0;
    return value >>> 24;
  });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(
    file,
    await sharp(data, { raw: { width, height, channels: 3 } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  );
}

/** The same, cut off in the middle: its size can be read, its pixels cannot. */
export async function drawTorn(file: string, number: number): Promise<void> {
  await drawNoise(file, number);
  truncateSync(file, 2000);
}

/** Rewrites a text file of the shop. */
export function edit(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** Every record of an output's catalog. */
export async function readRecords(output: string): Promise<readonly AssetRecord[]> {
  const catalog = await openCatalog(output);
  try {
    const records: AssetRecord[] = [];
    for await (const record of catalog.assets()) records.push(record);
    return records;
  } finally {
    await catalog.close();
  }
}

/** Rewrites every record of an output's catalog, as an older dmx or another machine would have left it. */
export async function rewriteRecords(output: string, change: (record: AssetRecord) => AssetRecord): Promise<void> {
  const put = (await readRecords(output)).map(change);
  const catalog = await openCatalog(output);
  try {
    await catalog.record({ put, drop: [], sweep: [] });
    await catalog.manifestWritten();
  } finally {
    await catalog.close();
  }
}

/** Lets the time be over of every file that stays although another one replaced it. */
export async function endTimeOfKept(output: string): Promise<void> {
  const catalog = await openCatalog(output);
  try {
    const sweep = (await catalog.sweepList()).map((file) => ({ ...file, keepUntil: new Date(0).toISOString() }));
    await catalog.record({ put: [], drop: [], sweep });
    await catalog.manifestWritten();
  } finally {
    await catalog.close();
  }
}
