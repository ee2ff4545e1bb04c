import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { idleFilters, isPublished } from '../../../../src/plan/delivery/filter.ts';
import { selectAsset, selectSets } from '../../../../src/plan/delivery/select-files.ts';
import type { SetEntry } from '../../../../src/model/sets.ts';
import { manifestAsset, manifestRendition as made } from '../../../support/project/manifest-asset.ts';

const read = (filters: string) =>
  parseConfig({ name: 'dmx.yaml', text: `publish: { www: { to: public, filters: ${filters} } }\n` });

const filtersOf = (filters: string) => read(filters).config.publish['www']?.filters ?? [];

const picture = manifestAsset({
  renditions: [
    made('thumb', { role: 'preset' }),
    made('web', { role: 'preset' }),
    made('Large', { role: 'crop' }),
    made('pyramid', { role: 'pyramid' }),
    made('swatch', { role: 'swatch' }),
  ],
});

const published = (filters: string, asset = picture) =>
  asset.renditions.filter((one) => isPublished(filtersOf(filters), asset, one)).map(({ name }) => name);

describe('filters of what is published', () => {
  it.each([
    ['[]', ['thumb', 'web', 'Large', 'pyramid', 'swatch']],
    ['["+preset"]', ['thumb', 'web']],
    ['["-thumb", "+preset"]', ['web']],
    ['["-swatch"]', ['thumb', 'web', 'Large', 'pyramid']],
    ['["+large", "-*"]', ['Large']],
    ['["+cqdam,*"]', ['Large', 'pyramid']],
    ['["+cqdam.crop"]', ['Large']],
    ['["-cqdam*"]', ['thumb', 'web', 'swatch']],
    ['["image/jpeg: +web"]', ['web']],
    ['["image/*: +web"]', ['web']],
    ['["video/.*: +*", "+thumb"]', ['thumb']],
    ['["+w*"]', ['web']],
    // A dot is a dot.
    ['["+w.b"]', []],
  ])('%s', (filters, names) => {
    expect(published(filters)).toEqual(names);
  });

  it.each(['[preset]', '["+"]', '["+original"]', '["(: +web"]', '["+a b"]'])('%s is refused', (filters) => {
    expect(read(filters).problems[0]).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it.each(['s3://B_/media', 's3://bucket//a', 'rsync://host', 'https://x.example'])(
    'a target at %s is refused',
    (to) => {
      const { problems } = parseConfig({ name: 'dmx.yaml', text: `publish: { www: { to: "${to}" } }\n` });
      expect(problems[0]?.message).toContain('a folder');
    },
  );
});

describe('filters that name nothing', () => {
  const names = new Set(picture.renditions.map(({ name }) => name.toLowerCase()));

  it.each([
    ['["+stream", "-*", "+cqdam,*", "-cqdam.track", "+LARGE", "image/.*: +we*"]', []],
    ['["+prset", "+thumbs", "-w.b", "+print*"]', ['+prset', '+thumbs', '-w.b', '+print*']],
  ])('%s', (filters, idle) => {
    const told = idleFilters(filtersOf(filters), names);
    expect(told).toHaveLength(idle.length);
    for (const [i, filter] of idle.entries()) expect(told[i]).toContain(filter);
  });
});

describe('the part of the manifest that is published', () => {
  it('lists what is brought, and every file of it', () => {
    const stream = made('stream', {
      ...{ role: 'stream', path: 'r/stream', mime: 'application/vnd.apple.mpegurl' },
      files: [
        { path: 'master.m3u8', bytes: 1, sha256: 'a' },
        { path: 'v/1.m4s', bytes: 2, sha256: 'b' },
      ],
    });
    const alternates = [{ path: 'r/web.avif', mime: 'image/avif', width: 1, height: 1, bytes: 3, sha256: 'c' }];
    const asset = manifestAsset({
      renditions: [stream, made('web', { path: 'r/web.jpg', alternates }), made('x')],
    });
    const selected = selectAsset(asset, { filters: filtersOf('["+stream", "+web"]') });
    expect(selected?.asset.renditions.map(({ name }) => name)).toEqual(['stream', 'web']);
    expect(selected?.files.map(({ path, mime }) => `${path} ${mime}`)).toEqual([
      'r/stream/master.m3u8 application/vnd.apple.mpegurl',
      'r/stream/v/1.m4s video/iso.segment',
      'r/web.jpg image/jpeg',
      'r/web.avif image/avif',
    ]);
    expect(selectAsset(asset, { filters: filtersOf('["+poster"]') })).toBeUndefined();
    expect(selectAsset(asset, { exclude: [asset.path] })).toBeUndefined();
    expect(selectAsset(asset, { include: ['elsewhere'] })).toBeUndefined();
  });

  it('has the sets all of whose members are there', () => {
    const set = (path: string, ...members: SetEntry['members']): SetEntry => ({
      ...{ path, type: 'image', by: null, members, text: '', version: '' },
    });
    const sets = [
      set('whole', { asset: 'a' }, { asset: 'b', swatch: { color: '#102030' } }),
      set('torn', { asset: 'a' }, { asset: 'gone' }),
      set('of-whole', { set: 'whole' }, { asset: 'a' }),
      set('of-torn', { set: 'torn' }),
      set('swatched', { asset: 'a', swatch: { asset: 'gone' } }),
      set('itself', { set: 'itself' }),
    ];
    expect(selectSets(sets, new Set(['a', 'b'])).map(({ path }) => path)).toEqual(['whole', 'of-whole']);
  });
});
