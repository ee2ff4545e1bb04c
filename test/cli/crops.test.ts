import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../src/engines/image/libvips.ts';
import { knownSubjects, openCropShop, plantFinding, withTall } from '../support/crop-shop.ts';
import { assetOf, readManifest } from '../support/dmx-output.ts';
import { dmx } from '../support/dmx.ts';
import { edit, ingest, readRecords, type Shop } from '../support/shop.ts';

const profile = ({ folder }: Shop): string => join(folder, 'profiles/cropped.yaml');
const cropsOf = async ({ output }: Shop, asset: string) => assetOf(await readManifest(output), asset).smartCrops;

/** Mean red and blue of a picture. */
async function colorOf(file: string): Promise<readonly [red: number, blue: number]> {
  const { channels } = await sharp(file).stats();
  return [channels[0]?.mean ?? 0, channels[2]?.mean ?? 0];
}

describe('what was found in a master', () => {
  it('is stored, and serves crops that are added and pictures made from the pyramid: no pixel is looked at', async () => {
    const shop = await openCropShop(['a.png']);
    expect(await ingest(shop)).toMatchObject({ made: 2, failedAssets: 0 });
    const [square] = await cropsOf(shop, 'a.png');
    expect(square?.rect[0]).toBeGreaterThan(0.4);
    expect(await knownSubjects(shop.output)).toHaveLength(1);

    await plantFinding(shop.output, [0, 0, 0.2, 1]);
    edit(profile(shop), withTall);
    expect(await ingest(shop)).toMatchObject({ made: 1, kept: 2 });
    expect(await cropsOf(shop, 'a.png')).toEqual([
      square,
      expect.objectContaining({ name: 'Tall', by: 'saliency', confidence: 0.75, rect: [0, 0, 0.25, 1] }),
    ]);

    for (const from of ['master', 'pyramid']) {
      const words = ['render', 'a.png:Square', '--modifiers', 'wid=60&fmt=png', '--from', from, '-o', `${from}.png`];
      expect(await dmx(shop.folder, ...words)).toMatchObject({ exit: 0 });
      const [red, blue] = await colorOf(join(shop.folder, `${from}.png`));
      expect(blue - red).toBeGreaterThan(100);
    }
  });

  it('moves with the master, goes with it, and comes together from shards', async () => {
    const shop = await openCropShop(['a.png', 'b.png', 'c.png']);
    const digests = async (output: string): Promise<readonly string[]> =>
      (await readRecords(output)).map(({ sha256 }) => sha256).toSorted();
    for (const part of ['1', '2']) {
      expect((await dmx(shop.folder, 'ingest', '--shard', `${part}/2`, '-o', part)).exit).toBe(0);
    }
    expect((await dmx(shop.folder, 'merge', '1', '2')).exit).toBe(0);
    expect(await knownSubjects(shop.output)).toEqual(await digests(shop.output));

    renameSync(join(shop.assets, 'a.png'), join(shop.assets, 'moved.png'));
    edit(profile(shop), withTall);
    expect(await ingest(shop)).toMatchObject({ made: 3, carried: 2 });
    expect(await knownSubjects(shop.output)).toEqual(await digests(shop.output));
    expect(await digests(shop.output)).toHaveLength(3);
  });
});
