import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../../../src/model/asset.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { openMaster } from '../../../../../src/engines/image/source/master.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

const NS = 'xmlns="http://www.w3.org/2000/svg"';

/** Facts of a drawing, and how far its first row is painted. */
async function draw(text: string): Promise<{ readonly facts: ImageFacts; readonly painted: number }> {
  const file = join(ownFolder(), 'drawing.svg');
  writeFileSync(file, text);
  const facts = await probeImage(file, 'image/svg+xml');
  const { data, info } = await withDecoded({ file, facts }, ownFolder(), (master) =>
    openMaster(master).ensureAlpha().raw().toBuffer({ resolveWithObject: true }),
  );
  expect(info).toMatchObject({ width: facts.width, height: facts.height });
  let painted = 0;
  for (let x = 0; x < info.width; x++) if ((data[4 * x + 3] ?? 0) > 127) painted = x + 1;
  return { facts, painted };
}

const bar = (width: string, root = 'width="400" height="40"'): string =>
  `<svg ${NS} ${root}><rect width="${width}" height="40" fill="red"/></svg>`;

describe('a drawing', () => {
  // CSS: 96 dots to the inch, letters of 16.
  it.each([
    ['75mm', 283],
    ['5cm', 189],
    ['2in', 192],
    ['72pt', 96],
    ['6pc', 96],
    ['10em', 160],
    ['300q', 283],
    ['300Q', 283],
    ['10rem', 160],
    ['50vw', 200],
    ['100vh', 40],
    ['1e2vmin', 40],
    ['25vmax', 100],
    ['150px', 150],
    ['150', 150],
    ['50%', 200],
  ])('has lengths of %s as browsers have them', async (width, painted) => {
    expect(Math.abs((await draw(bar(width))).painted - painted)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['width="400" height="40" font-size="10"', 100],
    ['width="400" height="40" style="font-size: 10px"', 100],
  ])('has letters of the size that it says (%s)', async (root, painted) => {
    expect((await draw(bar('10em', root))).painted).toBe(painted);
  });

  it.each([
    ['width="25em" height="2.5em"', 200],
    ['width="20em" height="2em" font-size="20"', 200],
    ['width="300pt" height="30pt"', 200],
  ])('is as wide as its root says (%s)', async (root, painted) => {
    expect((await draw(bar('50%', root))).painted).toBe(painted);
  });

  it.each([['rect{width:75mm!important}'], ['rect{width:300q}'], ['rect { width: 17.6875rem }']])(
    'has lengths of style sheets too (%s)',
    async (sheet) => {
      const text = `<svg ${NS} width="400" height="40"><style>${sheet}</style><rect height="40" fill="red"/></svg>`;
      expect(Math.abs((await draw(text)).painted - 283)).toBeLessThanOrEqual(1);
    },
  );

  it('is as large as its millimetres say', async () => {
    const { facts } = await draw(bar('50%', 'width="210mm" height="297mm"'));
    expect(facts).toMatchObject({ width: 794, height: 1123, alpha: true });
  });

  it('in pixels is not written anew', async () => {
    expect((await draw(bar('150px'))).facts.rewriteBytes).toBeUndefined();
  });
});
