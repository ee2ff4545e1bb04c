import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { inRepository } from '../../support/files/repository.ts';
import { writeOddTiff } from '../../support/pictures/masters/write-odd-tiff.ts';

const profile = (name: string): string => inRepository('profiles/icc', `${name}.icc`);

/** The numbers, 0…255, that LittleCMS makes of a colour: relative, with black-point compensation; inks go in in percent. */
function transicc(from: string, to: string, color: readonly number[]): readonly number[] {
  const options = ['-n', '-s', '-e', `-i${from}`, `-o${to}`, '-t1', '-b'];
  const { stdout } = spawnSync('transicc', options, { input: `${color.join(' ')}\n`, encoding: 'utf8' });
  return stdout.trim().split(/\s+/).map(Number);
}

/** The numbers that its program for files makes of a colour of sRGB as inks, by way of JPEGs of the best quality. */
async function jpgicc(
  folder: string,
  to: string,
  [r = 0, g = 0, b = 0]: readonly number[],
): Promise<readonly number[]> {
  const [from, into] = [join(folder, 'from.jpg'), join(folder, 'into.jpg')];
  const plain = sharp({ create: { width: 32, height: 32, channels: 3, background: { r, g, b } } });
  await plain.jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toFile(from);
  spawnSync('jpgicc', ['-q100', '-b', '-t1', '-i*sRGB', `-o${to}`, from, into]);
  return (await numbersOf(into)).numbers;
}

const percent = (inks: readonly number[]): readonly number[] => inks.map((value) => value / 2.55);

const ORANGE = [200, 100, 50] as const;
// Within what both papers hold.
const INKS = [51, 77, 26, 0] as const;

/** The numbers of the first pixel as the file has them, and the description of its profile. */
async function numbersOf(file: string) {
  const { icc, space } = await sharp(file).metadata();
  const stored = space === 'cmyk' ? 'cmyk' : 'srgb';
  // Without the first sharp takes inks through sRGB.
  const pipeline = sharp(file, { ignoreIcc: true }).pipelineColourspace(stored).toColourspace(stored);
  const { data, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
  return { icc, numbers: [...data.subarray(0, info.channels)] };
}

const near = (expected: readonly number[], slack: number): unknown =>
  expected.map((value) => expect.toSatisfy((got: number) => Math.abs(got - value) <= slack) as number);

const MODIFIERS = {
  named: 'scl=1&fmt=png&icc=DisplayP3&iccEmbed=1',
  usual: 'scl=1&fmt=png&iccEmbed=1',
  own: 'scl=1&fmt=tif&icc=house&iccEmbed=1',
  gray: 'scl=1&fmt=png,gray&iccEmbed=1',
  press: 'scl=1&fmt=tif,cmyk&iccEmbed=1',
  paper: 'scl=1&fmt=tif,cmyk&icc=UncoatedFogra29&iccEmbed=1',
  bare: 'scl=1&fmt=png&icc=DisplayP3',
};

describe.skipIf(spawnSync('transicc').error !== undefined)('colours of a library', () => {
  it('go from the profiles of masters into those of presets, dmx.yaml and folders, as LittleCMS has it', async () => {
    const folder = ownFolder();
    const rows = Object.entries(MODIFIERS).map(
      ([name, modifiers]) => `  - { name: ${name}, modifiers: "${modifiers}" }\n`,
    );
    writeFiles(folder, {
      'dmx.yaml': `library: lib
profiles: [p.yaml]
iccProfiles: [colours]
folders: [{ path: "**", image: colours }]
server: { iccprofilergb: AdobeRGB, iccprofilegray: GrayGamma18, iccprofilecmyk: CoatedFogra39, defaultpix: [0, 0] }
`,
      'p.yaml': `kind: image-profile\nname: colours\nplaceholder: false\nrenditions:\n${rows.join('')}`,
    });
    for (const name of ['lib', 'colours']) mkdirSync(join(folder, name));
    copyFileSync(profile('WideGamutRGB'), join(folder, 'colours/house.icc'));
    const plain = (color: readonly number[]) =>
      sharp(Buffer.alloc(3 * 400, Uint8Array.from(color)), {
        raw: { width: 20, height: 20, channels: 3 },
      });
    writeFileSync(join(folder, 'lib/rgb.png'), await plain(ORANGE).withIccProfile('srgb').png().toBuffer());
    const half = INKS.map((value) => value / 255);
    const cmyk = writeOddTiff({ photometric: 5, halves: [half, half], bits: 8, format: 1 });
    writeFileSync(join(folder, 'lib/cmyk.tif'), cmyk);
    expect(await dmx(folder, 'ingest')).toMatchObject({ exit: 0 });
    const of = (asset: string, file: string) => numbersOf(join(folder, 'dmx-out/renditions', asset, file));

    const [named, usual, own, gray, bare] = await Promise.all(
      ['named.png', 'usual.png', 'own.tif', 'gray.png', 'bare.png'].map((file) => of('rgb.png', file)),
    );
    expect(named?.numbers).toEqual(near(transicc('*sRGB', profile('DisplayP3'), ORANGE), 1));
    expect(usual?.numbers).toEqual(near(transicc('*sRGB', profile('AdobeRGB'), ORANGE), 1));
    expect(own?.numbers).toEqual(near(transicc('*sRGB', profile('WideGamutRGB'), ORANGE), 1));
    expect(gray?.numbers.slice(0, 1)).toEqual(near(transicc('*sRGB', profile('GrayGamma18'), ORANGE), 1));
    expect(bare).toEqual({ icc: undefined, numbers: named?.numbers });
    expect(own?.icc?.equals(readFileSync(profile('WideGamutRGB')))).toBe(true);

    // Inks are made of sRGB; those of a master in the same profile are kept.
    const [press, paper] = [profile('CoatedFogra39'), profile('UncoatedFogra29')];
    expect((await of('rgb.png', 'press.tif')).icc?.equals(readFileSync(press))).toBe(true);
    const shown = transicc(press, '*sRGB', percent(INKS));
    for (const [file, to] of [
      ['press.tif', press],
      ['paper.tif', paper],
    ] as const) {
      expect((await of('rgb.png', file)).numbers).toEqual(near(await jpgicc(folder, to, ORANGE), 2));
    }
    expect((await of('cmyk.tif', 'press.tif')).numbers).toEqual([...INKS]);
    // A level of sRGB more or less is several of an ink here: what they show is compared.
    const [kept, theirs] = [(await of('cmyk.tif', 'paper.tif')).numbers, await jpgicc(folder, paper, shown)];
    expect(transicc(paper, '*sRGB', percent(kept))).toEqual(near(transicc(paper, '*sRGB', percent(theirs)), 3));
  });
});
