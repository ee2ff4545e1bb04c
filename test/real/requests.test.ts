import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { referencesOf } from '../../src/model/recipe/recipe-tree.ts';
import { parseModifiers } from '../../src/serving/parse.ts';
import { printRecipe } from '../../src/serving/print.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { sharedFolder } from '../support/files/repository.ts';
import { drawPicture } from '../support/pictures/draw-picture.ts';
import { standInFonts } from '../support/pictures/package-fonts.ts';

const folder = sharedFolder('corpus/requests');

/**
 * What dmx does not take: pictures that another server draws, Image Rendering, which lays a picture on a thing. It is no
 * part of Image Serving, and what it draws from is not among masters. (One of them is cut off within it as well.)
 */
const LEFT = /src=(?:is\{[^}]*)?ir[({]/;

/** Requests of programs that had not put in their sizes yet: no server takes them. */
const UNFILLED = /\{\w*\}|%7B\.?\w+%7D|=undefined/i;

/**
 * The requests for pictures that sites and programs send: those of documentation are parts of requests as often as whole
 * ones.
 */
function fieldRequests(kinds = ['wild', 'macro', 'tests']): readonly string[] {
  const lines = readFileSync(path.join(folder ?? '', 'requests.tsv'), 'utf8').split('\n');
  return lines
    .map((line) => line.split('\t'))
    .filter(([kind = '', , , request = '']) => kinds.includes(kind) && !/[?&]req=(?!img|mask|tmb|tile)/i.test(request))
    .map(([, , , request = '']) => request)
    .filter((request) => !UNFILLED.test(request));
}

/** The modifiers of a request, whose presets say nothing. */
function parsed(request: string): ReturnType<typeof parseModifiers> {
  const text = request.slice(request.indexOf('?') + 1);
  return parseModifiers(text, { mode: 'strict', macros: () => '', body: true });
}

const isRefused = (request: string): boolean => parsed(request).problems.some(({ severity }) => severity === 'error');

describe.skipIf(folder === undefined)('requests of the field', () => {
  it('are taken as they are, but for those of another server', () => {
    const all = fieldRequests();
    const left = all.filter((request) => LEFT.test(request));
    expect(all.filter(isRefused)).toEqual(left);
    expect(left.length / all.length).toBeLessThan(0.02);
  });

  it('are drawn, of pictures and in fonts that stand in for theirs', { timeout: 120_000 }, async () => {
    const below = ownFolder();
    const file = path.join(below, 'master.png');
    const background = { r: 200, g: 40, b: 90, alpha: 0.5 };
    await sharp({ create: { width: 480, height: 360, channels: 4, background } }).toFile(file);
    const failed: string[] = [];
    for (const request of fieldRequests(['wild']).filter((one) => !isRefused(one))) {
      const { recipe } = parsed(request);
      for (const name of referencesOf(recipe)) {
        mkdirSync(path.dirname(path.join(below, name)), { recursive: true });
        cpSync(file, path.join(below, name));
      }
      const drawn = drawPicture(file, printRecipe(recipe), { fonts: standInFonts });
      await drawn.catch((error: unknown) => failed.push(`${request}: ${String(error)}`));
    }
    expect(failed).toEqual([]);
  });
});
