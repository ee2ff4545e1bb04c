import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { openInEditor } from '../../support/language/yaml-editor.ts';

const MODELINE = '# yaml-language-server: $schema=../dmx.schema.json\n';

/** Lines (from 1) of a file that are wrong; the reader and an editor have to agree on each. */
const WRONG: Readonly<Record<string, readonly [text: string, lines: readonly number[]]>> = {
  'crops.yaml': [
    `kind: image-profile
name: crops
smartCrop:
  crops:
    - { name: Wide, ratio: "16:9", width: 100 }
    - { name: Other, ratio: "16,9", width: 100 }
    - { name: "no name", ratio: "1:1" }
swatches: { width: 50 }
`,
    [6, 7, 8],
  ],
  'presets.yaml': [
    `kind: image-presets
presets:
  good: { width: 100, format: jpg, background: FFFFFF }
  bad:
    width: 100px
    format: bmp
    background: white
`,
    [5, 6, 7],
  ],
  'clips.yaml': [
    `kind: video-profile
name: clips
encodings:
  - { name: small, height: 360, videoBitrate: 730k }
  - { name: fast, height: 540, videoBitrate: fast }
`,
    [5],
  ],
};

it('what `dmx init` writes is right in an editor, which underlines what dmx refuses', async () => {
  const folder = ownFolder();
  expect((await dmx(folder, 'init')).exit).toBe(0);
  mkdirSync(join(folder, 'wrong'));
  for (const [name, [text]] of Object.entries(WRONG)) writeFileSync(join(folder, 'wrong', name), MODELINE + text);
  const files = ['dmx.yaml', 'profiles/example.yaml', ...Object.keys(WRONG).map((name) => `wrong/${name}`)];
  const found = await openInEditor(files.map((file) => join(folder, file)));
  const linesIn = (file: string): readonly number[] =>
    [...new Set(found.get(join(folder, file))?.map(({ line }) => line))].toSorted((a, b) => a - b);
  expect({ config: linesIn('dmx.yaml'), profile: linesIn('profiles/example.yaml') }).toEqual({
    config: [],
    profile: [],
  });
  writeFileSync(join(folder, 'dmx.yaml'), 'profiles: [profiles/**/*.yaml, wrong/*.yaml]\n');
  const { stdout, stderr } = await dmx(folder, 'profiles', 'check');
  for (const [name, [, lines]] of Object.entries(WRONG)) {
    const places = [...`${stdout}${stderr}`.matchAll(/wrong\/([\w.]+):(\d+):/g)];
    const read = new Set(places.filter(([, file]) => file === name).map(([, , line]) => Number(line)));
    expect([name, linesIn(`wrong/${name}`)]).toEqual([name, lines.map((line) => line + 1)]);
    expect([name, [...read].toSorted((a, b) => a - b)]).toEqual([name, lines.map((line) => line + 1)]);
  }
});
