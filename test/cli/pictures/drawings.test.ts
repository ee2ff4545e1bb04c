import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { dmx, startDmx } from '../../support/cli/dmx.ts';
import { inRepository } from '../../support/files/repository.ts';

const DRAWING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="$color$" style="$style$"/></svg>';
const PROFILE = `kind: image-profile
name: default
renditions:
  - { name: badge, template: badge, data: badges.csv }
`;
const PRESET = `kind: image-presets
presets:
  badge:
    vars: { color: { default: "#00ff00", type: text, description: Of its ground }, style: "" }
    modifiers: src=$object$&scl=1&fmt=png
`;

/** The pixel in the middle of a picture. */
async function middle(file: string): Promise<readonly number[]> {
  const { data } = await sharp(file).removeAlpha().extract({ left: 9, top: 9, width: 1, height: 1 }).raw().toBuffer({
    resolveWithObject: true,
  });
  return [...data];
}

const ASKING =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><image width="40" height="20" preserveAspectRatio="none" href="/is/image/art/part.png?$half$&amp;op_invert=$neg$"/></svg>';

describe('a drawing that asks for pictures', () => {
  it('shows them, and is made anew where one changes', async () => {
    const cwd = ownFolder();
    const part = async (background: string): Promise<Buffer> =>
      sharp({ create: { width: 8, height: 8, channels: 3, background } })
        .png()
        .toBuffer();
    writeFiles(cwd, {
      'dmx.yaml': 'library: assets\nfolders: [{ path: "**", image: one }, { path: art, image: none }]\n',
      'assets/a.svg': ASKING,
      'assets/art/part.png': await part('#ff0000'),
      'profiles/p.yaml':
        'kind: image-profile\nname: one\nrenditions: [{ name: a, modifiers: "$neg=0&scl=1&fmt=png" }]\n',
      'profiles/half.yaml': 'kind: image-presets\npresets: { half: "wid=4" }\n',
    });
    const made = join(cwd, 'dmx-out/renditions/a.svg/a.png');
    expect(await dmx(cwd, 'ingest', '-q')).toMatchObject({ exit: 0 });
    expect(await middle(made)).toEqual([255, 0, 0]);
    expect(await dmx(cwd, 'ingest', '--check', '-q')).toMatchObject({ exit: 0 });
    writeFiles(cwd, { 'assets/art/part.png': await part('#0000ff') });
    expect(await dmx(cwd, 'ingest', '-q')).toMatchObject({ exit: 0 });
    expect(await middle(made)).toEqual([0, 0, 255]);
    const inverted = ['render', 'assets/a.svg', '--modifiers', 'scl=1&fmt=png', '--set', 'neg=1', '-o', 'b.png'];
    expect(await dmx(cwd, ...inverted)).toMatchObject({ exit: 0 });
    expect(await middle(join(cwd, 'b.png'))).toEqual([255, 255, 0]);
  });

  it('is refused where one is missing, and where it asks for itself', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'a.svg': ASKING, 'b.svg': ASKING.replace('art/part.png', 'b.svg') });
    const render = ['--modifiers', 'scl=1&fmt=png', '--set', 'neg=0', '-o', 'out.png'];
    for (const name of ['a.svg', 'b.svg']) {
      const { exit, stderr } = await dmx(cwd, 'render', name, ...render);
      expect(exit).not.toBe(0);
      expect(stderr).toContain('OBJECT_UNUSABLE');
    }
  });
});

describe('a drawing with variables', () => {
  it('is made once for each row of data, and again where a value changes', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, {
      'dmx.yaml': 'library: assets\n',
      'assets/badge.svg': DRAWING,
      'profiles/p.yaml': PROFILE,
      'profiles/badge.yaml': PRESET,
      'profiles/badges.csv': 'name,color\nred,#ff0000\nusual,#00ff00\n',
    });
    expect(await dmx(cwd, 'ingest')).toMatchObject({ exit: 0 });
    const made = (name: string): string => join(cwd, `dmx-out/renditions/badge.svg/badge-${name}.png`);
    expect(await middle(made('red'))).toEqual([255, 0, 0]);
    expect(await middle(made('usual'))).toEqual([0, 255, 0]);
    expect(await dmx(cwd, 'ingest', '--check', '-q')).toMatchObject({ exit: 0 });
    writeFiles(cwd, { 'profiles/badges.csv': 'name,color\nred,#0000ff\nusual,#00ff00\n' });
    const before = readFileSync(made('usual'));
    expect(await dmx(cwd, 'ingest', '-q')).toMatchObject({ exit: 0 });
    expect(await middle(made('red'))).toEqual([0, 0, 255]);
    expect(readFileSync(made('usual'))).toEqual(before);
  });

  it('is filled by dmx render, which tells what is missing, and opens no file that a value names', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'badge.svg': DRAWING });
    const filled = ['render', 'badge.svg', '--modifiers', 'scl=1&fmt=png', '--set', 'color=#ff0000'];
    const { exit, stderr } = await dmx(cwd, ...filled, '--set', 'colour=red', '-o', 'out.png');
    expect(exit).toBe(0);
    expect(stderr).toContain('$style$');
    expect(stderr).toContain('$colour$');
    expect(await middle(join(cwd, 'out.png'))).toEqual([255, 0, 0]);
    const hostile = await dmx(cwd, ...filled, '--set', 'style=fill:url(secret.svg#a)', '-o', 'no.png');
    expect(hostile.exit).toBe(3);
    expect(hostile.stderr).toContain('secret.svg');
  });
});

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('latin1');

const LETTERS =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><text y="25" font-size="30" font-family="$font$">$word$</text></svg>';

