import { describe, expect, it } from 'vitest';
import { assetManifest, setManifest } from '../../../src/pages/iiif/manifest.ts';
import { imageInfoText, imageServiceOf } from '../../../src/pages/iiif/image-service.ts';
import type { SetEntry } from '../../../src/model/sets.ts';
import { manifestAsset, manifestRendition as made } from '../../support/project/manifest-asset.ts';

const BASE = 'https://museum.example/media';

const clip = manifestAsset({
  ...{ path: 'clip.mp4', kind: 'video', metadata: { title: 'Opening' } },
  master: { mime: 'video/mp4', bytes: 1, sha256: '0', width: 640, height: 360, durationSeconds: 65.2 },
  renditions: [
    made('480p', { role: 'encoding', path: 'r/480p.mp4', mime: 'video/mp4', width: 640, height: 360 }),
    made('poster', { role: 'poster', path: 'r/poster.jpg', width: 320, height: 180 }),
    made('en', { role: 'track', path: 'r/en.vtt', mime: 'text/vtt', kind: 'captions', language: 'en' }),
  ],
});

const picture = manifestAsset({
  path: 'a b.jpg',
  metadata: { rights: 'CC BY 4.0, https://creativecommons.org/licenses/by/4.0/.' },
  master: { mime: 'image/jpeg', bytes: 1, sha256: '0', width: 3000, height: 2000 },
  renditions: [
    made('web', { path: 'r/web.jpg', mime: 'image/jpeg', width: 1200, height: 800 }),
    made('cut', { path: 'r/cut.jpg', mime: 'image/jpeg', width: 500, height: 500 }),
    made('small', { path: 'r/small.jpg', mime: 'image/jpeg', width: 300, height: 200 }),
  ],
});

const contextOf = (sets: readonly SetEntry[]) => {
  const service = imageServiceOf(picture, undefined, BASE);
  return {
    base: BASE,
    assets: new Map([clip, picture].map((asset) => [asset.path, asset])),
    services: new Map(service ? [[picture.path, service]] : []),
    sets: new Map(sets.map((set) => [set.path, set])),
  };
};

const setOf = (path: string, members: SetEntry['members']): SetEntry => {
  return { path, type: 'mixed', by: null, members, text: '', version: '0' };
};

describe('an image service without a pyramid', () => {
  it('has the sizes of the JPEGs that show the whole picture, and says that there are no larger ones', () => {
    const service = imageServiceOf(picture, undefined, BASE);
    expect(service?.aliases.map(({ path, from }) => [path, from])).toEqual([
      ['iiif/a b.jpg/full/300,200/0/default.jpg', 'r/small.jpg'],
      ['iiif/a b.jpg/full/1200,800/0/default.jpg', 'r/web.jpg'],
      ['iiif/a b.jpg/full/max/0/default.jpg', 'r/web.jpg'],
    ]);
    const info = service && JSON.parse(imageInfoText(service));
    expect(info).toMatchObject({ id: `${BASE}/iiif/a%20b.jpg`, width: 1200, height: 800 });
    expect(info.sizes).toEqual([
      { width: 300, height: 200 },
      { width: 1200, height: 800 },
    ]);
  });

  it('is none where nothing shows the whole picture', () => {
    const renditions = picture.renditions.filter(({ name }) => name === 'cut');
    expect(imageServiceOf({ ...picture, renditions }, undefined, BASE)).toBeUndefined();
  });
});

describe('manifests', () => {
  it('have clips with their length, poster and captions', () => {
    const manifest = JSON.parse(assetManifest(clip, contextOf([]))?.document.print() ?? '');
    expect(manifest).toMatchObject({ label: { none: ['Opening'] }, items: [{ duration: 65.2, width: 640 }] });
    const [canvas] = manifest.items;
    expect(canvas.items[0].items[0].body).toMatchObject({ id: `${BASE}/r/480p.mp4`, type: 'Video', duration: 65.2 });
    expect(canvas.placeholderCanvas.items[0].items[0].body).toMatchObject({ id: `${BASE}/r/poster.jpg` });
    expect(canvas.annotations[0].items[0]).toMatchObject({
      motivation: 'supplementing',
      body: { id: `${BASE}/r/en.vtt`, format: 'text/vtt', language: 'en' },
    });
  });

  it('say which licence a picture has', () => {
    const manifest = JSON.parse(assetManifest(picture, contextOf([]))?.document.print() ?? '');
    expect(manifest.rights).toBe('http://creativecommons.org/licenses/by/4.0/');
  });

  it('go through sets within sets, and never round in a circle', () => {
    const inner = setOf('inner', [{ asset: 'a b.jpg', label: 'Inside' }, { set: 'outer' }]);
    const outer = setOf('outer', [{ set: 'inner' }, { asset: 'clip.mp4' }]);
    const manifest = JSON.parse(setManifest(outer, contextOf([inner, outer]))?.document.print() ?? '');
    expect(manifest.items.map(({ label }: { label: { none: string[] } }) => label.none[0])).toEqual([
      'Inside',
      'Opening',
    ]);
    expect(setManifest(setOf('empty', [{ asset: 'gone.jpg' }]), contextOf([]))).toBeUndefined();
  });
});
