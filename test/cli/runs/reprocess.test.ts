import { readFileSync, writeFileSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunCounts } from '../../../src/model/run/run.ts';
import { countsOf, errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { openIngestedShop } from '../../support/project/ingested-shop.ts';
import { drawNoise, drawTorn, edit, ingest, rewriteRecords, type Shop } from '../../support/project/shop.ts';
import { digestFiles, listFiles } from '../../support/files/tree.ts';

async function reprocess({ folder }: Shop, ...words: readonly string[]): Promise<RunCounts> {
  return countsOf(await dmx(folder, 'reprocess', '--json', ...words));
}

const profile = ({ folder }: Shop): string => join(folder, 'profiles/small.yaml');

/** Edits both presets: ten renditions differ from what the profile asks. */
function editPresets(shop: Shop): void {
  edit(profile(shop), (text) => text.replace('qlt=80', 'qlt=70').replace('width: 48', 'width: 40'));
}

/** A shop that was made by an older engine. */
async function openOldShop(): Promise<Shop> {
  const shop = await openIngestedShop();
  await rewriteRecords(shop.output, (record) => ({
    ...record,
    renditions: record.renditions.map((rendition) => ({ ...rendition, engine: 'dmx0 libvips8.0' })),
  }));
  return shop;
}

/** Which files of an output were written since the last look, by their inodes. */
async function watchFiles({ output }: Shop): Promise<() => Promise<readonly string[]>> {
  const look = async (): Promise<Map<string, number>> => {
    const files = await listFiles(join(output, 'renditions'));
    return new Map(await Promise.all(files.map(async (file) => [file, await inodeOf(output, file)] as const)));
  };
  const before = await look();
  return async () => [...(await look())].flatMap(([file, inode]) => (before.get(file) === inode ? [] : [file]));
}

async function inodeOf(output: string, file: string): Promise<number> {
  return (await stat(join(output, 'renditions', file))).ino;
}

describe('dmx reprocess without a selection', () => {
  it('makes what the edited profile asks differently, writes no other file, and then nothing', async () => {
    const shop = await openIngestedShop();
    const written = await watchFiles(shop);
    editPresets(shop);
    expect(await reprocess(shop)).toMatchObject({ assets: 5, made: 10, kept: 10, removed: 0 });
    const names = (await written()).map((file) => file.slice(file.lastIndexOf('/') + 1));
    expect(names.toSorted()).toEqual([...Array(5).fill('card.png'), ...Array(5).fill('tiny.jpg')]);
    expect(await reprocess(shop)).toMatchObject({ made: 0, kept: 20 });
  });

  it('makes exactly one file per asset for a crop ratio that was added, and touches no other', async () => {
    const shop = await openIngestedShop();
    for (let i = 0; i < 20; i++) await drawNoise(join(shop.assets, `more/${i}.png`), i);
    expect(await ingest(shop)).toMatchObject({ made: 80 });
    const written = await watchFiles(shop);
    edit(profile(shop), (text) =>
      text.replace('  crops:\n', '  crops:\n    - { name: Wide, ratio: "2:1", width: 40 }\n'),
    );
    expect(await reprocess(shop)).toMatchObject({ made: 25, kept: 100, removed: 0 });
    expect((await written()).map((file) => file.slice(file.lastIndexOf('/') + 1))).toEqual(Array(25).fill('Wide.jpg'));
    expect((await dmx(shop.folder, 'verify')).exit).toBe(0);
  });

  it('takes away what the profile no longer asks, from the manifest and from the disk', async () => {
    const shop = await openIngestedShop();
    edit(profile(shop), (text) => text.replace('  - preset: card\n', ''));
    expect(await reprocess(shop)).toMatchObject({ made: 0, kept: 15, removed: 5 });
    const { assets } = await readManifest(shop.output);
    const listed = assets.flatMap(({ renditions }) => renditions.map(({ path }) => path));
    expect(await listFiles(shop.output)).toEqual(['manifest.json', ...listed].toSorted());
    expect(listed).toHaveLength(15);
  });

  it('leaves masters that the catalog does not know to ingest', async () => {
    const shop = await openIngestedShop();
    await drawNoise(join(shop.assets, 'new.png'), 1);
    expect(await reprocess(shop)).toMatchObject({ made: 0, kept: 20 });
    expect(await ingest(shop)).toMatchObject({ made: 4, kept: 20 });
  });
});

describe('a selection of dmx reprocess', () => {
  it('by folders takes them with everything below, and leaves the rest as it is', async () => {
    const shop = await openIngestedShop();
    const written = await watchFiles(shop);
    editPresets(shop);
    expect(await reprocess(shop, 'assets/north')).toMatchObject({ assets: 2, made: 4 });
    expect((await written()).every((file) => file.startsWith('north/'))).toBe(true);
    expect((await readManifest(shop.output)).assets).toHaveLength(5);
    expect(await reprocess(shop, 'assets/north/far', 'assets/south')).toMatchObject({ assets: 2, made: 2 });
    expect(await reprocess(shop)).toMatchObject({ made: 4, kept: 16 });
  });

  it('by globs takes those whose path matches, and calls nothing gone', async () => {
    const shop = await openIngestedShop();
    expect(await reprocess(shop, '--force', '--include', 'north/**', '--include', 'a.png')).toMatchObject({ made: 12 });
    expect(await reprocess(shop, '--force', '--exclude', '**/far/*')).toMatchObject({ made: 16, gone: 0 });
    expect((await readManifest(shop.output)).assets).toHaveLength(5);
  });

  it('by --rendition makes those of this name alone, and combines with folders', async () => {
    const shop = await openIngestedShop();
    editPresets(shop);
    expect(await reprocess(shop, '--rendition', 'Tiny', 'assets/north')).toMatchObject({ made: 2, kept: 6 });
    expect(await reprocess(shop, '--rendition', 'tiny', '--rendition', 'swatch')).toMatchObject({ made: 3, kept: 17 });
    expect(await reprocess(shop, '--rendition', 'card', '--force')).toMatchObject({ made: 5, kept: 15 });
    expect(await reprocess(shop)).toMatchObject({ made: 0, kept: 20 });
  });

  it('by --profile takes the assets that it governs', async () => {
    const shop = await openIngestedShop();
    const [small = ''] = readFileSync(profile(shop), 'utf8').split('---\n');
    writeFileSync(join(shop.folder, 'profiles/other.yaml'), small.replace('name: small', 'name: other'));
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}  - { path: north, image: other }\n`);
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 20 });
    expect(await reprocess(shop, '--profile', 'Other', '--force')).toMatchObject({ assets: 2, made: 8 });
    expect(await reprocess(shop, '--profile', 'small', '--profile', 'other', '--force')).toMatchObject({ made: 20 });
  });

  it('that names what nobody knows is refused with what was meant', async () => {
    const shop = await openIngestedShop();
    const named = await dmx(shop.folder, 'reprocess', '--profile', 'smal', '--json');
    expect(named.exit).toBe(2);
    expect(errorOf(named)).toMatchObject({ code: 'PROFILE_UNKNOWN', hint: expect.stringMatching(/small/) });
    writeFileSync(join(shop.assets, 'con.txt'), '');
    const rendition = await dmx(shop.folder, 'reprocess', '--rendition', 'tinny', '--json');
    expect(rendition.exit).toBe(2);
    expect(errorOf(rendition)).toMatchObject({ code: 'RENDITION_UNKNOWN', hint: expect.stringMatching(/tiny/) });
    // Before the library is walked, which tells of that name.
    expect(readLines(rendition).map(({ type }) => type)).not.toContain('notice');
  });

  it('by --failed tries again what failed, and nothing else', async () => {
    const shop = await openIngestedShop();
    await drawTorn(join(shop.assets, 'torn.png'), 1);
    expect(await ingest(shop)).toMatchObject({ failedAssets: 1, kept: 20 });
    const started = async (...words: readonly string[]): Promise<readonly unknown[]> => {
      const ended = await dmx(shop.folder, ...words, '--json');
      expect(ended.exit).toBe(3);
      return readLines(ended).flatMap(({ type, asset }) => (type === 'job-started' ? [asset] : []));
    };
    expect(await started('ingest')).toEqual([]);
    editPresets(shop);
    expect(await started('reprocess', '--failed')).toEqual(['torn.png']);
    await drawNoise(join(shop.assets, 'torn.png'), 1);
    expect(await reprocess(shop, '--failed')).toMatchObject({ assets: 1, made: 4, failedAssets: 0 });
    expect(await reprocess(shop, '--failed')).toMatchObject({ assets: 0, made: 0 });
  });

  it('by --missing makes the files that are gone, and applies no profile edit', async () => {
    const shop = await openIngestedShop();
    await rm(join(shop.output, 'renditions/a.png/Square.jpg'));
    await rm(join(shop.output, 'renditions/south'), { recursive: true });
    edit(profile(shop), (text) => text.replace('width: 48', 'width: 40'));
    expect(await reprocess(shop, '--missing')).toMatchObject({ made: 4 });
    expect(await reprocess(shop)).toMatchObject({ made: 5, kept: 15 });
  });

  it('by --stale makes what an older engine made; unasked that is only told', async () => {
    const shop = await openOldShop();
    const before = await digestFiles(join(shop.output, 'renditions'));
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 20 });
    const plan = readLines(await dmx(shop.folder, 'plan', '--json')).at(-1);
    expect(plan).toMatchObject({ type: 'plan-totals', make: 0, keep: 20, stale: 20 });
    expect(await reprocess(shop, '--stale', '--rendition', 'tiny', 'assets/south')).toMatchObject({ made: 1 });
    expect(await reprocess(shop, '--stale')).toMatchObject({ made: 19, kept: 1 });
    expect(await digestFiles(join(shop.output, 'renditions'))).toEqual(before);
    expect(readLines(await dmx(shop.folder, 'plan', '--json')).at(-1)).toMatchObject({ keep: 20, stale: 0 });
  });

  it('by --since takes what was last worked on since then', async () => {
    const shop = await openIngestedShop();
    await rewriteRecords(shop.output, (record) => ({
      ...record,
      recordedAt: record.path.startsWith('north/') ? '2026-03-01T12:00:00.000Z' : '2026-01-31T12:00:00.000Z',
    }));
    expect(await reprocess(shop, '--since', '2026-02-10', '--force')).toMatchObject({ assets: 2, made: 8 });
    expect(await reprocess(shop, '--since', '2026-01-31T13:00Z', '--force')).toMatchObject({ assets: 2, made: 8 });
    expect(await reprocess(shop, '--since', '2026-01-30', '--force')).toMatchObject({ assets: 5, made: 20 });
  });
});

describe('--accept-engine', () => {
  it('adopts what an older engine made as it is', async () => {
    const shop = await openOldShop();
    const before = await digestFiles(join(shop.output, 'renditions'));
    expect(await ingest(shop, '--accept-engine')).toMatchObject({ made: 0, kept: 20 });
    expect(readLines(await dmx(shop.folder, 'plan', '--json')).at(-1)).toMatchObject({ keep: 20, stale: 0 });
    expect(await reprocess(shop, '--stale')).toMatchObject({ made: 0 });
    expect(await digestFiles(join(shop.output, 'renditions'))).toEqual(before);
  });
});

describe('--new-only', () => {
  it('makes what is new and leaves what is known alone, whatever its profile says now', async () => {
    const shop = await openIngestedShop();
    editPresets(shop);
    await drawNoise(join(shop.assets, 'new.png'), 1);
    expect(await ingest(shop, '--new-only')).toMatchObject({ made: 4, kept: 20 });
    expect(await ingest(shop)).toMatchObject({ made: 10, kept: 14 });
  });
});
