import {
  appendFileSync,
  chmodSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Database from 'libsql';
import sharp from 'sharp';
import { assetOf, countsOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx, type Ended, type Started } from '../../support/cli/dmx.ts';
import { PROBE_REVISION } from '../../../src/model/asset.ts';
import { drawNoise, openShop, readRecords, type Shop } from '../../support/project/shop.ts';
import { digestFiles } from '../../support/files/tree.ts';

/** One picture that takes a second to work on, and a small one. */
async function openSlowShop(): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  await drawNoise(join(shop.assets, 'slow.png'), 1, 1800, 1500);
  await drawNoise(join(shop.assets, 'z.png'), 2);
  const renditions = '[{ preset: tiny }, { name: big, modifiers: "wid=1500&fmt=webp&qlt=90" }]';
  writeFileSync(
    join(shop.folder, 'profiles/small.yaml'),
    `kind: image-profile\nname: small\nswatch: { width: 8, height: 8 }\nrenditions: ${renditions}\n---\n` +
      'kind: image-presets\npresets:\n  tiny: "wid=24&hei=16&fit=crop,1&fmt=jpeg&qlt=80"\n',
  );
  return shop;
}

async function startWork({ folder }: Shop): Promise<Started> {
  const run = startDmx(['ingest', '-j', '1', '--json'], { cwd: folder });
  await run.saw('"type":"job-started","asset":"slow.png"');
  return run;
}

/** Puts another file in a master's place while it is worked on. */
async function replaceMeanwhile(shop: Shop, draw: (file: string) => Promise<unknown>): Promise<Ended> {
  const next = join(shop.folder, 'next');
  await draw(next);
  const run = await startWork(shop);
  renameSync(next, join(shop.assets, 'slow.png'));
  return run.ended;
}

function notices(ended: Ended): readonly unknown[] {
  return readLines(ended).flatMap(({ type, asset }) => (type === 'notice' ? [asset] : []));
}

describe('a master that changes while it is worked on', () => {
  it.each([
    ['another picture', (file: string) => drawNoise(file, 9, 900, 700)],
    ['a picture of another format', (file: string) => drawJpeg(file)],
    ['a picture too small for a swatch', (file: string) => drawNoise(file, 9, 40, 30)],
  ])('into %s is read anew, and what is made is of the new one', async (_what, draw) => {
    const shop = await openSlowShop();
    const ended = await replaceMeanwhile(shop, draw);
    expect(ended.exit).toBe(0);
    expect(notices(ended)).toEqual(['slow.png']);
    expect((await dmx(shop.folder, 'ingest', '-o', 'undisturbed')).exit).toBe(0);
    expect(await digestFiles(shop.output)).toEqual(await digestFiles(join(shop.folder, 'undisturbed')));
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 0, failedAssets: 0 });
  });

  it('into a larger one is given all that the profile asks of it', async () => {
    const shop = await openSlowShop();
    await drawNoise(join(shop.assets, 'slow.png'), 1, 4000, 45);
    const ended = await replaceMeanwhile(shop, (file) => drawNoise(file, 9, 900, 700));
    expect(ended.exit).toBe(0);
    expect(countsOf(ended)).toMatchObject({ made: 6 });
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 0, kept: 6 });
  });

  it('into no picture at all fails alone, then and in the next run', async () => {
    const shop = await openSlowShop();
    const ended = await replaceMeanwhile(shop, async (file) => writeFileSync(file, 'a list of shoes'));
    expect(ended.exit).toBe(3);
    const asset = assetOf(await readManifest(shop.output), 'slow.png');
    expect(asset).toMatchObject({ state: 'failed', renditions: [], errors: [{ code: 'SOURCE_CHANGED' }] });
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ failedAssets: 1, ignored: 0 });
    expect(assetOf(await readManifest(shop.output), 'slow.png').errors).toMatchObject([{ code: 'SOURCE_CORRUPT' }]);
  });

  it('without end fails alone, and is made by the next run when it has come to rest', async () => {
    const shop = await openSlowShop();
    const run = await startWork(shop);
    const writer = setInterval(() => appendFileSync(join(shop.assets, 'slow.png'), 'x'), 5);
    const ended = await run.ended;
    clearInterval(writer);
    expect(ended.exit).toBe(3);
    const manifest = await readManifest(shop.output);
    expect(assetOf(manifest, 'slow.png').errors).toMatchObject([{ code: 'SOURCE_CHANGED' }]);
    expect(assetOf(manifest, 'z.png').state).toBe('ready');
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 3, failedAssets: 0 });
  });
});

