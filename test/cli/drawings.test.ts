import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { ownFolder, writeFiles } from '../support/files/own-folder.ts';
import { dmx } from '../support/cli/dmx.ts';

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
