import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SLOPES, slopes } from '../../../fixtures/make/slopes.ts';
import { writePdf } from '../../../src/engines/formats/documents/write-pdf.ts';
import { DECODER_PACKAGES, type DecoderPackageName } from '../../../src/model/formats/decoder-packages.ts';
import { readManifest } from '../../support/cli/dmx-output.ts';
import { startDmx } from '../../support/cli/dmx.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';
import { inRepository } from '../../support/files/repository.ts';
import { printDng } from '../../support/pictures/masters/print-dng.ts';
import { planesOf, printExr } from '../../support/pictures/masters/print-light.ts';
import { writeOddTiff } from '../../support/pictures/masters/write-odd-tiff.ts';

const { width, height } = SLOPES;

const page = (): Buffer =>
  writePdf({
    ...{ width, height, pixelType: 'rgb', resolution: 150, rights: {} },
    stream: { filter: 'none', data: Buffer.from(slopes) },
  });

const tiff = (compression: number): Buffer =>
  writeOddTiff({ photometric: 1, bits: 8, format: 1, halves: [[0.25], [0.75]], compression });

const fixture = (path: string): Buffer => readFileSync(inRepository('fixtures/decoders', path));

/** A master that each package reads; a package without one is none that dmx says how to add. */
const MASTERS: Readonly<Record<DecoderPackageName, readonly [name: string, make: () => Buffer]>> = {
  'libheif-js': ['a.heic', () => fixture('heic/plain.heic')],
  '@imagemagick/magick-wasm': ['a.jp2', () => fixture('jp2/plain.jp2')],
  '@embedpdf/pdfium': ['a.pdf', page],
  'jxl-oxide-wasm': ['a.jxl', () => fixture('jxl/plain.jxl')],
  three: ['a.exr', () => printExr({ width, height, channels: planesOf(slopes, 3), compression: 8 })],
  'libraw-wasm': ['a.dng', () => printDng({ width, height, samples: slopes })],
  fzstd: ['zstd.tif', () => tiff(50_000)],
  'xz-decompress': ['lzma.tif', () => tiff(34_925)],
};

/** A copy of the program beside all packages of this one but those that decode masters. */
function installWithoutDecoders(folder: string): string {
  for (const part of ['bin', 'package.json', 'profiles', 'models']) {
    cpSync(inRepository(part), join(folder, part), { recursive: true });
  }
  cpSync(inRepository('dist'), join(folder, 'dist'), { recursive: true });
  const modules = inRepository('node_modules');
  const scopes = readdirSync(modules).filter((name) => name.startsWith('@'));
  const names = readdirSync(modules).filter((name) => !name.startsWith('@') && !name.startsWith('.'));
  const scoped = scopes.flatMap((scope) => readdirSync(join(modules, scope)).map((name) => `${scope}/${name}`));
  for (const name of [...names, ...scoped]) {
    if (name in DECODER_PACKAGES) continue;
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(modules, name), link);
  }
  return join(folder, 'bin/dmx.js');
}

describe('a master whose optional package is not installed', () => {
  it('fails with the name of the package and the command that adds it, and stops no other', async () => {
    const folder = ownFolder();
    const bin = installWithoutDecoders(join(folder, 'dmx'));
    const masters = Object.fromEntries(Object.values(MASTERS).map(([name, make]) => [name, make()]));
    const good = readFileSync(inRepository('fixtures/library/shoes/red.jpg'));
    writeFiles(join(folder, 'assets'), { ...masters, 'red.jpg': good });
    const { exit } = await startDmx(['ingest', 'assets', '--json'], { cwd: folder, bin }).ended;
    expect(exit).toBe(4);
    const { assets } = await readManifest(join(folder, 'dmx-out'));
    const told = assets.map(({ path, errors }) => [path, errors.map(({ code, hint }) => [code, hint])]);
    const wanted = Object.entries(MASTERS).map(([name, [file]]) => {
      const version = DECODER_PACKAGES[name as DecoderPackageName].version;
      const command = expect.stringContaining(`${name}@${version}`) as string;
      return [file, [['ENGINE_MISSING', command]]];
    });
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries([...wanted, ['red.jpg', []]]));
  }, 120_000);
});
