import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { errorOf, readLines } from '../../support/cli/dmx-output.ts';
import { dmx, DMX_BIN } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { listFiles } from '../../support/files/tree.ts';

const MISTAKES = `kind: image-profile
name: shop
swatch: { widht: 50 }
smartCrop:
  crops:
    - { name: Wide, ratio: wide }
renditions:
  - preset: tumb
  - { name: zoom, modifiers: "wdi=2500" }
  - { name: hero, crop: Wdie, preset: web }
`;

describe('dmx init', () => {
  it('writes a configuration and a profile that have no problems', async () => {
    const cwd = ownFolder();
    const { exit, stdout } = await dmx(cwd, 'init', 'shop');
    expect(exit).toBe(0);
    expect(stdout.split('\n').slice(0, 2)).toEqual([
      join(cwd, 'shop/dmx.yaml'),
      join(cwd, 'shop/profiles/example.yaml'),
    ]);
    expect(await dmx(join(cwd, 'shop'), 'profiles', 'check')).toMatchObject({ exit: 0, stdout: '' });
  });

  it('still has none when every commented key is taken in', async () => {
    const cwd = ownFolder();
    await dmx(cwd, 'init');
    const text = readFileSync(join(cwd, 'dmx.yaml'), 'utf8');
    const taken = text.replace(/^( *)# (?=[- ] |\w+:)/gm, '$1');
    expect(Object.keys(parse(taken) as object)).toContain('server');
    writeFileSync(join(cwd, 'dmx.yaml'), taken);
    expect(await dmx(cwd, 'profiles', 'check')).toMatchObject({ exit: 0, stdout: '' });
  });

  it('takes a folder named assets for the library', async () => {
    const cwd = ownFolder();
    mkdirSync(join(cwd, 'assets'));
    await dmx(cwd, 'init');
    expect(parse(readFileSync(join(cwd, 'dmx.yaml'), 'utf8'))).toMatchObject({ library: 'assets' });
  });

  it('never overwrites', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', 'profiles/example.yaml': '# mine\n' });
    const { exit, stderr } = await dmx(cwd, 'init');
    expect(exit).toBe(0);
    expect(stderr).toContain('was left as it is');
    expect(readFileSync(join(cwd, 'dmx.yaml'), 'utf8')).toBe('version: 1\n');
    expect(readFileSync(join(cwd, 'profiles/example.yaml'), 'utf8')).toBe('# mine\n');
  });

  it('says who can mend it where it may not write', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { taken: 'a file' });
    const { exit, stderr } = await dmx(cwd, 'init', 'taken/below');
    expect(exit).toBe(5);
    expect(stderr).toContain('STORAGE_DENIED');
  });
});

