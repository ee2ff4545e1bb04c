import { expect, it } from 'vitest';
import { targetFiles } from '../../../../src/run/delivery/added-files.ts';
import { digestOf } from '../../../../src/system/digest.ts';
import { manifestAsset, manifestRendition } from '../../../support/project/manifest-asset.ts';

const settings = { to: 'public', base: 'https://shop.example/media', sitemap: true } as const;

const local = '/output/web.jpg';
const storage = { fetch: async () => ({ local }), digest: async () => undefined };
const list = { files: new Map() };

function shopWith(path: string) {
  const rendition = manifestRendition('web', { path });
  const asset = manifestAsset({ path: 'red.jpg', renditions: [rendition] });
  const file = { path, bytes: rendition.bytes, sha256: rendition.sha256, mime: rendition.mime };
  return { files: [file], shown: { assets: [asset], sets: [], presets: [], settings } };
}

it('a target gets documents behind the files of its assets, with the digest of the text that is put', async () => {
  const { files, shown } = shopWith('renditions/red.jpg/web.jpg');
  const got = await targetFiles(files, shown, storage, list);
  expect(got.files.map(({ path }) => path)).toEqual(['renditions/red.jpg/web.jpg', 'sitemap.xml']);
  expect(got.files.map(({ path }) => got.isDocument(path))).toEqual([false, true]);
  expect(await got.open('renditions/red.jpg/web.jpg')).toBe(local);
  const text = await got.open('sitemap.xml');
  expect(String(text)).toContain('https://shop.example/media/renditions/red.jpg/web.jpg');
  expect(got.files[1]).toMatchObject({ sha256: digestOf(text ?? ''), bytes: text?.length, mime: 'application/xml' });
});

it('a path that two files of a target would have is refused, and both are named', async () => {
  const { files, shown } = shopWith('sitemap.xml');
  await expect(targetFiles(files, shown, storage, list)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    place: 'sitemap.xml',
    message: expect.stringMatching(/sitemap\.xml .* web of red\.jpg/),
  });
});