describe('the letters of a drawing', () => {
  const made = ['render', 'a.svg', '--modifiers', 'scl=1&fmt=png', '--force', '-o'];

  it('are set in the fonts of the package, whatever fonts the machine has', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'a.svg': LETTERS });
    const words = ['--set', 'word=Hi', '--set', 'font=Arial'];
    expect(await dmx(cwd, ...made, 'one.png', ...words)).toMatchObject({ exit: 0, stderr: '' });
    const none = { FONTCONFIG_FILE: join(cwd, 'none.conf'), FONTCONFIG_PATH: cwd, HOME: cwd };
    const bare = startDmx([...made, 'two.png', ...words], { cwd, env: none });
    expect(await bare.ended).toMatchObject({ exit: 0, stderr: '' });
    expect(readFileSync(join(cwd, 'two.png'))).toEqual(readFileSync(join(cwd, 'one.png')));
    const { data } = await sharp(join(cwd, 'one.png'))
      .removeAlpha()
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(Math.min(...data)).toBeLessThan(40);
  });

  it('are told where no font has them, and fonts that are not there', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'a.svg': LETTERS });
    const { exit, stderr } = await dmx(cwd, ...made, 'a.png', '--set', 'word=中', '--set', 'font=Gill Sans');
    expect(exit).toBe(0);
    expect(stderr).toContain('中');
    expect(stderr).toContain('Gill Sans');
  });

  /** A bold font of the package by the name of another family, as wide as the old one. */
  function brandFont(style: string): Buffer {
    const font = readFileSync(inRepository(`profiles/fonts/Arimo-${style}.ttf`)).toString('latin1');
    return Buffer.from(font.replaceAll('Arimo', 'Brand').replaceAll(utf16('Arimo'), utf16('Brand')), 'latin1');
  }

  it('are set in the fonts of the project', async () => {
    const cwd = ownFolder();
    const config = 'library: .\nfonts: [fonts]\n';
    writeFiles(cwd, { 'a.svg': LETTERS, 'dmx.yaml': config, 'fonts/brand.ttf': brandFont('Bold') });
    const words = ['--set', 'word=Hi', '--set'];
    expect(await dmx(cwd, ...made, 'brand.png', ...words, 'font=Brand')).toMatchObject({ exit: 0, stderr: '' });
    expect(await dmx(cwd, ...made, 'usual.png', ...words, 'font=Arial')).toMatchObject({ exit: 0, stderr: '' });
    expect(readFileSync(join(cwd, 'brand.png')).equals(readFileSync(join(cwd, 'usual.png')))).toBe(false);
  });

  it('are set in a font that is named by its file, and not in those beside it', async () => {
    const cwd = ownFolder();
    const config = 'library: .\nfonts: [{ name: Other, file: fonts/other.ttf }]\n';
    const other = readFileSync(inRepository('profiles/fonts/Arimo-Regular.ttf'));
    writeFiles(cwd, {
      'a.svg': LETTERS,
      'dmx.yaml': config,
      'fonts/other.ttf': other,
      'fonts/b.ttf': brandFont('Bold'),
    });
    const { exit, stderr } = await dmx(cwd, ...made, 'a.png', '--set', 'word=Hi', '--set', 'font=Brand');
    expect(exit).toBe(0);
    expect(stderr).toContain('Brand');
    writeFiles(cwd, { 'dmx.yaml': config.replace('other.ttf', 'b.ttf') });
    expect(await dmx(cwd, ...made, 'b.png', '--set', 'word=Hi', '--set', 'font=Brand')).toMatchObject({ stderr: '' });
  });

  it('are set whatever lies among the fonts of the project and is none', async () => {
    const cwd = ownFolder();
    const config = 'library: .\nfonts: [fonts]\n';
    writeFiles(cwd, {
      'a.svg': LETTERS,
      'dmx.yaml': config,
      'fonts/cut.ttf': brandFont('Bold').subarray(0, 300),
      'fonts/old.ttf/x': '',
    });
    const { exit, stderr } = await dmx(cwd, ...made, 'a.png', '--set', 'word=Hi', '--set', 'font=Arial');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  });

  it('are set anew where a font of the project changes, and pictures without letters stay', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, {
      'dmx.yaml': 'library: assets\nfonts: [fonts]\n',
      'assets/sign.svg': LETTERS.replace('$font$', 'Brand').replace('$word$', 'Hi'),
      'assets/plain.svg': DRAWING.replace('$color$', 'red').replace('$style$', ''),
      'profiles/p.yaml':
        'kind: image-profile\nname: default\nrenditions:\n  - { name: web, modifiers: scl=1&fmt=png }\n',
      'fonts/brand.ttf': brandFont('Bold'),
    });
    const sign = (): Buffer => readFileSync(join(cwd, 'dmx-out/renditions/sign.svg/web.png'));
    expect(await dmx(cwd, 'ingest', '-q')).toMatchObject({ exit: 0 });
    const before = sign();
    expect(await dmx(cwd, 'plan', '--check', '-q')).toMatchObject({ exit: 0 });
    writeFiles(cwd, { 'fonts/brand.ttf': brandFont('Italic') });
    const { exit, stdout } = await dmx(cwd, 'plan', '--check');
    expect({ exit, sign: stdout.includes('sign.svg'), plain: stdout.includes('plain.svg') }).toEqual({
      ...{ exit: 1, sign: true, plain: false },
    });
    expect(await dmx(cwd, 'ingest', '-q')).toMatchObject({ exit: 0 });
    expect(sign().equals(before)).toBe(false);
    expect(await dmx(cwd, 'plan', '--check', '-q')).toMatchObject({ exit: 0 });
  });
});
