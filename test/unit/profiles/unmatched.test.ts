import { describe, expect, it } from 'vitest';
import { adviseOnFolder, adviseOnGlob, findUnmatched } from '../../../src/profiles/unmatched.ts';

const FILES = ['a.jpg', 'shoes/red.jpg', 'shoes/summer/blue.jpg', 'bags/one.tif'];

function globsIn(
  include: readonly string[],
  folders: readonly string[],
  exclude: readonly string[] = [],
  selections: readonly string[] = [''],
): readonly string[] {
  const rules = folders.map((path) => ({ path }));
  return findUnmatched({ include: [...include], exclude: [...exclude], folders: rules }, FILES, selections).map(
    ({ path, glob }) => `${path.join('.')} ${glob}`,
  );
}

describe('globs that match nothing', () => {
  it('are those of folder rules that match no folder, whether files or folders lie in it', () => {
    expect(globsIn([], ['**', 'shoes', 'shoes/*', '*/summer', 'bags/**', './bags/'])).toEqual([]);
    expect(globsIn([], ['shoe', 'shoes/winter/**', 'Shoes', 'red.jpg'])).toEqual([
      'folders.0.path shoe',
      'folders.1.path shoes/winter/**',
      'folders.2.path Shoes',
      'folders.3.path red.jpg',
    ]);
  });

  it('are those of `include` that match no file', () => {
    expect(globsIn(['*.jpg', 'shoes', 'bags/*.tif', 'summer/'], [])).toEqual([]);
    expect(globsIn(['*.png', 'shoe/**', '/shoes'], []).map((text) => text.split(' ')[0])).toEqual([
      'include.0',
      'include.1',
    ]);
  });

  it('are those of `exclude` that match no file, but for what is never looked at', () => {
    expect(globsIn([], [], ['*.jpg', 'shoes', '**/@eaDir/**', '**/.DS_Store', '._*'])).toEqual([]);
    expect(globsIn([], [], ['shoes', 'shoos/**', './*.png'])).toEqual(['exclude.1 shoos/**', 'exclude.2 ./*.png']);
  });

  it('are not looked for in a library without files', () => {
    expect(findUnmatched({ include: ['*.png'], exclude: ['x'], folders: [{ path: 'none' }] }, [], [''])).toEqual([]);
  });

  it('are told of a part of the library where nothing outside of it could match', () => {
    const rules = ['shoes/winter', 'shoes', 'bag', '*/winter', './shoes/wintr/**', '“shoes”'];
    const told = ['folders.0.path shoes/winter', 'folders.4.path ./shoes/wintr/**', 'folders.5.path “shoes”'];
    expect(globsIn([], rules, [], ['shoes'])).toEqual(told);
    expect(globsIn(['*.png', 'wintr', 'shoes/*.png'], [], ['shoes/old/**', 'old'], ['shoes', 'bags'])).toEqual([
      'include.2 shoes/*.png',
      'exclude.0 shoes/old/**',
    ]);
    expect(globsIn([], ['shoes/winter', 'shoes/summer/red'], [], ['shoes/summer/blue.jpg'])).toEqual([]);
  });

  it('are told with the nearest folder', () => {
    const folders = ['', 'shoes', 'shoes/summer', 'bags'];
    expect(adviseOnFolder('shoe/**', folders)).toContain('`shoes/**`');
    expect(adviseOnFolder('Shoes', folders)).toContain('`shoes`');
    expect(adviseOnFolder('shoes/sumer/*.jpg', folders)).toContain('`shoes/summer/*.jpg`');
    expect(adviseOnFolder('**/*.png', folders)).not.toContain('Did you mean');
  });

  it('are told with the nearest file where they name one', () => {
    expect(adviseOnGlob('shoes/rad.jpg', FILES)).toContain('`shoes/red.jpg`');
    expect(adviseOnGlob('shoes/red.png', FILES)).toContain('`shoes/red.jpg`');
    expect(adviseOnGlob('shoe/**', FILES)).toContain('`shoes/**`');
    expect(adviseOnGlob('**/*.png', FILES)).not.toContain('Did you mean');
    const slips = findUnmatched({ include: ['bags/ones.tif'], exclude: ['b.jpg'], folders: [] }, FILES, ['']);
    expect(slips.map(({ hint }) => hint)).toEqual([
      expect.stringContaining('`bags/one.tif`'),
      expect.stringContaining('`a.jpg`'),
    ]);
  });
});
