import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../src/serving/parse.ts';
import { resolveRecipe } from '../../src/serving/resolve/resolve.ts';
import { CLOUD } from '../support/language/server-settings.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { writeGoldenMasters } from '../support/pictures/golden-masters.ts';
import { renderFile } from '../support/pictures/render-file.ts';

// The presets that the field publishes (reference H.2), as they are found, and what they make of 640 × 480.
const PRESETS = [
  ['wid=240&fmt=jpeg&qlt=85&op_usm=5,2&bgc=200,200,200&align=-1,-1', 'image/jpeg', 240, 180],
  ['fmt=jpg&qlt=85,0&resMode=sharp2&op_usm=1.75,0.3,2,0', 'image/jpeg', 640, 480],
  [
    'wid=400&hei=400&fmt=jpeg&qlt=75,0&op_sharpen=0&resMode=bicub&op_usm=0.0,0.0,0,0&iccEmbed=0',
    'image/jpeg',
    400,
    400,
  ],
  ['wid=250&fmt=jpeg&qlt=80,0&resMode=sharp&op_usm=1.1,0.5,1,0', 'image/jpeg', 250, 188],
  ['wid=75&hei=75&resMode=bicub&op_usm=1.5,0.8,5', 'image/jpeg', 75, 75],
  ['wid=150&hei=150&resMode=bicub&op_usm=1.1,1,5', 'image/jpeg', 150, 150],
  ['wid=350&hei=350&resMode=bicub&op_usm=1,1,6', 'image/jpeg', 350, 350],
  ['wid=500&hei=500&resMode=bicub&op_usm=1.2,1.2,5', 'image/jpeg', 500, 500],
  ['hei=500&fmt=jpg&qlt=85&resmode=bisharp&op_usm=5,0.125,5,0', 'image/jpeg', 640, 500],
  [
    'wid=1600&op_usm=0.5,2,10,0&fmt=webp&qlt=80,1&fit=constrain,0&op_sharpen=0&resMode=sharp2&iccEmbed=0&printRes=72',
    'image/webp',
    640,
    480,
  ],
  ['fit=crop,1&fmt=webp-alpha&qlt=79&wid=1280&hei=1280&align=0.00,0.00&bfc=off', 'image/webp', 1280, 1280],
  ['fmt=png-alpha&pscan=auto&scl=1&hei=402&wid=632&qlt=100,1&resMode=sharp2&size=632,402', 'image/png', 632, 402],
  ['scl=1&fmt=jpg&qlt=85&resMode=sharp2&cache=on,on&bgc=F0F0F0&wid=566&hei=708&size=566,708', 'image/jpeg', 566, 708],
] as const;

describe('presets that people bring', () => {
  const parsed = PRESETS.map(([text]) => parseModifiers(text, { mode: 'strict', macros: () => undefined }));

  it('are read without a word', () => {
    expect(parsed.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('are rendered without a word, as large as they say', async () => {
    const folder = ownFolder();
    await writeGoldenMasters(folder);
    const recipes = parsed.map(({ recipe }) => resolveRecipe(recipe, CLOUD));
    const { artefacts, failures, warnings } = await renderFile(path.join(folder, 'patterns.png'), recipes);
    expect({ failures, warnings }).toEqual({ failures: [], warnings: [] });
    expect(artefacts.map(({ mime, width, height }) => [mime, width, height])).toEqual(
      PRESETS.map(([, ...made]) => made),
    );
  });
});
