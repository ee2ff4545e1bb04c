import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import type { Size } from '../../../src/model/geometry.ts';
import { writePdf } from '../../../src/engines/formats/documents/write-pdf.ts';
import { printPsd, toPlanes } from '../../../fixtures/make/psd.ts';
import { inRepository } from '../../support/files/repository.ts';
import { printDng } from '../../support/pictures/masters/print-dng.ts';
import { printJls } from '../../support/pictures/masters/print-jls.ts';

/** Sizes of the masters, by the name that cases give them. */
const SIZES = {
  small: { width: 800, height: 600 },
  middle: { width: 3000, height: 2000 },
  large: { width: 6000, height: 4000 },
  huge: { width: 10_000, height: 10_000 },
} as const satisfies Readonly<Record<string, Size>>;

export type SizeName = keyof typeof SIZES;

type Make = (scene: Sharp) => Sharp;

/** Writes a picture as a Photoshop file: `mode` and samples as that format has them. */
function photoshop(mode: number, packed: boolean, make: Make, depth: 8 | 16 = 8): Kind['write'] {
  return async (scene, file) => {
    const options = { depth: depth === 8 ? 'uchar' : 'ushort' } as const;
    const { data, info } = await make(scene).raw(options).toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (mode === 4) for (let i = 0; i < data.length; i++) data[i] = 255 - (data[i] ?? 0);
    const samples = depth === 8 ? data : new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
    const layers = channels === 4 && mode === 3 ? -1 : 1;
    const planes = toPlanes(samples, channels);
    await writeFile(file, printPsd({ width, height, depth, mode, planes, packed, layers }));
  };
}

interface Kind {
  readonly extension: string;
  /** The program that writes it; absent = none is needed. */
  readonly program?: string;
  readonly write: (scene: Sharp, file: string) => Promise<unknown>;
}

const kind = (extension: string, make: Make): Kind => ({
  extension,
  write: (scene, file) => make(scene).toFile(file),
});

/** A kind that a program makes of a PNG. `words`: IN and OUT stand for files. */
function writtenBy(extension: string, make: Make, program: string, ...words: readonly string[]): Kind {
  return {
    extension,
    program,
    write: async (scene, target) => {
      const [from, to] = [`${target}.png`, `${target}.${extension}`];
      await make(scene).png({ compressionLevel: 1 }).toFile(from);
      await execa(
        program,
        words.map((word) => word.replace(/IN$/, from).replace(/OUT$/, to)),
      );
      await rename(to, target);
      await rm(from);
    },
  };
}

/** A page that is one photograph, a pixel for each that it is drawn with. */
const page: Kind = {
  extension: 'pdf',
  write: async (scene, file) => {
    const { data, info } = await scene.jpeg({ quality: 90 }).toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const stream = { filter: 'jpeg', data } as const;
    await writeFile(file, writePdf({ width, height, pixelType: 'rgb', stream, resolution: 150, rights: {} }));
  },
};

/** A kind that is printed of samples of three channels. */
function printed(
  extension: string,
  print: (picture: Size & { readonly samples: Uint8Array }) => Buffer | Promise<Buffer>,
): Kind {
  return {
    extension,
    write: async (scene, file) => {
      const { data, info } = await scene.raw().toBuffer({ resolveWithObject: true });
      await writeFile(file, await print({ width: info.width, height: info.height, samples: data }));
    },
  };
}

/** A QOI whose pixels each stand for themselves. */
function printQoi({ width, height, samples }: Size & { readonly samples: Uint8Array }): Buffer {
  const head = Buffer.from([...Buffer.from('qoif'), 0, 0, 0, 0, 0, 0, 0, 0, 3, 0]);
  head.writeUInt32BE(width, 4);
  head.writeUInt32BE(height, 8);
  const pixels = Buffer.alloc((samples.length / 3) * 4, 0xfe);
  for (let from = 0, to = 1; from < samples.length; from += 3, to += 4)
    pixels.set(samples.subarray(from, from + 3), to);
  return Buffer.concat([head, pixels, Buffer.from([0, 0, 0, 0, 0, 0, 0, 1])]);
}

const cmyk: Make = (scene) => scene.toColourspace('cmyk');
const gray: Make = (scene) => scene.toColourspace('b-w');
const deep: Make = (scene) => scene.toColourspace('rgb16');
const clear: Make = (scene) => scene.ensureAlpha(0.5);
const sideways: Make = (scene) => scene.withMetadata({ orientation: 6 });

