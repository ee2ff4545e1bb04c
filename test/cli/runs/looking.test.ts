import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { toPicture } from '../../../src/engines/image/source/pixels.ts';
import type { Picture } from '../../../src/engines/picture.ts';
import { countsOf, errorOf, readLines } from '../../support/cli/dmx-output.ts';
import { dmx, startDmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { psnr } from '../../support/pictures/picture-difference.ts';
import { inRepository } from '../../support/files/repository.ts';
import { copyFixture, listFiles } from '../../support/files/tree.ts';

describe('dmx plan', () => {
  it('says what would be made and why, and writes nothing', async () => {
    const shop = await copyFixture('trees/shop/small');
    const before = await listFiles(shop);
    const ended = await dmx(shop, 'plan');
    expect(ended.exit).toBe(0);
    expect(ended.stdout).toContain('north/c.png');
    expect(ended.stdout).toContain('new master');
    expect(await listFiles(shop)).toEqual(before);
  });

  it('tells machines the same, and agrees with what ingest then does', async () => {
    const shop = await copyFixture('trees/shop/small');
    const planned = readLines(await dmx(shop, 'plan', '--json')).find(({ type }) => type === 'plan-totals');
    expect(planned).toMatchObject({ assets: 5, make: 20, keep: 0, ignored: 1 });
    expect(countsOf(await dmx(shop, 'ingest', '--json'))).toMatchObject({ made: planned?.['make'] });
    const after = readLines(await dmx(shop, 'plan', '--json')).find(({ type }) => type === 'plan-totals');
    expect(after).toMatchObject({ make: 0, keep: 20 });
  });

  it('answers --check with 1 while something would change, and with 0 once nothing would', async () => {
    const shop = await copyFixture('trees/shop/small');
    expect((await dmx(shop, 'ingest', '--check')).exit).toBe(1);
    await dmx(shop, 'ingest');
    expect((await dmx(shop, 'ingest', '--check')).exit).toBe(0);
    await rm(join(shop, 'dmx-out/renditions/a.png/tiny.jpg'));
    const changed = await dmx(shop, 'plan', '--check');
    expect(changed.exit).toBe(1);
    expect(changed.stdout).toContain('file missing');
  });
});

describe('dmx show --req', () => {
  it('answers what a server would, without making anything', async () => {
    const shop = await copyFixture('trees/shop/small');
    await dmx(shop, 'ingest');
    const before = await listFiles(shop);
    const told = async (asset: string, ...words: readonly string[]) =>
      (await dmx(shop, 'show', asset, '--req', ...words)).stdout;
    const tiny = await told('a.png', 'props', '--preset', 'tiny');
    expect(tiny).toMatch(/^#S7Z OK\n/);
    expect(tiny).toContain('image.height=16\n');
    expect(tiny).toMatch(/image\.length=[1-9]\d*\n/);
    expect(tiny).toContain('image.type=image/jpeg\n');
    const unmade = await told('a.png', 'props', '--modifiers', 'wid=31&hei=30&fmt=tif,gray&printRes=300');
    expect(unmade).toMatch(/image\.height=30\n.*image\.length=0\n.*pixTyp=BW\nimage\.printRes=300\n.*width=31\n/s);
    expect(await told('a.png', 'imageprops')).toMatch(/image\.height=64\n.*image\.pixTyp=RGB\n.*image\.width=96\n/s);
    const named = (answer: string): string[] => [...answer.matchAll(/^(\S+)=/gm)].map(([, name = '']) => name);
    expect(named(unmade)).toEqual([
      ...['image.bgc', 'image.height', 'image.iccEmbed', 'image.iccProfile', 'image.length', 'image.mask'],
      ...['image.pathEmbed', 'image.pixTyp', 'image.printRes', 'image.quality', 'image.type', 'image.version'],
      ...['image.width', 'image.xmpEmbed', 'metadata.version'],
    ]);
    expect(tiny).toMatch(/image\.bgc=0xffffffff\n.*image\.iccProfile=sRGB IEC61966-2\.1\n/s);
    const master = await told('a.png', 'imageprops');
    expect(named(master)).toEqual([
      ...['image.anchor', 'image.embeddedIccProfile', 'image.embeddedPhotoshopPaths', 'image.embeddedXmpData'],
      ...['image.expiration', 'image.height', 'image.iccProfile', 'image.mask', 'image.modifier'],
      ...['image.photoshopPathNames', 'image.pixTyp', 'image.postModifier', 'image.printRes', 'image.resolution'],
      ...['image.thumbRes', 'image.thumbType', 'image.timeStamp', 'image.translatedId', 'image.width'],
    ]);
    expect(master).toMatch(
      /image\.anchor=48,32\n.*image\.embeddedXmpData=0\n.*image\.expiration=10\n.*image\.translatedId=a\.png\n/s,
    );
    expect(await told('a.png:Square', 'userdata')).toMatch(/SmartCropDef=Square\n.*SmartCropRect=[\d.,]+,24,24\n/s);
    expect(await told('a.png', 'exists')).toBe('#S7Z OK\ncatalogRecord.exists=1\n');
    expect(await told('nobody.png', 'exists')).toBe('#S7Z OK\ncatalogRecord.exists=0\n');
    expect(await listFiles(shop)).toEqual(before);
  });

  it('tells machines the same, and refuses what makes no sense', async () => {
    const shop = await copyFixture('trees/shop/small');
    await dmx(shop, 'ingest');
    const json = readLines(await dmx(shop, 'show', 'a.png', '--req', 'exists', '--json'));
    expect(json).toMatchObject([{ type: 'exists', properties: { 'catalogRecord.exists': 1 } }]);
    const unknown = await dmx(shop, 'show', 'nobody.png', '--req', 'props', '--json');
    expect(errorOf(unknown)).toMatchObject({ code: 'ASSET_UNKNOWN' });
    const odd = await dmx(shop, 'show', 'a.png', '--req', 'exists', '--preset', 'tiny', '--json');
    expect(errorOf(odd)).toMatchObject({ code: 'OPTION_CONFLICT' });
  });
});

describe('dmx render', () => {
  it('makes the bytes that ingest makes', async () => {
    const shop = await copyFixture('trees/shop/small');
    await dmx(shop, 'ingest');
    const ended = await dmx(shop, 'render', 'a.png', '--preset', 'tiny');
    expect(ended).toMatchObject({ exit: 0, stdout: 'a-tiny.jpg\n' });
    const made = await readFile(join(shop, 'a-tiny.jpg'));
    expect(made.equals(await readFile(join(shop, 'dmx-out/renditions/a.png/tiny.jpg')))).toBe(true);

    // One reply is one file: what a profile would make beside it is refused, and told where a preset asks for it.
    for (const beside of ['bfc=on', 'dpr=on', 'wid=9&bfc=on']) {
      const refused = await dmx(shop, 'render', 'a.png', '--modifiers', beside, '--json', '--force');
      expect(errorOf(refused)).toMatchObject({ code: 'COMMAND_UNSUPPORTED' });
    }
    const lenient = await dmx(shop, 'render', 'a.png', '--modifiers', 'wid=9&bfc=on', '--lenient', '--force', '--json');
    expect(lenient).toMatchObject({ exit: 0, stdout: expect.stringContaining('bfc=on') });
    expect((await dmx(shop, 'render', 'a.png', '--modifiers', 'wid=9&bfc=off&dpr=on,2', '--force')).exit).toBe(0);
  });

  it('names files as presets are declared, and warns of an ending that is of another format', async () => {
    const shop = await copyFixture('trees/shop/small');
    expect(await dmx(shop, 'render', 'assets/a.png', '--preset', 'TINY')).toMatchObject({ stdout: 'a-tiny.jpg\n' });

    const warnings = async (file: string): Promise<number> => {
      const ended = await dmx(shop, 'render', 'assets/a.png', '--preset', 'tiny', '-o', file, '--json');
      expect(ended.exit).toBe(0);
      return readLines(ended).filter(({ type, level }) => type === 'notice' && level === 'warning').length;
    };
    const counts = await Promise.all(['a.png', 'a.jpeg', 'a.bin', 'a'].map(warnings));
    expect(counts).toEqual([1, 0, 0, 0]);
  });

  it('never writes over a file unless asked to', async () => {
    const shop = await copyFixture('trees/shop/small');
    await writeFile(join(shop, 'a-tiny.jpg'), 'mine');
    const words = ['render', 'assets/a.png', '--preset', 'tiny'];
    expect((await dmx(shop, ...words)).exit).toBe(2);
    expect(await readFile(join(shop, 'a-tiny.jpg'), 'utf8')).toBe('mine');
    expect((await dmx(shop, ...words, '--force')).exit).toBe(0);
    expect((await readFile(join(shop, 'a-tiny.jpg'))).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
  });

  it('reads a pyramid where that is asked for, and with auto only once the master is gone', async () => {
    const cwd = ownFolder();
    await copyFixture('library/shoes', join(cwd, 'shoes'));
    const words = ['red.jpg:Large', '--preset', 'web', '--force', '--json'];
    const rendered = async (from: string): Promise<Picture> => {
      const ended = await dmx(cwd, 'render', ...words, '--from', from);
      const [line] = readLines(ended).filter(({ type }) => type === 'rendered');
      return toPicture(sharp(await readFile(String(line?.['path']))));
    };
    const refused = await dmx(cwd, 'render', 'shoes/red.jpg', '--modifiers', 'wid=90', '--from', 'pyramid', '--json');
    expect(refused.exit).toBe(2);
    expect(errorOf(refused)).toMatchObject({ code: 'RENDITION_UNKNOWN', hint: expect.stringContaining('pyramid') });

    expect((await dmx(cwd, 'ingest', 'shoes')).exit).toBe(0);
    const [master, pyramid, auto] = [await rendered('master'), await rendered('pyramid'), await rendered('auto')];
    expect(pyramid).toMatchObject({ width: master.width, height: master.height });
    expect(psnr(pyramid.data, master.data)).toBeGreaterThan(34);
    expect(psnr(pyramid.data, master.data)).toBeLessThan(Infinity);
    expect(psnr(auto.data, master.data)).toBe(Infinity);

    await rm(join(cwd, 'shoes/red.jpg'));
    expect((await dmx(cwd, 'render', ...words)).exit).toBe(2);
    const told = await dmx(cwd, 'render', ...words, '--from', 'auto');
    expect(told.exit).toBe(0);
    expect(told.stdout).toContain('the master of red.jpg:Large is gone: rendered from its pyramid');
    expect(psnr((await rendered('auto')).data, pyramid.data)).toBe(Infinity);
  });
});

describe('dmx render --from pyramid', () => {
  it('takes the margins of the profile off once, and refuses what is about paths that the master has', async () => {
    const cwd = ownFolder();
    await copyFixture('library/shoes/red.jpg', join(cwd, 'assets/red.jpg'));
    await copyFixture('masters/photoshop.psd', join(cwd, 'assets/paths.psd'));
    await mkdir(join(cwd, 'profiles'));
    await writeFile(join(cwd, 'dmx.yaml'), 'version: 1\nlibrary: assets\nfolders: [{ path: "**", image: cut }]\n');
    const profile = 'kind: image-profile\nname: cut\ncrop: { top: 31, left: 41 }\npyramid: { compression: deflate }\n';
    await writeFile(join(cwd, 'profiles/cut.yaml'), profile);
    expect((await dmx(cwd, 'ingest')).exit).toBe(0);
    const [master, pyramid] = await Promise.all(
      ['master', 'pyramid'].map(async (from) => {
        const to = join(cwd, `${from}.png`);
        await dmx(cwd, 'render', 'red.jpg', '--modifiers', 'wid=200&fmt=png', '--from', from, '-o', to);
        return toPicture(sharp(await readFile(to)));
      }),
    );
    expect(pyramid).toMatchObject({ width: master?.width, height: master?.height });
    expect(psnr(pyramid!.data, master!.data)).toBeGreaterThan(45);

    const clipped = ['--modifiers', 'clipPathE=Any', '--from', 'pyramid', '--json'];
    const refused = await dmx(cwd, 'render', 'paths.psd', ...clipped);
    expect(errorOf(refused)).toMatchObject({ code: 'OPTION_CONFLICT', hint: expect.stringContaining('master') });
    expect((await dmx(cwd, 'render', 'red.jpg', ...clipped)).exit).toBe(0);
  });
});

describe('dmx status and show', () => {
  it('tell what the catalog knows, failures with code and hint', async () => {
    const shop = await copyFixture('trees/shop/small');
    await writeFile(join(shop, 'assets/broken.png'), (await readFile(join(shop, 'assets/a.png'))).subarray(0, 70));
    expect((await dmx(shop, 'ingest')).exit).toBe(3);
    const status = await dmx(shop, 'status');
    expect(status.exit).toBe(0);
    expect(status.stdout).toContain('broken.png');
    expect(status.stdout).toContain('SOURCE_CORRUPT');
    const shown = await dmx(shop, 'show', 'north/c.png');
    expect(shown.exit).toBe(0);
    expect(shown.stdout).toContain('renditions/north/c.png/Square.jpg');
    expect((await dmx(shop, 'show', 'north/x.png')).exit).toBe(2);
  });
});

describe('people and machines', () => {
  it('are told on different streams: people on stderr, with no bar and no colour where there is no terminal', async () => {
    const shop = await copyFixture('trees/shop/small');
    const ended = await dmx(shop, 'ingest');
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain('20 renditions');
    expect(ended.stderr).not.toContain('\u001b');
  });

  it('take settings from the environment, which a flag overrules', async () => {
    const shop = await copyFixture('trees/shop/small');
    const env = { DMX_OUT: 'from-environment' };
    expect((await startDmx(['ingest'], { cwd: shop, env }).ended).exit).toBe(0);
    expect(await listFiles(join(shop, 'from-environment'))).toContain('manifest.json');
    expect((await startDmx(['ingest', '--out', 'from-flag'], { cwd: shop, env }).ended).exit).toBe(0);
    expect(await listFiles(join(shop, 'from-flag'))).toContain('manifest.json');
  });

  it('get the version and the help of every command without a library', async () => {
    const cwd = ownFolder();
    const { version } = JSON.parse(await readFile(inRepository('package.json'), 'utf8')) as { version: string };
    expect((await dmx(cwd, '--version')).stdout).toContain(version);
    for (const command of ['ingest', 'plan', 'render', 'verify', 'status', 'doctor']) {
      const ended = await dmx(cwd, command, '--help');
      expect(ended.exit).toBe(0);
      expect(ended.stdout).toContain(`dmx ${command}`);
    }
    expect(await listFiles(cwd)).toEqual([]);
  });
});
