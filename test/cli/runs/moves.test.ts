import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assetOf, countsOf, errorOf, readLines, readManifest, type JsonLine } from '../../support/cli/dmx-output.ts';
import { dmx, type Ended } from '../../support/cli/dmx.ts';
import { drawNoise, edit, ingest, openShop, type Shop } from '../../support/project/shop.ts';
import { digestFiles, listFiles } from '../../support/files/tree.ts';

/** A shop of pictures no two of which are alike, ingested. */
async function openUnlikeShop(...paths: readonly string[]): Promise<Shop> {
  const shop = await openShop();
  await rm(shop.assets, { recursive: true });
  for (const [i, path] of paths.entries()) await drawNoise(join(shop.assets, path), i);
  expect(await ingest(shop)).toMatchObject({ made: 4 * paths.length });
  return shop;
}

/** Gives a folder a profile of its own, whose cards are smaller. */
function giveProfile({ folder }: Shop, path: string): void {
  const small = readFileSync(join(folder, 'profiles/small.yaml'), 'utf8').split('---\n')[0] ?? '';
  const other = small
    .replace('name: small', 'name: other')
    .replace('preset: card', '{ name: card, modifiers: "wid=40&fmt=png" }');
  writeFileSync(join(folder, 'profiles/other.yaml'), other);
  edit(join(folder, 'dmx.yaml'), (text) => `${text}  - { path: ${path}, image: other }\n`);
}

/** What an ingest of the library as it is now writes into an empty output. */
async function fromScratch({ folder }: Shop): Promise<Readonly<Record<string, string>>> {
  const output = join(folder, 'from-scratch');
  await rm(output, { recursive: true, force: true });
  expect((await dmx(folder, 'ingest', '-o', output)).exit).toBe(0);
  return digestFiles(output);
}

function jobsOf(ended: Ended): readonly JsonLine[] {
  return readLines(ended).filter(({ type }) => type === 'job-started');
}

function readChanges(file: string): readonly JsonLine[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as JsonLine);
}

describe('masters that moved within the library', () => {
  it('keep their renditions: carried over without decoding, told to --changes, nothing left behind', async () => {
    const shop = await openUnlikeShop('north/1.png', 'north/deep/2.png', 'a.png');
    renameSync(join(shop.assets, 'north'), join(shop.assets, 'south'));
    renameSync(join(shop.assets, 'a.png'), join(shop.assets, 'b.png'));
    const moved = await dmx(shop.folder, 'ingest', '--json', '--changes', 'changes.jsonl');
    expect(countsOf(moved)).toMatchObject({ made: 0, carried: 12, gone: 0, removed: 0 });
    expect(jobsOf(moved)).toEqual([]);
    expect(await digestFiles(shop.output)).toEqual(await fromScratch(shop));
    const changes = readChanges(join(shop.folder, 'changes.jsonl'));
    expect(changes).toHaveLength(12);
    expect(changes).toContainEqual({
      v: 1,
      type: 'moved',
      path: 'renditions/south/deep/2.png/tiny.jpg',
      urlPath: 'renditions/south/deep/2.png/tiny.jpg',
      oldPath: 'renditions/north/deep/2.png/tiny.jpg',
      oldUrlPath: 'renditions/north/deep/2.png/tiny.jpg',
      sha256: (await digestFiles(shop.output))['renditions/south/deep/2.png/tiny.jpg'],
    });
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 12 });
  });

  it('get what the profile of their new folder asks; what both ask is carried over', async () => {
    const shop = await openUnlikeShop('north/1.png', 'a.png');
    giveProfile(shop, 'south');
    renameSync(join(shop.assets, 'north'), join(shop.assets, 'south'));
    expect(await ingest(shop)).toMatchObject({ made: 1, carried: 3, kept: 4 });
    expect(assetOf(await readManifest(shop.output), 'south/1.png').profile).toBe('other');
    expect(await digestFiles(shop.output)).toEqual(await fromScratch(shop));
  });

  it('keep the profile of their old folder with --on-move keep, until they are reprocessed', async () => {
    const shop = await openUnlikeShop('north/1.png', 'a.png');
    giveProfile(shop, 'south');
    renameSync(join(shop.assets, 'north'), join(shop.assets, 'south'));
    expect(await ingest(shop, '--on-move', 'keep')).toMatchObject({ made: 0, carried: 4 });
    const kept = assetOf(await readManifest(shop.output), 'south/1.png');
    expect(kept).toMatchObject({ profile: 'small', keptFrom: 'north/1.png' });
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 8 });
    expect(countsOf(await dmx(shop.folder, 'reprocess', 'assets/south', '--json'))).toMatchObject({ made: 1, kept: 3 });
    expect(await digestFiles(shop.output)).toEqual(await fromScratch(shop));
  });

  it('are told from copies and from masters that changed places', async () => {
    const shop = await openUnlikeShop('a.png', 'b.png');
    await cp(join(shop.assets, 'a.png'), join(shop.assets, 'copy.png'));
    expect(await ingest(shop)).toMatchObject({ made: 4, carried: 0, kept: 8 });
    for (const [from, to] of [
      ['a.png', 'x'],
      ['b.png', 'a.png'],
      ['x', 'b.png'],
    ] as const) {
      renameSync(join(shop.assets, from), join(shop.assets, to));
    }
    expect(await ingest(shop)).toMatchObject({ failedAssets: 0, gone: 0 });
    expect(await digestFiles(shop.output)).toEqual(await fromScratch(shop));
  });

  it('are known again when only their new folder is selected', async () => {
    const shop = await openUnlikeShop('north/1.png', 'a.png');
    renameSync(join(shop.assets, 'north'), join(shop.assets, 'south'));
    expect(await ingest(shop, 'assets/south')).toMatchObject({ made: 0, carried: 4 });
    expect(await digestFiles(shop.output)).toEqual(await fromScratch(shop));
  });
});

