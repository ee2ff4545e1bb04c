import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { pictureRecipe } from '../../../support/pictures/draw-picture.ts';
import { renderFile } from '../../../support/pictures/render-file.ts';

describe('warnings of a job', () => {
  it('name renditions that show nothing of their picture', async () => {
    const file = path.join(ownFolder(), 'master.png');
    await sharp({ create: { width: 60, height: 40, channels: 3, background: 'red' } }).toFile(file);
    const recipes = ['crop=9000,0,9,9', 'rgn=9000,0,9,9', 'crop=0,0,9,9'].map((text) => pictureRecipe(text));
    const { warnings, artefacts } = await renderFile(file, recipes);
    expect(artefacts).toHaveLength(3);
    expect(warnings).toEqual([expect.stringMatching(/^a /), expect.stringMatching(/^b /)]);
  });
});
