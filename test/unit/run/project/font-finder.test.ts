import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FontFinder } from '../../../../src/run/project/font-finder.ts';
import { packageFile } from '../../../../src/system/package-files.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

const font = (name: string, bold = false, italic = false) => ({ name, bold, italic });
const ARIMO = packageFile('profiles/fonts/Arimo-Regular.ttf');

describe('the finder of fonts', () => {
  it('has the package’s own, and what that stands for, in four styles', () => {
    const finder = new FontFinder([], undefined, '/');
    for (const name of ['', 'Arimo', 'arial', ' Helvetica '])
      for (const bold of [false, true]) expect(finder.find(font(name, bold, bold))).toHaveProperty('sha256');
    expect(finder.find(font('Arial', true))).toMatchObject({ file: expect.stringContaining('Arimo-Bold.ttf') });
  });

  it('finds the fonts of a folder by the names in them, and takes yours first', () => {
    const folder = ownFolder();
    mkdirSync(path.join(folder, 'fonts/deep'), { recursive: true });
    copyFileSync(packageFile('profiles/fonts/Arimo-Bold.ttf'), path.join(folder, 'fonts/deep/any.TTF'));
    writeFileSync(path.join(folder, 'fonts/broken.otf'), 'no font');
    const finder = new FontFinder(['fonts'], undefined, folder);
    expect(finder.find(font('Arimo', true))).toMatchObject({ file: path.join(folder, 'fonts/deep/any.TTF') });
    expect(finder.find(font('Arimo'))).toMatchObject({ file: ARIMO });
  });

  it('takes names that are given, and the usual one', () => {
    const finder = new FontFinder([{ name: 'Brand', file: 'b.ttf', bold: true }], 'Brand', '/x');
    expect(finder.find(font('brand', true))).toMatchObject({ got: expect.stringContaining('b.ttf') });
    expect(finder.find(font('Brand'))).toEqual({ ...font('Brand'), got: 'others of its styles only' });
    expect(finder.find(font(''))).toEqual({ ...font(''), got: 'others of its styles only' });
  });

  it('tells the nearest name', () => {
    const finder = new FontFinder([], undefined, '/');
    expect(finder.find(font('Arail'))).toMatchObject({ got: 'no font of that name', nearest: 'Arial' });
    expect(finder.find(font('Zapfino'))).not.toHaveProperty('nearest');
  });
});
