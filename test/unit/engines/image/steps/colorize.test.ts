import { channel } from '../../../../support/pictures/samples.ts';
import { openGoldenFolder } from '../../../../support/pictures/draw-golden.ts';
import { describe, expect, it } from 'vitest';
import { openPicture, toPicture } from '../../../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
const { draw } = openGoldenFolder();

describe('op_colorize', () => {
  it('is a ramp from black over the colour to white', async () => {
    const gray = await toPicture(openPicture(await draw('op_saturation=-100')));
    const { data } = await draw('op_colorize=200,100,0,off');
    const at = (value: number) => gray.data.findIndex((v, i) => i % 3 === 0 && v === value);
    expect([...data.subarray(at(64), at(64) + 3)]).toEqual([100, 50, 0].map((v) => Math.round((v * 128) / 127.5)));
    const light = (component: number) => Math.round(component + (2 * (200 / 255) - 1) * (255 - component));
    expect([...data.subarray(at(200), at(200) + 3)]).toEqual([200, 100, 0].map(light));
  });

  it('brings the median to the colour, and at full contrast the range to black and white', async () => {
    const dark = 'crop=400,80,140,140&op_brightness=-20';
    const middle = (picture: Picture): number => channel(picture, 0).toSorted((a, b) => a - b)[9800]!;
    expect(middle(await draw(`${dark}&op_colorize=120,120,120,off`))).toBeLessThan(105);
    expect(Math.abs(middle(await draw(`${dark}&op_colorize=120,120,120`)) - 120)).toBeLessThanOrEqual(2);
    const full = channel(await draw(`${dark}&op_colorize=120,120,120,norm,100`), 0);
    expect([Math.min(...full), Math.max(...full)]).toEqual([0, 255]);
    expect(full.toSorted((a, b) => a - b)[9800]).toBeGreaterThan(115);
  });

  it('counts the whole composite, whatever the view shows of it', async () => {
    const tinted = await draw('op_colorize=120,80,40,norm,50');
    const corner = await draw('op_colorize=120,80,40,norm,50&scl=1&wid=100&hei=80&align=-1,-1');
    const expected = await toPicture(openPicture(tinted).extract({ left: 0, top: 0, width: 100, height: 80 }));
    // Which kind of array holds the bytes is nobody's business.
    const plain = ({ data, ...size }: Picture) => ({ ...size, data: Buffer.from(data) });
    expect(plain(corner)).toEqual(plain(expected));
  });
});
