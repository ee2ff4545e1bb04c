import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import { DMX_BIN, startDmx, type Ended } from '../../support/cli/dmx.ts';
import { npm, npmInstallPacked } from '../../support/cli/packed-package.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { inRepository } from '../../support/files/repository.ts';

/** The one command that a sentence says to run. */
const commandIn = (sentence: string): readonly string[] => (/`([^`]+)`/.exec(sentence)?.[1] ?? '').split(' ');

describe('dmx that npm has installed without optional packages', () => {
  it('names the one command that is needed, then makes pictures, and says what networks and clips would need', async ({
    skip,
  }) => {
    const folder = ownFolder();
    if (!npmInstallPacked(folder, '--omit=optional')) return skip('npm reaches no registry');
    mkdirSync(join(folder, 'assets'));
    for (const path of ['shoes/red.jpg', 'clips/wheel.mp4']) {
      copyFileSync(inRepository('fixtures/library', path), join(folder, 'assets', path.replace(/^.*\//, '')));
    }
    // The program under its other name, and no program of this machine beside it.
    const bin = join(folder, 'node_modules/.bin/dmx-media');
    const run = (...words: readonly string[]): Promise<Ended> =>
      startDmx([...words, '--json'], { cwd: folder, bin, env: { PATH: folder } }).ended;

    const refused = await run('ingest', 'assets');
    expect(refused.exit).toBe(4);
    expect(refused.stderr).not.toContain('node:internal');
    const { code, hint = '' } = errorOf(refused);
    expect(code).toBe('ENGINE_MISSING');
    const [program, ...words] = commandIn(hint);
    expect(program).toBe('npm');
    expect(npm(folder, ...words)).toBe(true);
    expect(readdirSync(join(folder, 'node_modules'))).not.toContain('@tensorflow');

    const ended = await run('ingest', 'assets');
    expect(ended.exit).toBe(4);
    const { assets } = await readManifest(join(folder, 'dmx-out'));
    expect(assets.map(({ path, state, errors }) => [path, state, errors.map((error) => error.code)])).toEqual([
      ['red.jpg', 'ready', []],
      ['wheel.mp4', 'failed', ['ENGINE_MISSING']],
    ]);
    const limited = readLines(await run('doctor')).filter(({ state }) => state !== 'ok');
    expect(limited.map(({ name }) => name)).toEqual(['Detectors', 'Decoders', 'ffmpeg']);
    const [networks = [], decoders = [], clips = []] = limited.map((line) => commandIn(line.hint ?? ''));
    expect(networks.join(' ')).toContain('npm install --omit=optional @tensorflow/tfjs-core@');
    expect(decoders.join(' ')).toContain('npm install --omit=optional libheif-js@');
    expect(clips).toContain('ffmpeg');
    // Packing, two installations and four commands on cores that other tests use too.
  }, 600_000);
});

describe('a Node that is too old', () => {
  it('is told so in one sentence, whatever it cannot read of the program', () => {
    const folder = ownFolder();
    const claim = "Object.defineProperty(process.versions, 'node', { value: '16.20.2' });";
    writeFiles(folder, { 'claim.cjs': claim });
    const words = ['--require', join(folder, 'claim.cjs'), DMX_BIN, 'doctor'];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(/^error ENGINE_MISSING .*20\.19.*16\.20\.2.*\n$/);
    // What such a Node reads of the entry: no word of the language since 2009.
    expect(readFileSync(DMX_BIN, 'utf8')).not.toMatch(/=>|\b(?:import|const|let|class|async)\b|`/);
  });
});

describe('the code that V8 makes of the program', () => {
  it('is left beside it by the second call, taken by later ones, and no loss where it is damaged', async () => {
    const folder = ownFolder();
    for (const part of ['bin', 'package.json', 'profiles']) {
      cpSync(inRepository(part), join(folder, part), { recursive: true });
    }
    const isCode = (path: string): boolean => /[/\\]code-/.test(path);
    cpSync(inRepository('dist'), join(folder, 'dist'), { recursive: true, filter: (path) => !isCode(path) });
    symlinkSync(inRepository('node_modules'), join(folder, 'node_modules'));
    const run = async (): Promise<readonly string[]> => {
      const words = ['render', inRepository('fixtures/library/shoes/red.jpg'), '--preset', 'cart', '--force'];
      const { exit, stdout, stderr } = await startDmx(words, { cwd: folder, bin: join(folder, 'bin/dmx.js') }).ended;
      expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: 'red-cart.jpg\n', stderr: '' });
      return ['cli', 'worker'].flatMap((program) => {
        const [code = ''] = readdirSync(join(folder, 'dist', program)).filter((name) => name.startsWith('code-'));
        return readdirSync(join(folder, 'dist', program, code)).map((name) =>
          join(folder, 'dist', program, code, name),
        );
      });
    };
    expect(await run()).toEqual([]);
    const codes = await run();
    expect(codes.map((path) => path.replace(/^.*\/code-[^/]*/, ''))).toEqual(expect.arrayContaining(['/main.cjs']));
    expect(codes.filter((path) => !path.endsWith('.cjs'))).toEqual([]);
    for (const path of codes) truncateSync(path, 1000);
    expect(await run()).toEqual(codes);

    // A flipped bit, which V8 itself does not see: the code is made anew.
    const flipped = codes.map((path) => {
      const code = readFileSync(path);
      const at = Math.floor(code.length / 2);
      code.writeUInt8(code.readUInt8(at) ^ 1, at);
      writeFileSync(path, code);
      return [path, code] as const;
    });
    expect(await run()).toEqual(codes);
    for (const [path, code] of flipped) expect([path, readFileSync(path).equals(code)]).toEqual([path, false]);

    // Another program of the same length, as V8 counts: its own code runs.
    const main = join(folder, 'dist/cli/main.cjs');
    const program = readFileSync(main, 'latin1');
    const changed = program.replace('process.exit(ended)', 'process.exit(0x009)');
    expect(changed).not.toBe(program);
    writeFileSync(main, changed, 'latin1');
    const other = await startDmx(['--version'], { cwd: folder, bin: join(folder, 'bin/dmx.js') }).ended;
    expect(other.exit).toBe(9);
  }, 30_000);
});
