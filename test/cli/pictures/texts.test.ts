import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../../support/files/repository.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { dmx } from '../../support/cli/dmx.ts';

const PROFILE = (text: string): string =>
  `kind: image-profile\nname: default\nrenditions:\n  - { name: badge, modifiers: "wid=90&layer=1&text=${text}&fmt=png" }\n`;

describe('texts of a library', () => {
  it('are made again when their font changes, and fail alone where it is missing', async () => {
    const cwd = ownFolder();
    mkdirSync(join(cwd, 'assets'));
    mkdirSync(join(cwd, 'fonts'));
    copyFileSync(inRepository('fixtures/masters/copyright.jpg'), join(cwd, 'assets/a.jpg'));
    const font = join(cwd, 'fonts/brand.ttf');
    copyFileSync(inRepository('profiles/fonts/Arimo-Regular.ttf'), font);
    const brand = String.raw`{\\fonttbl{\\f0 Brand;}}\\f0 Sale`;
    writeFiles(cwd, {
      'dmx.yaml': 'library: assets\nfonts: [{ name: Brand, file: fonts/brand.ttf }]\n',
      'profiles/p.yaml': PROFILE(brand),
    });
    expect(await dmx(cwd, 'ingest', '-q')).toMatchObject({ exit: 0 });
    expect(await dmx(cwd, 'ingest', '--check', '-q')).toMatchObject({ exit: 0 });
    copyFileSync(inRepository('profiles/fonts/Arimo-Bold.ttf'), font);
    expect(await dmx(cwd, 'ingest', '--check', '-q')).toMatchObject({ exit: 1 });
    writeFiles(cwd, { 'profiles/p.yaml': PROFILE(brand.replace('Brand', 'Brnad')) });
    const { exit, stderr } = await dmx(cwd, 'ingest');
    expect(exit).toBe(3);
    expect(stderr).toContain('FONT_UNUSABLE');
    expect(stderr).toContain('Did you mean Brand?');
  });
});

describe('a library of several languages', () => {
  it('has the texts and pictures of each, and the default image for what is missing', async () => {
    const cwd = ownFolder();
    for (const name of ['a', 'badge', 'badge_D', 'none']) {
      mkdirSync(join(cwd, 'assets', name === 'a' ? '' : 'art'), { recursive: true });
      const [r, g, b] = { a: [0, 0, 0], badge: [255, 0, 0], badge_D: [0, 255, 0], none: [0, 0, 255] }[name] ?? [];
      const color = { r: r ?? 0, g: g ?? 0, b: b ?? 0 };
      const at = join(cwd, 'assets', name === 'a' ? 'a.png' : `art/${name}.png`);
      await sharp({ create: { width: 40, height: 40, channels: 3, background: color } }).toFile(at);
    }
    const rendition = (name: string, modifiers: string): string =>
      `  - { name: ${name}, modifiers: "scl=1&fmt=png&layer=1&src=${modifiers}" }\n`;
    writeFiles(cwd, {
      'dmx.yaml': 'library: assets\nserver: { localemap: { de: [_D, ""], "": [""] }, defaultimage: art/none }\n',
      'profiles/p.yaml': [
        ...['kind: image-profile\nname: default\nrenditions:\n', rendition('de', 'art/badge&locale=de')],
        ...[rendition('it', 'art/badge&locale=it'), rendition('gone', 'art/gone')],
      ].join(''),
      'assets/art/_profile.yaml': '',
    });
    const { exit, stderr } = await dmx(cwd, 'ingest');
    expect(exit).toBe(0);
    expect(stderr).toContain('art/none takes its place');
    const middle = async (name: string): Promise<readonly number[]> => {
      const file = join(cwd, 'dmx-out', 'renditions/a.png', `${name}.png`);
      return [...(await sharp(file).extract({ left: 20, top: 20, width: 1, height: 1 }).raw().toBuffer())].slice(0, 3);
    };
    expect(await Promise.all(['de', 'it', 'gone'].map(middle))).toEqual([
      [0, 255, 0],
      [255, 0, 0],
      [0, 0, 255],
    ]);
  });
});
