import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../../src/system/digest.ts';
import { finalPath, hashedPath, isFinal, layPaths } from '../../../../src/plan/paths/naming.ts';

const thumb = { name: 'thumb', extension: 'jpg' };
const path = (template: string, asset: string): string => layPaths(template)(asset, thumb);

describe('layPaths', () => {
  it('calls a file as its order says instead of its name, with the stem of the master', () => {
    const lay = layPaths('{path}/{name}.{ext}');
    const order = { name: 'low', extension: 'mp4', fileName: '{stem}-0x80-80k' };
    expect(lay('films/walk.$&.mov', order)).toBe('renditions/films/walk.$&.mov/walk.$&-0x80-80k.mp4');
    expect(lay('films/run.mov', { name: 'low', extension: 'mp4' })).toBe('renditions/films/run.mov/low.mp4');
  });

  it.each([
    ['{path}/{name}.{ext}', 'shoes/red.jpg', 'renditions/shoes/red.jpg/thumb.jpg'],
    ['{path}/{name}.{ext}', 'red.jpg', 'renditions/red.jpg/thumb.jpg'],
    ['{dir}/{stem}-{name}.{ext}', 'shoes/red.v2.jpg', 'renditions/shoes/red.v2-thumb.jpg'],
    ['{dir}/{stem}-{name}.{ext}', 'red.jpg', 'renditions/red-thumb.jpg'],
    ['all/{dir}/{stem}-{name}.{ext}', 'red', 'renditions/all/red-thumb.jpg'],
    ['{dir}/{stem}-{name}.{ext}', '.hidden', 'renditions/.hidden-thumb.jpg'],
    ['{name}/{path}.{ext}', 'a b/ü#%.png', 'renditions/thumb/a b/ü#%.png.jpg'],
  ])('%s of %s is %s', (template, asset, expected) => {
    expect(path(template, asset)).toBe(expected);
    expect(finalPath(path(template, asset), { width: 1, height: 2 })).toBe(expected);
  });

  it('leaves the size open until the file is made', () => {
    const open = path('{path}/{name}-{width}x{height}.{ext}', 'a.jpg');
    expect(open).toBe('renditions/a.jpg/thumb-{width}x{height}.jpg');
    expect(finalPath(open, { width: 150, height: 100 })).toBe('renditions/a.jpg/thumb-150x100.jpg');
  });

  it('puts a hash in that is another one wherever bytes may be: of another master, recipe or engine', () => {
    const open = path('{path}/{name}.{hash8}.{ext}', 'x/{hash8}.jpg');
    const named = (print: string, engine: string | undefined): string =>
      finalPath(hashedPath(open, digestOf, print, engine), { width: 1, height: 2 });
    const names = [named('a', 'e 1'), named('b', 'e 1'), named('a', 'e 2'), named('a', undefined)];
    for (const name of names) {
      expect(name).toMatch(/^renditions\/x\/\{hash8\}\.jpg\/thumb\.[0-9a-f]{8}\.jpg$/);
      expect(isFinal(name, open)).toBe(true);
    }
    expect(new Set(names).size).toBe(4);
    expect(named('a', 'e 1')).toBe(names[0]);
    expect(isFinal('renditions/x/{hash8}.jpg/thumb.0123456.jpg', open)).toBe(false);
    expect(isFinal('renditions/x/01234567.jpg/thumb.01234567.jpg', open)).toBe(false);
  });

  it('keeps assets apart that are themselves called like a placeholder', () => {
    const asset = 'x/{width}{name}{height}.jpg';
    const open = path('{path}/{name}-{width}.{ext}', asset);
    expect(finalPath(open, { width: 9, height: 8 })).toBe('renditions/x/{width}{name}{height}.jpg/thumb-9.jpg');
  });
});
