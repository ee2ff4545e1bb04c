import { describe, expect, it } from 'vitest';
import { turnPicture } from '../../../../../src/engines/image/source/turn.ts';
import type { Picture } from '../../../../../src/engines/picture.ts';
import { afterMirror, flipTurn, quarterTurn } from '../../../../../src/layout/turn.ts';
/** Every pixel is told by its value. */
function numbered(width: number, height: number): Picture {
  const data = Buffer.from(Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 256));
  return { data, width, height, channels: 3 };
}

describe('a mirroring followed by a quarter turn', () => {
  it.each([
    ['lr', 90],
    ['ud', 90],
    ['lrud', 270],
    ['lr', 180],
    [undefined, -90],
    ['ud', 0],
  ] as const)('is one turn: %s, %i', async (flip, degrees) => {
    const picture = numbered(6, 4);
    const mirrored = await turnPicture(picture, flipTurn(flip));
    const both = await turnPicture(mirrored, quarterTurn(degrees));
    expect(await turnPicture(picture, afterMirror(flipTurn(flip), quarterTurn(degrees)))).toEqual(both);
  });

  it('turns clockwise', async () => {
    const { data, width, height } = await turnPicture(numbered(2, 1), quarterTurn(90));
    expect([width, height, ...data]).toEqual([1, 2, 0, 7, 14, 21, 28, 35]);
  });
});
