import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from '../../../src/base/text.ts';
import { faces } from '../../../src/engines/crop/detectors/faces.ts';
import { objects } from '../../../src/engines/crop/detectors/objects.ts';
import { saliency } from '../../../src/engines/crop/detectors/saliency.ts';
import { sharp } from '../../../src/engines/image/libvips.ts';
import { knownSubjects, markFace, openCropShop, plantFinding, withTall } from '../../support/project/crop-shop.ts';
import { assetOf, errorOf, readLines, readManifest } from '../../support/cli/dmx-output.ts';
import type { PrintReport, ReportAsset } from '../../../src/model/run/report-page.ts';
import { printReport } from '../../../src/report/index.ts';
import { report } from '../../../src/run/report.ts';
import { installWithout } from '../../support/cli/bare-package.ts';
import { dmx, startDmx } from '../../support/cli/dmx.ts';
import { drawTorn, edit, ingest, readRecords, type Shop } from '../../support/project/shop.ts';
import { digestFiles } from '../../support/files/tree.ts';

const profile = ({ folder }: Shop): string => join(folder, 'profiles/cropped.yaml');
const cropsOf = async ({ output }: Shop, asset: string) => assetOf(await readManifest(output), asset).smartCrops;

/** Mean red and blue of a picture. */
async function colorOf(file: string): Promise<readonly [red: number, blue: number]> {
  const { channels } = await sharp(file).stats();
  return [channels[0]?.mean ?? 0, channels[2]?.mean ?? 0];
}

describe('what was found in a master', () => {
  it('is stored, and serves crops that are added and pictures made from the pyramid: no pixel is looked at', async () => {
    const shop = await openCropShop(['a.png']);
    expect(await ingest(shop)).toMatchObject({ made: 2, failedAssets: 0 });
    const [square] = await cropsOf(shop, 'a.png');
    expect(square?.rect[0]).toBeGreaterThan(0.4);
    expect(await knownSubjects(shop.output)).toHaveLength(1);

    await plantFinding(shop.output, [0, 0, 0.2, 1]);
    edit(profile(shop), withTall);
    expect(await ingest(shop)).toMatchObject({ made: 1, kept: 2 });
    expect(await cropsOf(shop, 'a.png')).toEqual([
      square,
      expect.objectContaining({ name: 'Tall', by: 'saliency', confidence: 0.75, rect: [0, 0, 0.25, 1] }),
    ]);

    for (const from of ['master', 'pyramid']) {
      const words = ['render', 'a.png:Square', '--modifiers', 'wid=60&fmt=png', '--from', from, '-o', `${from}.png`];
      expect(await dmx(shop.folder, ...words)).toMatchObject({ exit: 0 });
      const [red, blue] = await colorOf(join(shop.folder, `${from}.png`));
      expect(blue - red).toBeGreaterThan(100);
    }
  });

  it('moves with the master, goes with it, and comes together from shards', async () => {
    const shop = await openCropShop(['a.png', 'b.png', 'c.png']);
    const digests = async (output: string): Promise<readonly string[]> =>
      (await readRecords(output)).map(({ sha256 }) => sha256).toSorted();
    for (const part of ['1', '2']) {
      expect((await dmx(shop.folder, 'ingest', '--shard', `${part}/2`, '-o', part)).exit).toBe(0);
    }
    expect((await dmx(shop.folder, 'merge', '1', '2')).exit).toBe(0);
    expect(await knownSubjects(shop.output)).toEqual(await digests(shop.output));

    renameSync(join(shop.assets, 'a.png'), join(shop.assets, 'moved.png'));
    edit(profile(shop), withTall);
    expect(await ingest(shop)).toMatchObject({ made: 3, carried: 2 });
    expect(await knownSubjects(shop.output)).toEqual(await digests(shop.output));
    expect(await digests(shop.output)).toHaveLength(3);
  });
});