async function drawJpeg(file: string): Promise<void> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  await sharp({ create: { width: 600, height: 500, channels: 3, background: 'red', noise } })
    .jpeg()
    .toFile(file);
}

/** A picture of one colour that takes as many bytes as any other. */
const drawPlain = (file: string, background: string): Promise<unknown> =>
  sharp({ create: { width: 60, height: 40, channels: 3, background } })
    .tiff({ compression: 'none' })
    .toFile(file);

describe('a master that is replaced in place by one of the same size and time', () => {
  const DATE = new Date('2024-01-01');

  /** Writes the same file, whose time is set back. */
  async function replaceInPlace({ folder, assets }: Shop, background: string): Promise<void> {
    const next = join(folder, 'next.tif');
    await drawPlain(next, background);
    writeFileSync(join(assets, 'plain.tif'), readFileSync(next));
    utimesSync(join(assets, 'plain.tif'), DATE, DATE);
  }

  async function openPlainShop(): Promise<Shop> {
    const shop = await openShop();
    await rm(shop.assets, { recursive: true });
    mkdirSync(shop.assets);
    await replaceInPlace(shop, 'red');
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ assets: 1, failedAssets: 0 });
    return shop;
  }

  it('is seen', async () => {
    const shop = await openPlainShop();
    await replaceInPlace(shop, 'lime');
    const { made, kept } = countsOf(await dmx(shop.folder, 'ingest', '--json'));
    expect({ made: made > 0, kept }).toEqual({ made: true, kept: 0 });
  });

  it('is not mistaken for one whose rights or links have changed: its bytes decide', async () => {
    const shop = await openPlainShop();
    chmodSync(join(shop.assets, 'plain.tif'), 0o600);
    linkSync(join(shop.assets, 'plain.tif'), join(shop.folder, 'backup.tif'));
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 0, failedAssets: 0 });
    expect((await dmx(shop.folder, 'ingest', '--check')).exit).toBe(0);
  });

  it('is read once more where an older dmx has probed it, and nothing is made of that', async () => {
    const shop = await openPlainShop();
    const catalog = new Database(join(shop.output, '.dmx/catalog.db'));
    catalog.exec(`update asset set probed = 0,
      record = json_set(json_remove(record, '$.probed'), '$.facts.depth', 16)`);
    catalog.close();
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 0, failedAssets: 0 });
    for (const { probed, facts } of await readRecords(shop.output)) {
      expect({ probed, facts }).toMatchObject({ probed: PROBE_REVISION, facts: { depth: 8 } });
    }
    expect((await dmx(shop.folder, 'ingest', '--check')).exit).toBe(0);
  });

  it('that an older dmx refused is read once more, and has no error of then', async () => {
    const shop = await openPlainShop();
    const catalog = new Database(join(shop.output, '.dmx/catalog.db'));
    const error = '[{"code":"SOURCE_CORRUPT","rendition":null,"message":"of then","hint":"none"}]';
    catalog.exec(`update asset set state = 'failed', probed = 0, record = json_set(json_remove(record, '$.probed'),
      '$.facts', json('null'), '$.state', 'failed', '$.errors', json('${error}'))`);
    catalog.close();
    const ended = await dmx(shop.folder, 'ingest', '--json');
    expect({ exit: ended.exit, counts: countsOf(ended) }).toMatchObject({ exit: 0, counts: { failedAssets: 0 } });
    expect((await dmx(shop.folder, 'ingest', '--check')).exit).toBe(0);
    for (const { state, errors } of await readRecords(shop.output))
      expect({ state, errors }).toEqual({ state: 'ready', errors: [] });
  });

  it('is seen where the catalog of an older dmx noted no such change, once that has been completed', async () => {
    const shop = await openPlainShop();
    const catalog = new Database(join(shop.output, '.dmx/catalog.db'));
    catalog.exec("update asset set record = json_remove(record, '$.stat.ctimeNs')");
    catalog.close();
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json'))).toMatchObject({ made: 0, failedAssets: 0 });
    await replaceInPlace(shop, 'lime');
    expect(countsOf(await dmx(shop.folder, 'ingest', '--json')).made).toBeGreaterThan(0);
  });
});