/** Every kind of master that is decoded in a way of its own. */
const KINDS = {
  jpeg: kind('jpg', (scene) => scene.jpeg({ quality: 90 })),
  'jpeg-444': kind('jpg', (scene) => scene.jpeg({ quality: 95, chromaSubsampling: '4:4:4' })),
  'jpeg-gray': kind('jpg', (scene) => gray(scene).jpeg({ quality: 90 })),
  'jpeg-cmyk': kind('jpg', (scene) => cmyk(scene).jpeg({ quality: 90 })),
  'jpeg-sideways': kind('jpg', (scene) => sideways(scene).jpeg({ quality: 90 })),
  'jpeg-progressive': kind('jpg', (scene) => scene.jpeg({ quality: 90, progressive: true })),
  'jpeg-progressive-444': kind('jpg', (scene) =>
    scene.jpeg({ quality: 95, progressive: true, chromaSubsampling: '4:4:4' }),
  ),
  'jpeg-progressive-gray': kind('jpg', (scene) => gray(scene).jpeg({ quality: 90, progressive: true })),
  'jpeg-progressive-cmyk': kind('jpg', (scene) => cmyk(scene).jpeg({ quality: 90, progressive: true })),
  png: kind('png', (scene) => scene.png({ compressionLevel: 1 })),
  'png-alpha': kind('png', (scene) => clear(scene).png({ compressionLevel: 1 })),
  'png-gray': kind('png', (scene) => gray(scene).png({ compressionLevel: 1 })),
  'png-16': kind('png', (scene) => deep(scene).png({ compressionLevel: 1 })),
  'png-16-alpha': kind('png', (scene) => deep(clear(scene)).png({ compressionLevel: 1 })),
  'png-palette': kind('png', (scene) => scene.png({ palette: true, effort: 1 })),
  'png-interlaced': kind('png', (scene) => scene.png({ compressionLevel: 1, progressive: true })),
  'png-16-interlaced': kind('png', (scene) => deep(scene).png({ compressionLevel: 1, progressive: true })),
  'png-sideways': kind('png', (scene) => sideways(scene).png({ compressionLevel: 1 })),
  webp: kind('webp', (scene) => scene.webp({ effort: 0 })),
  'webp-alpha': kind('webp', (scene) => clear(scene).webp({ effort: 0 })),
  'webp-lossless': kind('webp', (scene) => scene.webp({ lossless: true, effort: 0 })),
  gif: kind('gif', (scene) => scene.gif({ effort: 1 })),
  tiff: kind('tif', (scene) => scene.tiff({ compression: 'none' })),
  'tiff-lzw': kind('tif', (scene) => scene.tiff({ compression: 'lzw' })),
  'tiff-jpeg': kind('tif', (scene) => scene.tiff({ compression: 'jpeg', quality: 90 })),
  'tiff-tiled': kind('tif', (scene) =>
    scene.tiff({ compression: 'deflate', tile: true, tileWidth: 256, tileHeight: 256 }),
  ),
  'tiff-alpha': kind('tif', (scene) => clear(scene).tiff({ compression: 'lzw' })),
  'tiff-16': kind('tif', (scene) => deep(scene).tiff({ compression: 'lzw' })),
  'tiff-float': kind('tif', (scene) => scene.toColourspace('scrgb').tiff({ compression: 'lzw' })),
  'tiff-cmyk': kind('tif', (scene) => cmyk(scene).tiff({ compression: 'lzw' })),
  'tiff-lab': kind('tif', (scene) => scene.toColourspace('lab').tiff({ compression: 'lzw' })),
  avif: kind('avif', (scene) => scene.avif({ quality: 60, effort: 0 })),
  'avif-444': kind('avif', (scene) => scene.avif({ quality: 60, effort: 0, chromaSubsampling: '4:4:4' })),
  psd: { extension: 'psd', write: photoshop(3, true, (scene) => scene) },
  'psd-raw': { extension: 'psd', write: photoshop(3, false, (scene) => scene) },
  'psd-alpha': { extension: 'psd', write: photoshop(3, true, clear) },
  'psd-16': { extension: 'psd', write: photoshop(3, true, deep, 16) },
  'psd-cmyk': { extension: 'psd', write: photoshop(4, true, cmyk) },
  'avif-alpha': kind('avif', (scene) => clear(scene).avif({ quality: 60, effort: 0 })),
  pdf: page,
  bmp: writtenBy('bmp', (scene) => scene, 'convert', 'IN', 'BMP3:OUT'),
  'bmp-alpha': writtenBy('bmp', clear, 'convert', 'IN', 'BMP:OUT'),
  tga: writtenBy('tga', (scene) => scene, 'convert', 'IN', '-compress', 'RLE', 'OUT'),
  netpbm: writtenBy('ppm', (scene) => scene, 'convert', 'IN', 'OUT'),
  'netpbm-16': writtenBy('ppm', deep, 'convert', 'IN', 'OUT'),
  jp2: writtenBy('jp2', (scene) => scene, 'opj_compress', '-r', '10', '-i', 'IN', '-o', 'OUT'),
  'jp2-alpha': writtenBy('jp2', clear, 'opj_compress', '-r', '10', '-i', 'IN', '-o', 'OUT'),
  jxl: writtenBy('jxl', (scene) => scene, 'cjxl', 'IN', 'OUT', '-e', '3'),
  'jxl-16': writtenBy('jxl', deep, 'cjxl', 'IN', 'OUT', '-d', '0', '-e', '3'),
  'jxl-alpha': writtenBy('jxl', clear, 'cjxl', 'IN', 'OUT', '-e', '3'),
  heic: writtenBy('heic', (scene) => scene, 'heif-enc', '-p', 'preset=ultrafast', 'IN', '-o', 'OUT'),
  'heic-10': writtenBy('heic', deep, 'heif-enc', '-b', '10', '-p', 'preset=ultrafast', 'IN', '-o', 'OUT'),
  pcx: writtenBy('pcx', (scene) => scene, 'convert', 'IN', 'OUT'),
  sgi: writtenBy('sgi', (scene) => scene, 'convert', 'IN', 'OUT'),
  'sgi-alpha': writtenBy('sgi', clear, 'convert', 'IN', 'OUT'),
  radiance: writtenBy('hdr', (scene) => scene, 'convert', 'IN', 'OUT'),
  exr: writtenBy('exr', (scene) => scene, 'convert', 'IN', '-compress', 'ZIP', 'OUT'),
  'exr-piz': writtenBy('exr', (scene) => scene, 'convert', 'IN', '-compress', 'Piz', 'OUT'),
  raw: printed('dng', printDng),
  jls: printed('jls', (picture) => printJls({ ...picture, components: 3 })),
  'jls-planes': printed('jls', ({ width, height, samples }) =>
    printJls({ width, height, samples: Buffer.concat(toPlanes(samples, 3)), components: 3, interleaving: 0 }),
  ),
  qoi: printed('qoi', printQoi),
  'heic-alpha': writtenBy('heic', clear, 'heif-enc', '-p', 'preset=ultrafast', 'IN', '-o', 'OUT'),
} as const satisfies Readonly<Record<string, Kind>>;

