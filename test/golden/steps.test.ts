import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { sharp } from '../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../src/engines/image/pixels.ts';
import type { Picture } from '../../src/engines/picture.ts';
import { COMMANDS } from '../../src/serving/commands/index.ts';
import { drawPicture } from '../support/drawn.ts';
import { writeGoldenMasters } from '../support/golden-masters.ts';
import { pictureDifference } from '../support/picture-difference.ts';
import { inRepository } from '../support/repository.ts';

const ROOT = inRepository('fixtures', 'golden');

const caseSchema = z.strictObject({
  /** What the case is there to catch. */
  about: z.string(),
  /** A file of test/support/golden-masters.ts. */
  master: z.string(),
  /** Canonical recipe text. */
  recipe: z.string(),
  /** The same with the main argument moved one notch: it must not pass. */
  notch: z.string(),
});

const CASES = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({
    name,
    expected: path.join(ROOT, name, 'expected.png'),
    ...caseSchema.parse(parse(readFileSync(path.join(ROOT, name, 'case.yaml'), 'utf8'))),
  }));

// Commands that change no pixel before encoding; their own tests look at files.
const ENCODING = new Set(['qlt', 'jpegSize', 'printRes', 'icc', 'iccEmbed', 'xmpEmbed', 'metadata', 'pyramid']);

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
  it('hold one case at least for every command that changes pixels', () => {
    const named = new Set(CASES.flatMap(({ recipe }) => recipe.split('&').map((item) => item.split('=')[0])));
    const drawing = COMMANDS.filter(({ name, idle }) => idle === undefined && !ENCODING.has(name));
    const missing = drawing.map(({ name }) => name).filter((name) => !named.has(name));
    expect(missing).toEqual([]);
  });
});