describe('masters that vanished', () => {
  it('leave the manifest; their files wait, and stand again when they come back', async () => {
    const shop = await openUnlikeShop('a.png', 'b.png');
    const before = await digestFiles(shop.output);
    renameSync(join(shop.assets, 'b.png'), join(shop.folder, 'b.png'));
    const gone = await dmx(shop.folder, 'ingest', '--json', '--changes', 'changes.jsonl');
    expect(countsOf(gone)).toMatchObject({ gone: 1, made: 0, kept: 4 });
    expect(readChanges(join(shop.folder, 'changes.jsonl')).map(({ type }) => type)).toEqual(Array(4).fill('removed'));
    expect((await readManifest(shop.output)).assets.map(({ path }) => path)).toEqual(['a.png']);
    expect(existsSync(join(shop.output, 'renditions/b.png/tiny.jpg'))).toBe(true);
    renameSync(join(shop.folder, 'b.png'), join(shop.assets, 'b.png'));
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 8 });
    expect(await digestFiles(shop.output)).toEqual(before);
  });

  it('stop the run where they are many, unless they moved, were excluded, or a person says so', async () => {
    const shop = await openUnlikeShop(...Array.from({ length: 12 }, (_, i) => `${i < 4 ? 'north' : 'south'}/${i}.png`));
    const before = await digestFiles(shop.output);
    renameSync(join(shop.assets, 'north'), join(shop.folder, 'north'));
    const stopped = await dmx(shop.folder, 'ingest', '--json');
    expect(stopped.exit).toBe(2);
    expect(errorOf(stopped)).toMatchObject({ code: 'LIBRARY_SHRUNK', hint: expect.stringMatching(/`allowGone`/) });
    expect(await digestFiles(shop.output)).toEqual(before);

    renameSync(join(shop.folder, 'north'), join(shop.assets, 'east'));
    expect(await ingest(shop)).toMatchObject({ carried: 16, gone: 0 });
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}  - { path: east, sync: exclude }\n`);
    expect(await ingest(shop)).toMatchObject({ gone: 4, kept: 32 });
    await rm(join(shop.assets, 'south'), { recursive: true });
    await mkdir(join(shop.assets, 'south'));
    expect((await dmx(shop.folder, 'ingest', 'assets/south')).exit).toBe(2);
    expect(await ingest(shop, 'assets/south', '--allow-gone')).toMatchObject({ gone: 8 });
  });

  it('with their folder stop a run over that folder, unless a person says that they are gone', async () => {
    const shop = await openUnlikeShop('north/1.png', 'a.png');
    await rm(join(shop.assets, 'north'), { recursive: true });
    const stopped = await dmx(shop.folder, 'ingest', 'assets/north', '--json');
    expect(stopped.exit).toBe(2);
    expect(errorOf(stopped)).toMatchObject({ code: 'MISSING_FOLDER' });
    expect(await ingest(shop, 'assets/north', '--allow-gone')).toMatchObject({ gone: 1 });
    expect((await readManifest(shop.output)).assets.map(({ path }) => path)).toEqual(['a.png']);
  });
});

describe('two spellings of one name in Unicode', () => {
  it('become one asset again, as if there had never been two, when one of them goes', async () => {
    const [composed, decomposed] = ['\u00E9.png', 'e\u0301.png'];
    for (const left of [composed, decomposed]) {
      const shop = await openShop();
      await rm(shop.assets, { recursive: true });
      await drawNoise(join(shop.assets, composed), 1);
      await drawNoise(join(shop.assets, decomposed), 2);
      expect((await dmx(shop.folder, 'ingest')).exit).toBe(3);
      expect(await listFiles(join(shop.output, 'renditions'))).toHaveLength(4);
      await rm(join(shop.assets, left === composed ? decomposed : composed));
      expect((await dmx(shop.folder, 'ingest', '--allow-gone')).exit).toBe(0);
      expect(await digestFiles(shop.output)).toEqual(await fromScratch(shop));
    }
  });
});
