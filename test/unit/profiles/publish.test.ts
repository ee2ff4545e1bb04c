import { describe, expect, it } from 'vitest';
import { publishTargets, purgedAddresses, rsyncPlaceOf } from '../../../src/profiles/publish.ts';

const read = (target: Readonly<Record<string, unknown>>) => publishTargets.safeParse({ www: target });

describe('a target that rsync reaches', () => {
  it.each([
    ['rsync://box.example/media/shop', { address: 'rsync://box.example/media/shop' }],
    ['rsync://me@box.example:8873/media', { address: 'rsync://me@box.example:8873/media' }],
    ['ssh://box.example/srv/media', { address: 'box.example:/srv/media' }],
    ['ssh://me@box:2222/srv/media', { address: 'me@box:/srv/media', shell: 'ssh -p 2222' }],
  ])('%s', (to, place) => {
    expect(read({ to }).success).toBe(true);
    expect(rsyncPlaceOf({ to })).toEqual({ kind: 'rsync', ...place });
  });

  it.each([
    'rsync://box',
    'rsync://me:secret@box/media',
    'ssh://-oProxyCommand=x/media',
    'ftp://box/media',
    'ssh://box/a b',
  ])('is refused: %s', (to) => expect(read({ to }).success).toBe(false));

  it('has no region, as it is no bucket', () => {
    expect(read({ to: 'rsync://box/media', region: 'x' }).success).toBe(false);
  });
});

describe('addresses to purge', () => {
  it('begin with the base, or are those of a template', () => {
    expect(purgedAddresses({ base: 'https://a.example/m/', purge: { file: 'p' } })).toEqual([
      'https://a.example/m/{path}',
    ]);
    expect(read({ to: 'out', purge: { file: 'p.txt' } }).success).toBe(false);
    expect(read({ to: 'out', purge: { file: 'p.txt', template: ['https://a.example/x'] } }).success).toBe(false);
    expect(read({ to: 'out', purge: { file: 'p.txt', template: ['https://a.example/{path}'] } }).success).toBe(true);
  });
});
