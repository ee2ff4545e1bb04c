import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sharp } from '../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../src/engines/picture.ts';
import { COMMANDS } from '../../src/serving/commands/index.ts';
import { drawPicture } from '../support/pictures/draw-picture.ts';
import { GOLDEN_CASES, movedCommands } from '../support/pictures/golden-cases.ts';
import { writeGoldenMasters } from '../support/pictures/golden-masters.ts';
import { pictureDifference } from '../support/pictures/picture-difference.ts';

const CASES = GOLDEN_CASES.filter(({ file }) => file === undefined);

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'golden-'));
  await writeGoldenMasters(masters);
});
afterAll(() => rm(masters, { recursive: true }));

const draw = (master: string, recipe: string): Promise<Picture> => drawPicture(path.join(masters, master), recipe);

/** DMX_WRITE_GOLDEN=1 writes what is missing, and never over what is there. */
async function writeMissing(expected: string, picture: Picture): Promise<void> {
  if (process.env['DMX_WRITE_GOLDEN'] !== '1' || existsSync(expected)) return;
  await openPicture(picture).png({ compressionLevel: 9, adaptiveFiltering: true }).toFile(expected);
}

/** Decoded pixels before encoding, within what another processor may round otherwise. */
async function agrees(expected: string, picture: Picture): Promise<boolean> {
  const difference = pictureDifference(await toPicture(sharp(expected)), picture);
  return difference !== undefined && difference.mean <= 0.1 && difference.p99 <= 1;
}

describe.each(CASES)('the golden case $name', ({ master, recipe, notch, expected }) => {
  it('draws the pixels that were looked at', async () => {
    const picture = await draw(master, recipe);
    await writeMissing(expected, picture);
    expect(await agrees(expected, picture)).toBe(true);
  });

  it('fails when its main argument moves one notch', async () => {
    expect(await agrees(expected, await draw(master, notch))).toBe(false);
  });
});

describe('the golden cases', () => {
  it('move one command each', () => {
    expect(GOLDEN_CASES.filter((one) => movedCommands(one).length !== 1)).toEqual([]);
  });

  // The masters of golden cases are stills (test/cli/pictures/animation.test.ts has those that move), their pictures are there
  // (test/cli/pictures/texts.test.ts has one that is not), none has a gain map (test/cli/pictures/gain-maps.test.ts has), and none has several pages or
  // is a camera raw (test/cli/pictures/documents.test.ts has both) or a drawing with pictures (test/cli/pictures/drawings.test.ts). Maps move nothing
  // that is seen.
  it('move every command that changes anything of a still', () => {
    const moved = new Set(GOLDEN_CASES.flatMap(movedCommands));
    const changing = COMMANDS.filter(
      ({ idle, beside, animated }) => idle === undefined && (beside ?? animated) !== true,
    ).map(({ name }) => name);
    expect(changing.filter((name) => !moved.has(name))).toEqual([
      ...['pictures', 'page', 'hdr', 'defaultImage', 'map', 'mapA', 'rawPreview'],
    ]);
  });
});
