import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { assetOf, countsOf, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { drawNoise, edit, openShop, type Shop } from '../../support/project/shop.ts';
import { digestFiles } from '../../support/files/tree.ts';

const MASKED = 'wid=40&fmt=png-alpha';

async function drawDisc(file: string, radius: number): Promise<void> {
  const svg = `<svg width="60" height="60"><circle cx="30" cy="30" r="${radius}"/></svg>`;
  await sharp(Buffer.from(svg)).png().toFile(file);
}

/** The shop with a third rendition that a mask gates, and perhaps others, and that mask in a folder which is not ingested. */
async function openMaskedShop(mask = 'masks/disc.png', more = ''): Promise<Shop> {
  const shop = await openShop();
  mkdirSync(join(shop.assets, 'masks'));
  writeFileSync(join(shop.assets, '.dmxignore'), 'masks/\n');
  await drawDisc(join(shop.assets, 'masks/disc.png'), 20);
  edit(join(shop.folder, 'profiles/small.yaml'), (text) =>
    text.replace(
      '  - preset: card\n',
      `  - preset: card\n  - { name: cut, modifiers: "${MASKED}&mask=${mask}" }\n${more}`,
    ),
  );
  return shop;
}

const ingest = async ({ folder }: Shop) => {
  const ended = await dmx(folder, 'ingest', '--json');
  return { ...countsOf(ended), exit: ended.exit };
};

/** Alpha of the middle and of a corner of what was made of an asset. */
async function alphaOf({ output }: Shop, asset: string): Promise<readonly (number | undefined)[]> {
  const made = assetOf(await readManifest(output), asset).renditions.find(({ name }) => name === 'cut');
  const { data, info } = await sharp(join(output, made?.path ?? ''))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number): number | undefined => data[(y * info.width + x) * info.channels + 3];
  return info.channels === 4 ? [at(info.width >> 1, info.height >> 1), at(0, 0)] : [];
}

describe('a rendition that is made of another picture of the library too', () => {
  it('is made once, again where that picture changes, and alone fails where it is gone', async () => {
    // The one is masked by that picture, the other has it as a layer, by its id.
    const shop = await openMaskedShop(undefined, '  - { name: badge, modifiers: "wid=40&layer=1&src=masks/disc" }\n');
    expect(await ingest(shop)).toMatchObject({ made: 30, failedAssets: 0, exit: 0 });
    expect(await alphaOf(shop, 'a.png')).toEqual([255, 0]);
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 30 });

    await drawDisc(join(shop.assets, 'masks/disc.png'), 25);
    expect(await ingest(shop)).toMatchObject({ made: 10, kept: 20 });

    renameSync(join(shop.assets, 'masks/disc.png'), join(shop.folder, 'disc.png'));
    expect(await ingest(shop)).toMatchObject({ made: 0, failedAssets: 5, exit: 3 });
    const { errors, renditions } = assetOf(await readManifest(shop.output), 'a.png');
    expect(errors).toMatchObject([
      { code: 'OBJECT_UNUSABLE', rendition: 'cut' },
      { code: 'OBJECT_UNUSABLE', rendition: 'badge' },
    ]);
    expect(renditions.filter(({ stale }) => stale !== true).map(({ name }) => name)).not.toContain('cut');
    expect(renditions.filter(({ stale }) => stale !== true)).toHaveLength(4);

    renameSync(join(shop.folder, 'disc.png'), join(shop.assets, 'masks/disc.png'));
    expect(await ingest(shop)).toMatchObject({ made: 0, kept: 30, failedAssets: 0, exit: 0 });
  });

  it('may have one of its own for each asset, which is rendered alone as it is ingested', async () => {
    const shop = await openMaskedShop('is{masks/%24object%24?op_invert=1}');
    mkdirSync(join(shop.assets, 'masks/north'));
    await drawNoise(join(shop.assets, 'masks/a.png'), 3);
    await drawNoise(join(shop.assets, 'masks/b.png'), 4);
    const { exit } = await ingest(shop);
    expect(exit).toBe(3);
    const manifest = await readManifest(shop.output);
    const withMask = manifest.assets.filter(({ renditions }) => renditions.some(({ name }) => name === 'cut'));
    expect(withMask.map(({ path }) => path)).toEqual(['a.png', 'b.png']);

    const modifiers = `${MASKED}&mask=is{masks/$object$?op_invert=1}`;
    const rendered = await dmx(shop.folder, 'render', 'a.png', '--modifiers', modifiers, '-o', 'one.png');
    expect(rendered.exit).toBe(0);
    const { path = '' } = assetOf(manifest, 'a.png').renditions.find(({ name }) => name === 'cut') ?? {};
    writeFileSync(join(shop.folder, 'rows.csv'), 'name,w\nsmall,10\nlarge,20\n');
    const rows = await dmx(shop.folder, 'render', 'a.png', '--modifiers', 'wid=$w$', '--set-file', 'rows.csv');
    expect(rows.exit).toBe(0);
    const digests = { ...(await digestFiles(shop.folder)) };
    expect(Object.keys(digests)).toEqual(expect.arrayContaining(['a-small.jpg', 'a-large.jpg']));
    expect(digests['one.png']).toBe(digests[`dmx-out/${path}`]);
  });
});
