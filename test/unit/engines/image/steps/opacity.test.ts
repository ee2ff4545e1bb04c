import { channel } from '../../../../support/pictures/samples.ts';
import { openGoldenFolder } from '../../../../support/pictures/draw-golden.ts';
import { describe, expect, it } from 'vitest';
import { drawPicture } from '../../../../support/pictures/draw-picture.ts';
const { fileOf, draw } = openGoldenFolder();

describe('opac', () => {
  it('is alpha times both shares', async () => {
    const [before, after] = [await draw('', 'cut-out.png'), await draw('opac=80,50', 'cut-out.png')];
    expect(channel(after, 3)).toEqual(channel(before, 3).map((alpha) => Math.round(alpha * 0.4)));
    expect(channel(after, 1)).toEqual(channel(before, 1));
  });

  it('makes an opaque picture transparent, and shows the background where the format has no alpha', async () => {
    expect(new Set(channel(await draw('opac=50'), 3))).toEqual(new Set([128]));
    const flat = await drawPicture(fileOf('patterns.png'), 'scl=1&fmt=png&bgc=0,0,0&opac=0');
    expect(flat.data.every((value) => value === 0)).toBe(true);
  });
});