describe('dmx profiles', () => {
  it('lists every mistake with its place and what was meant', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', 'profiles/shop.yaml': MISTAKES });
    const { exit, stdout, stderr } = await dmx(cwd, 'profiles', 'check');
    expect(exit).toBe(1);
    const places = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('  ')[0]);
    expect(places).toEqual(
      expect.arrayContaining([3, 6, 8, 9, 10].map((line) => expect.stringMatching(`^profiles/shop.yaml:${line}:`))),
    );
    for (const meant of ['width', 'thumb', 'wid', 'Wide']) expect(stdout).toContain(meant);
    expect(stderr).toContain(`${places.length} problems`);
  });

  it('tells a file of UTF-16 without its mark by what it is', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'shop.yaml': Buffer.from('kind: image-presets\npresets: { a: "wid=40" }\n', 'utf16le') });
    const ended = await dmx(cwd, 'profiles', 'check', 'shop.yaml', '--json');
    const hint = expect.stringContaining('UTF-8') as string;
    expect(errorOf(ended).problems).toMatchObject([{ file: 'shop.yaml', hint }]);
  });

  it('checks files that no dmx.yaml names', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'shop.yaml': MISTAKES });
    const ended = await dmx(cwd, 'profiles', 'check', 'shop.yaml', '--json');
    expect(ended.exit).toBe(1);
    expect(readLines(ended)[0]).toMatchObject({ v: 1, type: 'problem', file: 'shop.yaml', line: 3 });
    expect(await dmx(cwd, 'profiles', 'check', 'none.yaml')).toMatchObject({ exit: 2 });
  });

  it('warn of settings without effect, as plan and ingest do, and refuse names that cannot be found', async () => {
    const cwd = ownFolder();
    const ladder = 'kind: video-profile\nname: one\nencodings: [{ name: a, crf: 20 }]\n';
    writeFiles(cwd, {
      'assets/notes.txt': 'none',
      'dmx.yaml': 'library: assets\n',
      'profiles/one.yaml': ladder,
    });
    const warned = [{ file: 'profiles/one.yaml', line: 3, column: 13 }];
    const checked = await dmx(cwd, 'profiles', 'check', '--json');
    expect(checked.exit).toBe(0);
    expect(readLines(checked).map(({ type, file, line, column }) => ({ type, file, line, column }))).toEqual(
      warned.map((place) => ({ type: 'warning', ...place })),
    );
    for (const command of ['plan', 'ingest']) {
      const ended = await dmx(cwd, command, '--json');
      expect(ended.exit).toBe(0);
      expect(readLines(ended).flatMap(({ place }) => place ?? [])).toEqual(warned);
    }
    writeFiles(cwd, { 'dmx.yaml': 'library: assets\niccProfiles: [nowhere]\nserver: { iccprofilecmyk: No Such }\n' });
    expect((await dmx(cwd, 'ingest')).exit).toBe(2);
    const refused = readLines(await dmx(cwd, 'profiles', 'check', '--json')).filter(({ type }) => type === 'problem');
    expect(refused).toMatchObject([
      { code: 'CONFIG_INVALID', line: 2, column: 15 },
      { code: 'CONFIG_INVALID', line: 3, column: 27 },
    ]);
  });

  it('stops a command that needs them, before anything is written', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', 'profiles/shop.yaml': MISTAKES });
    const before = await listFiles(cwd);
    const ended = await dmx(cwd, 'ingest', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended).problems?.length).toBeGreaterThanOrEqual(5);
    expect(await listFiles(cwd)).toEqual(before);
  });

  it('shows a document as it was written, to copy from', async () => {
    const cwd = ownFolder();
    const own = '# Ours\nkind: image-profile\nname: shop # for the shop\nrenditions: [{ preset: own }]\n';
    const presets = 'kind: image-presets\npresets: { own: "wid=40" }\n';
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', 'profiles/shop.yaml': `${presets}---\n${own}` });
    const { stdout } = await dmx(cwd, 'profiles', 'show', 'SHOP');
    expect(stdout).toContain(own.trim());
    expect(stdout).not.toContain('image-presets');
    expect(stdout).toMatch(/^# {3}own\.jpg +preset +wid=40&/m);
  });

  it('shows both where a name is that of pictures and of clips, as one file of profiles', async () => {
    const cwd = ownFolder();
    const { stdout } = await dmx(cwd, 'profiles', 'show', 'default');
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', 'profiles/mine.yaml': stdout });
    expect(await dmx(cwd, 'profiles', 'check')).toMatchObject({ exit: 0 });
    expect((await dmx(cwd, 'profiles')).stdout.match(/^(image|video) +default +yours/gm)).toHaveLength(2);
  });

  it('says where no dmx.yaml has its folders read', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'profiles/shop.yaml': MISTAKES });
    expect(await dmx(cwd, 'profiles', 'check')).toMatchObject({ exit: 0, stderr: expect.stringContaining('dmx init') });
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', 'profiles/shop.yaml': '' });
    expect((await dmx(cwd, 'profiles', 'check')).stderr).not.toContain('dmx init');
  });

  it('suggests the name that was meant', async () => {
    const ended = await dmx(ownFolder(), 'profiles', 'show', 'ecomerce', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'PROFILE_UNKNOWN', hint: 'Did you mean `ecommerce`?' });
  });
});

describe('dmx presets', () => {
  it('lists the shipped ones and yours', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, {
      'dmx.yaml': 'version: 1\n',
      'profiles/p.yaml': 'kind: image-presets\npresets: { Own: "wid=40" }\n',
    });
    const { stdout } = await dmx(cwd, 'presets');
    expect(stdout).toMatch(/^Own +yours +wid=40$/m);
    expect(stdout).toMatch(/^thumb +shipped +wid=150/m);
  });

  it('shows both spellings, each of which can be copied', async () => {
    const { stdout } = await dmx(ownFolder(), 'presets', 'show', 'thumb');
    const [commands, keys] = stdout.split('\n').filter((line) => line.startsWith('thumb: '));
    expect(parse(commands ?? '')).toEqual({ thumb: expect.stringContaining('wid=150&hei=150') });
    expect(parse(keys ?? '')).toEqual({ thumb: expect.objectContaining({ width: 150, height: 150, format: 'jpeg' }) });
  });

  it('suggests the name that was meant', async () => {
    const ended = await dmx(ownFolder(), 'presets', 'show', 'tumb', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended)).toMatchObject({ code: 'PRESET_UNKNOWN', hint: 'Did you mean `thumb`?' });
  });
});

describe('dmx schema', () => {
  it('is JSON Schema', async () => {
    const slip = await dmx(ownFolder(), 'schema', 'manifets');
    expect(slip.exit).toBe(2);
    expect(slip.stderr).toContain('`manifest`');
    const { exit, stdout } = await dmx(ownFolder(), 'schema');
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining('json-schema.org') });
  });
});