describe('a sidecar', () => {
  it('is written by dmx crop, remakes its crop and nothing else, and wins until it is cleared', async () => {
    const shop = await openCropShop(['a.png', 'b.png']);
    edit(profile(shop), withTall);
    await ingest(shop);
    const found = await cropsOf(shop, 'a.png');
    const crop = (...words: readonly string[]) => dmx(shop.folder, 'crop', 'a.png', '--json', ...words);

    const unfit = await crop('--set', 'Square=0,0,1,1');
    expect(unfit.exit).toBe(2);
    expect(errorOf(unfit)).toMatchObject({ code: 'CROP_UNFIT', hint: expect.stringContaining('Square=0.25,0,0.5,1') });

    const [view] = readLines(await crop('--set', 'square=0,0,0.5,1'));
    expect(view).toMatchObject({ due: ['Square'], smartCrops: found, said: { crops: { Square: [0, 0, 0.5, 1] } } });
    expect(await ingest(shop)).toMatchObject({ made: 1, kept: 5, ignored: 0, failedAssets: 0 });
    expect(await cropsOf(shop, 'a.png')).toEqual([
      expect.objectContaining({ name: 'Square', rect: [0, 0, 0.5, 1], by: 'manual', confidence: 1 }),
      found[1],
    ]);
    const rendered = await dmx(shop.folder, 'render', 'a.png:Square', '--modifiers', 'wid=60&fmt=png', '-o', 'r.png');
    expect(rendered.exit).toBe(0);
    const [red, blue] = await colorOf(join(shop.folder, 'r.png'));
    expect(blue - red).toBeGreaterThan(100);

    // The profile asks for another ratio now: its crop is found anew, and the manifest says why.
    edit(profile(shop), (text) => text.replace('"1:1", width: 60', '"3:2", width: 60'));
    await ingest(shop);
    expect(await cropsOf(shop, 'a.png')).toEqual([
      expect.objectContaining({ name: 'Square', by: 'saliency', setAside: 'ratio' }),
      found[1],
    ]);

    expect(readLines(await crop('--clear', '--focus', '0.125,0.5'))[0]).toMatchObject({ due: ['Square', 'Tall'] });
    expect(await ingest(shop)).toMatchObject({ made: 2, kept: 4 });
    expect((await cropsOf(shop, 'a.png')).map(({ rect }) => rect[0])).toEqual([0, 0]);
    expect(await readFile(join(shop.assets, 'a.png.dmx.yaml'), 'utf8')).toBe('focus: [ 0.125, 0.5 ]\n');

    expect(readLines(await crop('--clear'))[0]).toMatchObject({ said: null, due: ['Square', 'Tall'] });
    const { stdout } = await dmx(shop.folder, 'crop', 'b.png', '--focus', '0.1,0.5');
    for (const words of [
      'Square  ',
      '% sure',
      'Sidecar ',
      'focus  0.1,0.5',
      '2 renditions to be made anew: dmx ingest',
    ])
      expect(stdout).toContain(words);
  });

  it('with a mistake fails its asset alone, which keeps what it had; one of no master is told', async () => {
    const shop = await openCropShop(['a.png', 'b.png']);
    edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}overrides: said\n`);
    await ingest(shop);
    mkdirSync(join(shop.folder, 'said'));
    writeFileSync(join(shop.folder, 'said/a.png.dmx.yaml'), 'focus: [0.5]\n');
    writeFileSync(join(shop.folder, 'said/c.png.dmx.yaml'), 'focus: [0.5, 0.5]\n');
    writeFileSync(join(shop.assets, 'b.png.dmx.yaml'), 'focus: [0.125, 0.5]\n');
    const ended = await dmx(shop.folder, 'ingest', '--json');
    expect(ended.exit).toBe(3);
    const lines = readLines(ended);
    expect(lines.find(({ type }) => type === 'asset-refused')).toMatchObject({
      asset: 'a.png',
      errors: [{ code: 'SIDECAR_INVALID', message: expect.stringContaining('a.png.dmx.yaml:1:8') }],
    });
    const notices = lines.filter(({ type }) => type === 'notice');
    expect(notices.map(({ asset }) => asset)).toEqual(['b.png', 'c.png']);
    expect(lines.find(({ type }) => type === 'planned')).toMatchObject({ make: 0, ignored: 0 });
    const { state, renditions } = assetOf(await readManifest(shop.output), 'a.png');
    expect([state, renditions.length]).toEqual(['partial', 2]);

    writeFileSync(join(shop.folder, 'said/a.png.dmx.yaml'), 'focus: [0.125, 0.5]\n');
    expect(await ingest(shop)).toMatchObject({ made: 1, kept: 3, failedAssets: 0 });
    expect((await cropsOf(shop, 'a.png'))[0]?.rect[0]).toBe(0);
  });

  it('goes before the regions that people marked, which go before detectors', async () => {
    const shop = await openCropShop(['a.png']);
    await markFace(join(shop.assets, 'a.png'), [0, 0.25, 0.2, 0.5]);
    await ingest(shop);
    expect(await cropsOf(shop, 'a.png')).toEqual([expect.objectContaining({ by: 'regions', rect: [0, 0, 0.5, 1] })]);
    expect((await dmx(shop.folder, 'crop', 'a.png', '--focus', '0.75,0.5')).exit).toBe(0);
    expect(await ingest(shop)).toMatchObject({ made: 1 });
    expect(await cropsOf(shop, 'a.png')).toEqual([expect.objectContaining({ by: 'manual', rect: [0.5, 0, 0.5, 1] })]);
  });
});

describe('dmx without the packages of its networks', () => {
  it('makes crops by plain code, says so, and doctor says what is lost', async () => {
    const bin = installWithout(['@tensorflow', '@vladmandic']);
    const shop = await openCropShop(['a.png']);
    edit(profile(shop), (text) => text.replace('[manual, regions, saliency, center]', '[faces, objects, saliency]'));
    const flat = { create: { width: 120, height: 90, channels: 3, background: '#446688' } } as const;
    writeFileSync(join(shop.assets, 'flat.png'), await sharp(flat).png().toBuffer());
    const run = (...words: readonly string[]) => startDmx([...words, '--json'], { cwd: shop.folder, bin }).ended;

    const ended = await run('ingest');
    expect(ended.exit).toBe(0);
    const jobs = readLines(ended).filter(({ type }) => type === 'job-finished');
    const warnings = ['Smart crops were placed without looking for faces and objects: see `dmx doctor`.'];
    expect(jobs.find(({ asset }) => asset === 'a.png')).toMatchObject({ made: 2, warnings, unsure: [] });
    expect(jobs.find(({ asset }) => asset === 'flat.png')).toMatchObject({
      unsure: [{ name: 'Square', by: 'center', confidence: 0 }],
    });
    const [square] = await cropsOf(shop, 'a.png');
    expect(square?.rect[0]).toBeGreaterThan(0.4);

    // What the networks found on another machine is believed on this one.
    await plantFinding(shop.output, [0, 0, 0.2, 1], [faces, objects, saliency]);
    edit(profile(shop), withTall);
    const later = readLines(await run('ingest')).filter(({ type }) => type === 'job-finished');
    expect(later.map(({ made, warnings: told }) => [made, told])).toEqual([
      [1, []],
      [1, []],
    ]);
    expect((await cropsOf(shop, 'a.png'))[1]).toMatchObject({ name: 'Tall', rect: [0, 0, 0.25, 1] });

    const doctor = await run('doctor');
    expect(doctor.exit).toBe(0);
    const lost = readLines(doctor).filter(({ name, state }) => name === 'Detectors' && state === 'limited');
    expect(lost).toHaveLength(1);
    expect(lost[0]?.hint).toContain('without looking for faces and objects: run `npm install');
  });
});

