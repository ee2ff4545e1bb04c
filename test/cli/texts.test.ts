import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../support/files/repository.ts';
import { ownFolder, writeFiles } from '../support/files/own-folder.ts';
import { dmx } from '../support/cli/dmx.ts';

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
