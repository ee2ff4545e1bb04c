import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { openManifest } from '../../../src/run/open-manifest.ts';
import { countsOf } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { drawNoise } from '../../support/project/shop.ts';

const PROFILE = `kind: image-profile
name: site
placeholder: false
smartImaging: { formats: [webp, jpeg], dpr: [2] }
renditions:
  - { name: web, modifiers: "wid=200" }
  - { name: logo, modifiers: "wid=100&fmt=png-alpha", smartImaging: false }
`;

describe('files beside renditions', () => {
  it('are made, kept, carried, verified, judged again and pruned as every other', async () => {
    const folder = ownFolder();
    writeFiles(folder, {
      'dmx.yaml': 'library: lib\nprofiles: [site.yaml]\nfolders: [{ path: "**", image: site }]\n',
      'site.yaml': PROFILE,
      'lib/soft.svg':
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"><defs><linearGradient id="g"><stop stop-color="#369"/><stop offset="1" stop-color="#fc9"/></linearGradient></defs><rect width="600" height="400" fill="url(#g)"/><circle cx="300" cy="200" r="120" fill="#a33"/></svg>',
    });
    await drawNoise(join(folder, 'lib/noise.png'), 1, 600, 400);
    const ingest = async (...words: readonly string[]) => countsOf(await dmx(folder, 'ingest', '--json', ...words));
    const alternates = async (path: string) => {
      const { assets } = await openManifest(join(folder, 'dmx-out'));
      const { renditions = [] } = assets.find((asset) => asset.path === path) ?? {};
      return renditions.map(({ name, alternates: beside = [] }) => [
        name,
        ...beside.map((file) => file.path.split('/').pop()),
      ]);
    };
    const files = join(folder, 'dmx-out/renditions');

    await ingest();
    expect(await alternates('soft.svg')).toEqual([['web', 'web.webp', 'web@2x.jpg', 'web@2x.webp'], ['logo']]);
    const media = await openManifest(join(folder, 'dmx-out'));
    for (const { width, dpr, mime, path, bytes, quality } of media.asset('soft.svg')?.renditions[0]?.alternates ?? []) {
      const file = readFileSync(join(folder, 'dmx-out', path));
      const found = await sharp(file).metadata();
      expect([found.width, `image/${found.format}`, file.length]).toEqual([width, mime, bytes]);
      expect([dpr, quality]).toEqual([width / 200, mime === 'image/webp' ? 84 : 80]);
    }
    expect(media.markup('soft.svg')).toContain('type="image/webp"');
    expect(media.picture('soft.svg', { renditions: ['web'] })?.sources[0]?.srcset).toBe(
      'renditions/soft.svg/web.webp 1x, renditions/soft.svg/web@2x.webp 2x',
    );

    // Noise is as large in WebP: nothing lies beside it, and nothing is tried again.
    expect(await alternates('noise.png')).toEqual([['web', 'web@2x.jpg'], ['logo']]);
    expect(existsSync(join(files, 'noise.png/web.webp'))).toBe(false);
    expect(await ingest()).toMatchObject({ made: 0 });
    expect(await dmx(folder, 'ingest', '--check', '--quiet')).toMatchObject({ exit: 0 });

    renameSync(join(folder, 'lib/soft.svg'), join(folder, 'lib/moved.svg'));
    expect(await ingest()).toMatchObject({ made: 0, carried: 5 });
    rmSync(join(files, 'moved.svg/web@2x.webp'));
    expect(await dmx(folder, 'verify', '--quiet')).toMatchObject({ exit: 1 });
    expect(await dmx(folder, 'verify', '--repair', '--quiet')).toMatchObject({ exit: 0 });
    expect(await dmx(folder, 'verify', '--quiet')).toMatchObject({ exit: 0 });

    // Another format is judged beside those that are there, which stay.
    writeFiles(folder, { 'site.yaml': PROFILE.replace('[webp, jpeg]', '[avif, webp, jpeg]') });
    const before = readFileSync(join(files, 'moved.svg/web.webp'));
    await ingest('--include', 'moved.svg');
    expect((await alternates('moved.svg'))[0]).toContain('web.avif');
    expect(readFileSync(join(files, 'moved.svg/web.webp'))).toEqual(before);

    writeFiles(folder, { 'site.yaml': PROFILE.replace('smartImaging: { formats: [webp, jpeg], dpr: [2] }', '') });
    expect(await ingest()).toMatchObject({ made: 0 });
    expect(await alternates('moved.svg')).toEqual([['web'], ['logo']]);
    expect(existsSync(join(files, 'moved.svg/web@2x.jpg'))).toBe(false);
    expect(await dmx(folder, 'verify', '--quiet')).toMatchObject({ exit: 0 });
  });
});
