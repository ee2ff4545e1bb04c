import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Master, openFile } from '../../src/engines/image/source/master.ts';
import { toBytes } from '../../src/engines/image/source/pixels.ts';
import { makeReader } from '../../src/engines/image/source/pixel-reader.ts';
import { profileLoader } from '../../src/engines/image/color/load-profile.ts';
import { genericInks } from '../../src/engines/image/color/generic-profile.ts';
import { probeImage } from '../../src/engines/image/probe.ts';
import { USUAL_RENDERING } from '../../src/layout/color-conversion.ts';
import type { RenderIntent } from '../../src/model/recipe/recipe.ts';
import { sniff } from '../../src/system/sniff.ts';
import { pictureDifference } from '../support/pictures/picture-difference.ts';

const FORMATS = path.resolve(import.meta.dirname, '../../../shared/corpus/formats');
const HAS_TRANSICC = spawnSync('transicc', []).error === undefined;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'colors-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function probe(name: string): Promise<Master> {
  const file = path.join(FORMATS, name);
  return { file, facts: await probeImage(file, (await sniff(file)) ?? '') };
}

/** Stored samples, every `step`th pixel of them. */
async function storedPixels({ file, facts }: Master, count: number) {
  const deep = facts.depth > 8;
  const space = { cmyk: 'cmyk', gray: deep ? 'grey16' : 'b-w', srgb: deep ? 'rgb16' : 'srgb' }[
    facts.colorSpace as 'srgb'
  ];
  const pipeline = openFile(file, 0, { ignoreIcc: true }).pipelineColourspace(space).toColourspace(space);
  const { data, info } = await pipeline.raw({ depth: deep ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true });
  const samples = deep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
  const pixels = info.width * info.height;
  const step = Math.max(1, Math.floor(pixels / count));
  const places = Array.from({ length: Math.floor(pixels / step) }, (_, i) => i * step);
  return { samples, channels: info.channels, places, most: deep ? 65_535 : 255 };
}

/** The colours of sRGB, 0…255, that transicc makes of colours as it wants them: inks in percent, others 0…255. */
function transicc(profile: string, colors: readonly (readonly number[])[], intent: number, blackPoint: boolean) {
  const options = ['-n', '-s', `-i${profile}`, '-o*sRGB', `-t${intent}`, ...(blackPoint ? ['-b'] : [])];
  const { stdout } = spawnSync('transicc', options, {
    input: colors.map((color) => `${color.join(' ')}\n`).join(''),
    encoding: 'utf8',
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
}

const INTENTS = ['perceptual', 'relative', 'saturation', 'absolute'] as const;

async function furthest(name: string, intent: RenderIntent, blackPoint: boolean): Promise<number> {
  const master = await probe(name);
  const { facts } = master;
  const { samples, channels, places, most } = await storedPixels(master, 2_000);
  const icc = (await openFile(master.file).metadata()).icc ?? (await genericInks());
  const profile = path.join(folder, `${name}.icc`);
  await writeFile(profile, icc);
  const colors = { cmyk: 4, gray: 1, srgb: 3 }[facts.colorSpace as 'srgb'];
  const scale = (colors === 4 ? 100 : 255) / most;
  const wanted = places.map((at) =>
    Array.from({ length: colors }, (_, c) => (samples[at * channels + c] ?? 0) * scale),
  );
  const expected = transicc(profile, wanted, INTENTS.indexOf(intent), blackPoint);
  const { open, toPicture } = await makeReader(master, {
    rendering: { ...USUAL_RENDERING, intent, blackPoint },
    load: profileLoader(),
  });
  const picture = toBytes(await toPicture(open()));
  return Math.max(
    ...places.flatMap((at, i) =>
      (expected[i] ?? []).map((value, c) => Math.abs(value - (picture.data[at * picture.channels + c] ?? 0))),
    ),
  );
}

describe.skipIf(!existsSync(FORMATS) || !HAS_TRANSICC)('colours of real pictures, beside transicc of LittleCMS', () => {
  it.each([
    'Channel_digital_image_CMYK_color.jpg',
    'Channel_digital_image_CMYK_color_no_profile.jpg',
    'tiff_strip_cmyk_jpeg.tif',
    'icc_profile_big.jpg',
    'jpg-24bit-icc-adobe-rgb.jpg',
    'p3.png',
    'tifftag-photoshop.tiff',
    'grayscale-icc.jpg',
    '16-bit-grey-alpha.png',
  ])('%s comes out within 1 of 255', { timeout: 120_000 }, async (name) => {
    for (const intent of INTENTS) {
      const most = await furthest(name, intent, true);
      expect.soft(most, intent).toBeLessThanOrEqual(1);
    }
    expect(await furthest(name, 'relative', false)).toBeLessThanOrEqual(1);
  });
});

const HAS_JPGICC = spawnSync('jpgicc', []).error === undefined;

describe.skipIf(!existsSync(FORMATS) || !HAS_JPGICC)('whole pictures, beside jpgicc of LittleCMS', () => {
  // What it writes is a JPEG with its colours at half resolution: single samples along edges differ by more.
  it.each(['Channel_digital_image_CMYK_color.jpg', 'jpg-24bit-icc-adobe-rgb.jpg', 'icc_profile_big.jpg'])(
    '%s differs by less than 1 of 255 in the mean',
    async (name) => {
      const target = path.join(folder, name);
      spawnSync('jpgicc', ['-t1', '-b', '-q100', path.join(FORMATS, name), target]);
      const { open, toPicture } = await makeReader(await probe(name), {
        rendering: { ...USUAL_RENDERING, intent: 'relative', blackPoint: true },
        load: profileLoader(),
      });
      const ours = toBytes(await toPicture(open()));
      // The file still has the profile that it was converted from, which counts no more.
      const pipeline = openFile(target, 0, { ignoreIcc: true }).pipelineColourspace('srgb').toColourspace('srgb');
      const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
      const theirs = { width: info.width, height: info.height, channels: 3, data } as const;
      expect(pictureDifference(ours, theirs)?.mean).toBeLessThan(1);
    },
  );
});