export type KindName = keyof typeof KINDS | 'svg';

export const KIND_NAMES: readonly KindName[] = [...(Object.keys(KINDS) as (keyof typeof KINDS)[]), 'svg'];

/** Tells whether a master of a kind can be made here: some need a program that is not installed everywhere. */
export function isMakeable(name: KindName): boolean {
  const { program }: Kind = name === 'svg' ? KINDS.png : KINDS[name];
  return program === undefined || spawnSync(program, ['--version']).error === undefined;
}

const PHOTO = inRepository('fixtures/library/banners/dusk.jpg');

/** One picture of every size, with the grain of a sensor: encoders need more memory for it than for flat colour. */
async function makeScene(folder: string, { width, height }: Size): Promise<string> {
  const file = join(folder, `scene-${width}x${height}.tif`);
  if (existsSync(file)) return file;
  const noise = { type: 'gaussian', mean: 128, sigma: 12 } as const;
  const grain = await sharp({ create: { width: 512, height: 512, channels: 3, background: 'gray', noise } })
    .png()
    .toBuffer();
  await sharp(PHOTO)
    .resize(width, height, { fit: 'cover' })
    .composite([{ input: grain, tile: true, blend: 'soft-light' }])
    .removeAlpha()
    .toColourspace('srgb')
    .tiff({ compression: 'none' })
    .toFile(`${file}.part`);
  await rename(`${file}.part`, file);
  return file;
}

function drawing({ width, height }: Size): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100">
    <rect width="100" height="60" fill="#2b6cb0"/><circle cx="50" cy="50" r="40" fill="#f6ad55" opacity="0.8"/></svg>`;
}

/** Makes a master in `folder`, where it is not there yet; answers its path. */
export async function makeMaster(folder: string, name: KindName, size: SizeName): Promise<string> {
  await mkdir(folder, { recursive: true });
  const extension = name === 'svg' ? 'svg' : KINDS[name].extension;
  const file = join(folder, `${name}-${size}.${extension}`);
  if (existsSync(file)) return file;
  if (name === 'svg') {
    await writeFile(file, drawing(SIZES[size]));
    return file;
  }
  const scene = sharp(await makeScene(folder, SIZES[size]), { limitInputPixels: false });
  await KINDS[name].write(scene, `${file}.part`);
  await rename(`${file}.part`, file);
  return file;
}