describe('dmx without the weights that nobody gets unasked', () => {
  it('looks for objects by its own, believes what the others found, and doctor names whom it asks', async () => {
    const bin = installWithout(['@vladmandic']);
    const shop = await openCropShop(['a.png']);
    const run = (...words: readonly string[]) => startDmx([...words, '--json'], { cwd: shop.folder, bin }).ended;
    const told = async () => {
      const ended = await run('ingest');
      expect(ended.exit).toBe(0);
      const [job] = readLines(ended).filter(({ type }) => type === 'job-finished');
      return job?.['warnings'];
    };
    edit(profile(shop), (text) => text.replace('[manual, regions, saliency, center]', '[faces, objects]'));
    expect(await told()).toEqual([]);
    const versions = async () => readLines(await run('doctor')).find(({ name }) => name === 'detector objects');
    expect(await versions()).toMatchObject({ found: 'nanodet 1' });

    await plantFinding(shop.output, [0, 0, 0.2, 1], [faces, objects]);
    edit(profile(shop), withTall);
    expect(await told()).toEqual([]);
    expect((await cropsOf(shop, 'a.png'))[1]).toMatchObject({ name: 'Tall', rect: [0, 0, 0.25, 1] });
  });
});

describe('dmx report', () => {
  it('writes one page with every master, its crops and what failed, and changes nothing else', async () => {
    const shop = await openCropShop(['a b.png', 'é#.png']);
    await drawTorn(join(shop.assets, 'torn.png'), 1);
    writeFileSync(join(shop.assets, 'notes.txt'), 'words');
    expect(await ingest(shop)).toMatchObject({ made: 4, failedAssets: 1 });
    const before = await digestFiles(shop.output);
    const ended = await dmx(shop.folder, 'report', '--json');
    const file = join(shop.output, 'report.html');
    expect(readLines(ended)).toEqual([expect.objectContaining({ type: 'report', file, assets: 3 })]);
    const { 'report.html': _page, ...after } = await digestFiles(shop.output);
    expect(after).toEqual(before);

    const page = await readFile(file, 'utf8');
    expect(page).toContain('id="run">{"ignored":[{"path":"notes.txt",');
    const [, data = ''] = /class="assets">(.*)<\/script>/.exec(page) ?? [];
    const assets = JSON.parse(data) as ReportAsset[];
    expect(assets.map(({ path }) => path)).toEqual(['a b.png', 'torn.png', 'é#.png'].toSorted(compareUtf8));
    const [first, torn, last] = assets;
    expect(first).toMatchObject({
      width: 240,
      height: 120,
      picture: expect.stringMatching(/^data:image\/webp;base64,/),
      seconds: expect.any(Number),
      play: null,
    });
    expect(first?.crops[0]).toMatchObject({ name: 'Square', unsure: false, file: { width: 60, height: 60 } });
    expect(first?.crops[0]?.picture).toMatch(/^data:image\/jpeg;base64,/);
    expect(last?.crops[0]?.file?.link).toBe('renditions/%C3%A9%23.png/Square.jpg');
    expect(torn).toMatchObject({ picture: null, state: 'failed', errors: [{ code: 'SOURCE_CORRUPT' }] });
  });

  it('comes out whole although a run begins on the same output meanwhile', async () => {
    const shop = await openCropShop(['a.png']);
    await ingest(shop);
    const print: PrintReport = async function* (head, assets) {
      for await (const chunk of printReport(head, assets)) {
        yield chunk;
        await ingest(shop);
      }
    };
    const request = { command: 'report', cwd: shop.folder, folders: [] };
    const view = await report(request, print, { emit: () => undefined, signal: new AbortController().signal });
    expect(view.assets).toBe(1);
    expect(await readFile(view.file, 'utf8')).toMatch(/<\/html>\s*$/);
  });

  it('refuses an output that holds nothing', async () => {
    const shop = await openCropShop(['a.png']);
    const ended = await dmx(shop.folder, 'report', '--json');
    expect(ended.exit).toBe(2);
    expect(errorOf(ended).code).toBe('OUTPUT_EMPTY');
  });
});
