import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ProfileFinder } from '../../../../src/run/project/profile-finder.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

function folderOf(files: readonly string[]): string {
  const folder = ownFolder();
  for (const file of files) {
    mkdirSync(join(folder, file, '..'), { recursive: true });
    writeFileSync(join(folder, file), file);
  }
  return folder;
}

describe('looking for a colour profile', () => {
  it('finds it by name: path, in folders by its own or its usual name, and in the package', () => {
    const folder = folderOf(['a.icc', 'icc/press/USWebCoatedSWOP.ICC', 'icc/Our Press.icm']);
    const finder = new ProfileFinder(['icc', { 'Coated FOGRA39 (ISO 12647-2:2004)': 'a.icc' }], folder);
    expect(finder.find('CoatedFogra39')).toMatchObject({ file: join(folder, 'a.icc'), from: 'yours' });
    expect(finder.find('WebCoated')).toMatchObject({
      file: join(folder, 'icc/press/USWebCoatedSWOP.ICC'),
      from: 'yours',
    });
    expect(finder.find('our press')).toMatchObject({ file: join(folder, 'icc/Our Press.icm') });
    expect(finder.find('GrayGamma18')).toMatchObject({ from: 'package' });
    expect(finder.find('Nothing Such')).toMatchObject({ got: 'no file of that name' });
  });

  it('tells other bytes under one name apart', () => {
    const [one, other] = [folderOf(['x.icc']), folderOf(['y/x.icc'])];
    const digest = (folder: string, at: string) => new ProfileFinder([at], folder).find('x');
    expect(digest(one, '.')).not.toMatchObject({ sha256: (digest(other, 'y') as { sha256: string }).sha256 });
  });

  it('says what stands for another one', () => {
    expect(new ProfileFinder([], ownFolder()).find('PS5Default')).toHaveProperty('instead');
  });
});
