import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { assetOf, countsOf, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { copyFixture, digestFiles, listFiles } from '../../support/files/tree.ts';
import { inRepository } from '../../support/files/repository.ts';
import { openIngestedShop } from '../../support/project/ingested-shop.ts';
import { edit, ingest } from '../../support/project/shop.ts';
import { openCatalog } from '../../../src/catalog/index.ts';

const SHOP_ASSETS = ['a.png', 'b.png', 'north/c.png', 'north/far/d.png', 'south/e.png'];
const SHOP_FILES = ['Square.jpg', 'card.png', 'swatch.jpg', 'tiny.jpg'];

describe('dmx ingest with a dmx.yaml', () => {
  it('makes every rendition of every picture, and the manifest that lists them', async () => {
    const shop = await copyFixture('trees/shop/small');
    const ended = await dmx(shop, 'ingest', '--json');
    expect(ended.exit).toBe(0);
    expect(countsOf(ended)).toMatchObject({ assets: 5, made: 20, kept: 0, failedAssets: 0, ignored: 1 });

    const files = SHOP_ASSETS.flatMap((asset) => SHOP_FILES.map((name) => `renditions/${asset}/${name}`));
    expect(await listFiles(join(shop, 'dmx-out'))).toEqual(['manifest.json', ...files].toSorted());

    const manifest = await readManifest(join(shop, 'dmx-out'));
    expect(manifest.schema).toBe('dmx-manifest/1');
    expect(manifest.assets.map(({ path }) => path)).toEqual(SHOP_ASSETS);
    const asset = assetOf(manifest, 'north/c.png');
    expect(asset).toMatchObject({ kind: 'image', state: 'ready', profile: 'small', errors: [] });
    expect(asset.master).toMatchObject({ mime: 'image/png', width: 96, height: 64, alpha: false });
    expect(asset.swatchColor).toMatch(/^#[0-9a-f]{6}$/);
    expect(asset.smartCrops.map(({ name }) => name)).toEqual(['Square']);
  });

  it('writes files that are what the manifest says of them', async () => {
    const shop = await copyFixture('trees/shop/small');
    await dmx(shop, 'ingest');
    const output = join(shop, 'dmx-out');
    const [digests, { assets }] = await Promise.all([digestFiles(output), readManifest(output)]);
    const renditions = assets.flatMap((asset) => asset.renditions);
    expect(renditions).toHaveLength(20);
    for (const { path, sha256, mime, width, height, bytes } of renditions) {
      expect(digests[path]).toBe(sha256);
      const { data, info } = await sharp(join(output, path)).toBuffer({ resolveWithObject: true });
      expect([info.width, info.height, `image/${info.format}`]).toEqual([width, height, mime]);
      expect(data.length).toBeGreaterThan(0);
      expect((await sharp(join(output, path)).metadata()).size ?? bytes).toBe(bytes);
    }
  });

  it('makes nothing the second time, and leaves every byte as it was', async () => {
    const { folder: shop } = await openIngestedShop();
    const before = await digestFiles(shop);
    const again = await dmx(shop, 'ingest', '--json');
    expect(again.exit).toBe(0);
    expect(countsOf(again)).toMatchObject({ assets: 5, made: 0, kept: 20, removed: 0 });
    expect(await digestFiles(shop)).toEqual(before);
  });

  it('never touches a master', async () => {
    const shop = await copyFixture('trees/shop/small');
    const before = await digestFiles(join(shop, 'assets'));
    await dmx(shop, 'ingest');
    await dmx(shop, 'ingest', '--force');
    expect(await digestFiles(join(shop, 'assets'))).toEqual(before);
  });

  it('works from a folder below dmx.yaml, and on a selection alone', async () => {
    const shop = await copyFixture('trees/shop/small');
    const ended = await dmx(join(shop, 'assets'), 'ingest', 'north', '--json');
    expect(ended.exit).toBe(0);
    const { assets } = await readManifest(join(shop, 'dmx-out'));
    expect(assets.map(({ path }) => path)).toEqual(['north/c.png', 'north/far/d.png']);
  });

  it('makes what changed and nothing else', async () => {
    const { folder: shop } = await openIngestedShop();
    await sharp(join(shop, 'assets/a.png')).negate().toFile(join(shop, 'new.png'));
    await rename(join(shop, 'new.png'), join(shop, 'assets/a.png'));
    await rm(join(shop, 'dmx-out/renditions/b.png/tiny.jpg'));
    // Another time on the same bytes is no change.
    await utimes(join(shop, 'assets/south/e.png'), new Date(), new Date(1_000_000));
    expect(countsOf(await dmx(shop, 'ingest', '--json'))).toMatchObject({ made: 5, kept: 15 });
    expect(countsOf(await dmx(shop, 'ingest', '--json'))).toMatchObject({ made: 0, kept: 20 });
  });

  it('makes the one rendition that a profile edit adds, and removes the one it takes away', async () => {
    const { folder: shop } = await openIngestedShop();
    const profile = join(shop, 'profiles/small.yaml');
    const edited = `kind: image-profile\nname: small\nswatch: { width: 8, height: 8 }\nsmartCrop:\n  strategy: [center]\n  crops:\n    - { name: Square, ratio: "1:1", width: 24 }\n    - { name: Wide, ratio: "2:1", width: 40 }\nrenditions:\n  - preset: tiny\n---\nkind: image-presets\npresets:\n  tiny: "wid=24&hei=16&fit=crop,1&fmt=jpeg&qlt=80"\n`;
    await writeFile(profile, edited);
    expect(countsOf(await dmx(shop, 'ingest', '--json'))).toMatchObject({ made: 5, kept: 15, removed: 5 });
    const files = await listFiles(join(shop, 'dmx-out/renditions/a.png'));
    expect(files).toEqual(['Square.jpg', 'Wide.jpg', 'swatch.jpg', 'tiny.jpg']);
  });

  it('sees what changed after runs that found everything as it was, and approved of it', async () => {
    const shop = await openIngestedShop();
    await ingest(shop);
    await ingest(shop);
    const catalog = await openCatalog(shop.output, { create: false });
    for await (const glances of catalog?.glances() ?? []) {
      for (const { approval } of glances) expect(approval).not.toBe('');
    }
    await catalog?.close();
    await rm(join(shop.output, 'renditions/b.png/tiny.jpg'));
    expect(await ingest(shop)).toMatchObject({ assets: 5, made: 1, kept: 19 });
    expect(await ingest(shop)).toMatchObject({ assets: 5, made: 0, kept: 20 });
    edit(join(shop.folder, 'profiles/small.yaml'), (text) => text.replace('wid=24', 'wid=23'));
    expect(await ingest(shop)).toMatchObject({ made: 5, kept: 15 });
  });

  it('makes everything again with --force', async () => {
    const { folder: shop } = await openIngestedShop();
    expect(countsOf(await dmx(shop, 'ingest', '--force', '--json'))).toMatchObject({ made: 20, kept: 0 });
  });

  it('gives each folder what its rules ask', async () => {
    const project = await copyFixture('trees/profiles/folders');
    const ended = await dmx(project, 'ingest', '--json');
    expect(ended.exit).toBe(0);
    const output = join(project, 'dmx-out');
    const files = await listFiles(join(output, 'renditions'));
    const names = (asset: string): readonly string[] =>
      files.filter((file) => file.startsWith(`${asset}/`)).map((file) => file.slice(asset.length + 1));
    expect(names('front.png')).toEqual(SHOP_FILES);
    expect(names('banners/summer.png')).toEqual(['Strip.jpg', 'banner.webp']);
    expect(names('drafts/idea.png')).toEqual(SHOP_FILES);
    expect(names('originals/raw.png')).toEqual([]);
    expect(names('shoes/plain/sole.png')).toEqual([]);
    const listed = (await readManifest(output)).assets.map(({ path }) => path);
    expect(listed).toContain('banners/summer.png');
    expect(listed).not.toContain('drafts/idea.png');
    expect(listed).not.toContain('originals/raw.png');
  });
});

describe('dmx ingest without a dmx.yaml', () => {
  it('passes over hidden files, patterns of .dmxignore and earlier outputs', async () => {
    const cwd = ownFolder();
    const library = await copyFixture('trees/scan/ignored', join(cwd, 'library'));
    const ended = await dmx(cwd, 'ingest', library, '--json');
    expect(ended.exit).toBe(0);
    expect((await readManifest(join(cwd, 'dmx-out'))).assets.map(({ path }) => path)).toEqual(['kept.png']);
  });

  it('takes every odd name as it is', async () => {
    const cwd = ownFolder();
    await copyFixture('trees/names/odd', join(cwd, 'library'));
    const decomposed = 'u\u0308ber.png';
    await writeFile(
      join(cwd, 'library', decomposed),
      await sharp({ create: { width: 60, height: 60, channels: 3, background: 'red' } })
        .png()
        .toBuffer(),
    );
    const ended = await dmx(cwd, 'ingest', 'library', '--json');
    expect(ended.exit).toBe(0);
    const manifest = await readManifest(join(cwd, 'dmx-out'));
    const expected = (await listFiles(join(cwd, 'library'))).map((name) => name.normalize('NFC'));
    expect(new Set(manifest.assets.map(({ path }) => path))).toEqual(new Set(expected));
    expect(manifest.assets.every(({ state }) => state === 'ready')).toBe(true);
    expect(assetOf(manifest, 'über.png').renditions.map(({ path }) => path)).toContain(
      'renditions/über.png/swatch.jpg',
    );
    expect(countsOf(await dmx(cwd, 'ingest', 'library', '--json'))).toMatchObject({ made: 0, failedAssets: 0 });
  });

  it('remembers the library, so that the next run needs no argument', async () => {
    const cwd = ownFolder();
    await copyFixture('trees/shop/small/assets', join(cwd, 'photos'));
    expect((await dmx(cwd, 'ingest', 'photos')).exit).toBe(0);
    const again = await dmx(cwd, 'ingest', '--json');
    expect(again.exit).toBe(0);
    expect(countsOf(again)).toMatchObject({ assets: 5, made: 0 });
  });

  it('keeps an output inside the library out of the library', async () => {
    const library = await copyFixture('trees/shop/small/assets');
    expect((await dmx(library, 'ingest', '.')).exit).toBe(0);
    const again = await dmx(library, 'ingest', '.', '--json');
    expect(countsOf(again)).toMatchObject({ assets: 5, made: 0 });
  });

  it('makes what Dynamic Media makes out of the box, from the quick start’s folder', async () => {
    const cwd = ownFolder();
    const ended = await dmx(cwd, 'ingest', inRepository('fixtures/library'), '--json');
    expect(ended.exit).toBe(0);
    const output = join(cwd, 'dmx-out');
    const manifest = await readManifest(output);
    const pictures = manifest.assets.filter(({ kind }) => kind === 'image');
    expect(pictures).toHaveLength(14);
    expect(pictures.every(({ state }) => state === 'ready')).toBe(true);
    const names = assetOf(manifest, 'shoes/red.jpg').renditions.map(({ path }) =>
      path.slice(path.lastIndexOf('/') + 1),
    );
    expect(names).toEqual(
      expect.arrayContaining(['Large.jpg', 'Medium.jpg', 'Small.jpg', 'pyramid.tif', 'swatch.jpg']),
    );
    expect(assetOf(manifest, 'shoes/boot-upright.jpg').master).toMatchObject({ width: 900, height: 1200 });
    expect(assetOf(manifest, 'clips/wheel.mp4')).toMatchObject({ kind: 'video', state: 'ready' });
    expect(manifest.assets.map(({ path }) => path)).not.toContain('notes.txt');
    // Too small for crops and swatch.
    const icon = assetOf(manifest, 'brand/icon.png');
    expect(icon.renditions.filter(({ role }) => role === 'crop' || role === 'swatch')).toEqual([]);
    expect(countsOf(await dmx(cwd, 'ingest', '--json'))).toMatchObject({ made: 0 });
  });
});