describe('dmx complete', () => {
  it('names what shells ask for, and says nothing where there is no project or one with mistakes', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, {
      'own.yaml': 'version: 1\nprofiles: [p.yaml]\n',
      'p.yaml': 'kind: image-presets\npresets: { thumbs: "wid=1" }\n',
    });
    const line = ['--', 'render', '--config', 'own.yaml'];
    expect((await dmx(cwd, 'complete', 'preset', 'thumb', ...line)).stdout).toBe('thumb\nthumbs\n');
    writeFiles(cwd, { 'dmx.yaml': '{ not yaml' });
    for (const kind of ['asset', 'run', 'none']) {
      expect(await dmx(cwd, 'complete', kind, '')).toMatchObject({ exit: 0, stdout: '', stderr: '' });
    }
  });
});

describe('dmx presets import', () => {
  const MACROS = 'view\twid=240&qlt=85&src=ir{x}\nbig\t$view$&wid=480\n';

  it('writes presets that dmx uses as its own, and tells what it left out', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\nprofiles: [mine/*.yaml]\n', 'shop.mac': MACROS, 'mine/keep': '' });
    const { exit, stdout, stderr } = await dmx(cwd, 'presets', 'import', 'shop.mac', '-o', 'mine/shop.yaml');
    expect({ exit, stdout }).toEqual({ exit: 0, stdout: `${join(cwd, 'mine/shop.yaml')}\n` });
    expect(stderr).toMatch(/left out {2}view: src=ir\{x\} .*Image Rendering/);
    expect(await dmx(cwd, 'profiles', 'check')).toMatchObject({ exit: 0, stdout: '' });
    const shown = await dmx(cwd, 'presets', 'show', 'BIG', '--json');
    expect(readLines(shown)).toMatchObject([
      { name: 'big', text: '$view$&wid=480', recipe: expect.stringMatching(/^wid=480&fit=fit,0&fmt=jpeg&qlt=85,0&/) },
    ]);
  });

  it('never overwrites without being told to', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'shop.mac': MACROS, 'shop.yaml': '# mine\n' });
    expect(await dmx(cwd, 'presets', 'import', 'shop.mac')).toMatchObject({ exit: 2 });
    expect(readFileSync(join(cwd, 'shop.yaml'), 'utf8')).toBe('# mine\n');
    expect(await dmx(cwd, 'presets', 'import', 'shop.mac', '--force', '-q')).toMatchObject({ exit: 0 });
    expect(parse(readFileSync(join(cwd, 'shop.yaml'), 'utf8'))).toEqual({
      kind: 'image-presets',
      presets: { view: 'wid=240&qlt=85', big: '$view$&wid=480' },
    });
  });

  it('reads the folder of an unpacked package, and Latin-1', async () => {
    const cwd = ownFolder();
    const folder = 'jcr_root/conf/global/settings/dam/dm/presets/macros';
    const xml = '<jcr:root><jcr:content fmt="png" wid="{Long}90"/></jcr:root>';
    writeFiles(cwd, { [`${folder}/.content.xml`]: '<jcr:root/>', [`${folder}/Cart/.content.xml`]: xml });
    const { stdout } = await dmx(cwd, 'presets', 'import', 'jcr_root', '-o', '-');
    expect(parse(stdout)).toMatchObject({ presets: { Cart: 'fmt=png&wid=90' } });
    writeFileSync(join(cwd, 'old.mac'), Buffer.from('a\twid=5&locale=M\u00fcnchen', 'latin1'));
    expect((await dmx(cwd, 'presets', 'import', 'old.mac', '-o', '-')).stdout).toContain('locale=M\u00fcnchen');
  });

  it('says so where there is nothing to take', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'a.txt': 'nothing here\n', 'a.zip': 'PK\u0003\u0004' });
    for (const given of ['a.txt', 'a.zip', 'none.mac']) {
      expect(errorOf(await dmx(cwd, 'presets', 'import', given, '--json'))).toMatchObject({ code: 'FILE_UNREADABLE' });
    }
  });
});

describe('the process', () => {
  it('is quiet when the reader of its output goes away', async () => {
    const script = `"$1" "$2" schema | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const words = ['-c', script, 'bash', process.execPath, DMX_BIN];
    const { stdout, stderr } = spawnSync('bash', words, { cwd: ownFolder(), encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({ stdout: '0\n', stderr: '' });
  });

  it.skipIf(!existsSync('/dev/full'))('says that its data did not all get out, and ends with 5', () => {
    const words = ['-c', '"$1" "$2" schema > /dev/full; echo "$?"', 'bash', process.execPath, DMX_BIN];
    const { stdout, stderr } = spawnSync('bash', words, { cwd: ownFolder(), encoding: 'utf8' });
    expect({ stdout, stderr }).toEqual({
      stdout: '5\n',
      stderr: expect.stringMatching(/^error STORAGE_FULL .*\n.*\n$/),
    });
  });

  it('reads what is said of the terminal in dmx.yaml', async () => {
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\nquiet: true\n' });
    expect((await dmx(cwd, 'profiles', 'check')).stderr).toBe('');
    expect((await dmx(cwd, 'profiles', 'check', '--no-quiet')).stderr).toContain('no problems');
  });
});
