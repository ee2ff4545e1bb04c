import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { toSrgb } from '../../../../src/model/srgb-curve.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { drawPicture } from '../../../support/pictures/draw-picture.ts';

const isMissing = missingDecoderPackages().includes('jxl-oxide-wasm') || spawnSync('cjxl', ['--version']).error;

const NUMBERS = [183, 33, 75] as const;

describe.skipIf(isMissing)('a JPEG XL that tells its colours by numbers', () => {
  it.each([8, 16])('means by them what they say: a power of 2.2, in %i bits', async (depth) => {
    const folder = ownFolder();
    const [ppm, jxl] = ['a.ppm', 'a.jxl'].map((name) => path.join(folder, name)) as [string, string];
    const pixel = NUMBERS.flatMap((value) => (depth === 8 ? [value] : [value, value]));
    const samples = Buffer.alloc(16 * 16 * pixel.length, Uint8Array.from(pixel));
    writeFileSync(ppm, Buffer.concat([Buffer.from(`P6\n16 16\n${2 ** depth - 1}\n`), samples]));
    execFileSync('cjxl', [ppm, jxl, '-d', '0', '-x', 'color_space=RGB_D65_SRG_Per_g0.4545455'], { stdio: 'ignore' });
    expect(await probeImage(jxl, 'image/jxl')).toMatchObject({ depth, icc: 'unnamed' });
    const { data } = await drawPicture(jxl, 'scl=1');
    const expected = NUMBERS.map((value) => 255 * toSrgb((value / 255) ** 2.2));
    const differences = expected.map((value, i) => Math.abs(value - (data[i] ?? 0)));
    expect(Math.max(...differences)).toBeLessThanOrEqual(1);
  });
});
