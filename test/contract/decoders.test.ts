import { crc32 } from 'node:zlib';
import type { Sharp } from 'sharp';
import { readFileSync } from 'node:fs';
import { clearSlopes, deepSlopes } from '../../fixtures/make/slopes.ts';
import { printPsd, toPlanes, type PsdPicture } from '../../fixtures/make/psd.ts';
import { writePdf } from '../../src/engines/formats/documents/write-pdf.ts';
import { openPicture, toPicture } from '../../src/engines/image/source/pixels.ts';
import type { ReadableName } from '../../src/model/formats/formats.ts';
import { inRepository } from '../support/files/repository.ts';
import { printDng } from '../support/pictures/masters/print-dng.ts';
import {
  HUGE,
  HUGE_PDF,
  HUGE_TIFF,
  hugeJxl,
  hugeWebp,
  patched,
  sized,
  withFields,
} from '../support/pictures/masters/huge-headers.ts';
import { printJls } from '../support/pictures/masters/print-jls.ts';
import { lightOf, planesOf, printExr, printRadiance } from '../support/pictures/masters/print-light.ts';
import { printIcon, resizedIcon } from '../support/pictures/masters/print-os2-icon.ts';
import { turnHeic, turnJxl } from '../support/pictures/masters/turned-files.ts';
import { describeDecoder, DRAWN, type DecoderFiles } from './decoder.ts';
import { SMALL_FILES } from './small-files.ts';

const { width: WIDTH, height: HEIGHT } = DRAWN;

const plain = (): Sharp => openPicture(DRAWN);
const turned = (orientation: number): Sharp => plain().withMetadata({ orientation });
const deep = (): Sharp => plain().toColourspace('rgb16');

/** The left half is clear. */
const clear = (): Sharp => openPicture({ ...DRAWN, data: clearSlopes(), channels: 4 });

/** The place of a mark, which must be there. */
function placeOf(bytes: Buffer, mark: string): number {
  const at = bytes.indexOf(Buffer.from(mark, 'latin1'));
  if (at < 0) throw new Error(`expected ${mark} in the file`);
  return at;
}

/** Other sides in the header of a PNG, whose checksum is right. */
function resizedPng(png: Buffer, width: number, height: number): Buffer {
  return patched(png, (copy) => {
    copy.writeUInt32BE(width, 16);
    copy.writeUInt32BE(height, 20);
    copy.writeUInt32BE(crc32(copy.subarray(12, 29)), 29);
  });
}

function psdOf(more: Partial<PsdPicture>, samples: Uint8Array | Uint16Array = DRAWN.data, channels = 3): Buffer {
  const about = { width: WIDTH, height: HEIGHT, depth: 8, mode: 3 };
  return printPsd({ ...about, planes: toPlanes(samples, channels), ...more });
}

async function psdFiles(): Promise<DecoderFiles> {
  const good = psdOf({ packed: true });
  const { data } = await toPicture(clear());
  // As Photoshop merges it: onto white.
  const merged = data.map((value, i) => (i % 4 < 3 && data[i - (i % 4) + 3] === 0 ? 255 : value));
  return {
    ...{ good, decibels: Infinity, lying: patched(good, (copy) => void copy.writeUInt32BE(4 * HEIGHT, 14)) },
    // Of 900 megapixels: sides end there.
    huge: patched(good, (copy) => {
      copy.writeUInt32BE(30_000, 14);
      copy.writeUInt32BE(30_000, 18);
    }),
    clear: psdOf({ layers: -1 }, Uint8Array.from(merged), 4),
    deep: psdOf({ depth: 16 }, deepSlopes()),
  };
}

/** A TGA of 24 or 32 bits a pixel, its rows from the top. */
function tgaOf(samples: Uint8Array, channels: 3 | 4): Buffer {
  const head = Buffer.from([0, 0, 2, ...Array.from({ length: 9 }, () => 0), WIDTH, 0, HEIGHT, 0, 8 * channels]);
  // Blue stands first.
  const swapped = samples.map((_, i) => {
    const channel = i % channels;
    return samples[channel === 3 ? i : i - channel + (2 - channel)]!;
  });
  return Buffer.concat([head, Buffer.from([channels === 4 ? 0x28 : 0x20]), swapped]);
}

/** The rows of `DRAWN` as rectangles of a drawing; `more` = other attributes of its root. */
function svgOf(more = `width="${WIDTH}" height="${HEIGHT}"`, pixels = WIDTH * HEIGHT): Buffer {
  const dots = Array.from({ length: pixels }, (_, i) => {
    const color = DRAWN.data.subarray(3 * i, 3 * i + 3).join();
    return `<rect x="${i % WIDTH}" y="${Math.floor(i / WIDTH)}" width="1" height="1" fill="rgb(${color})"/>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" ${more}>${dots.join('')}</svg>`);
}

/** A TIFF of one strip that is taller than there are bytes for. */
function tallTiff(tiff: Buffer): Buffer {
  return patched(tiff, (copy) => {
    const first = copy.readUInt32LE(4);
    for (let at = first + 2; at < first + 2 + 12 * copy.readUInt16LE(first); at += 12) {
      const [tag, value] = [copy.readUInt16LE(at), 100 * HEIGHT];
      // The height, the rows of the strip, and its bytes.
      if (tag === 257 || tag === 278) copy.writeUInt16LE(value, at + 8);
      if (tag === 279) copy.writeUInt32LE(3 * WIDTH * value, at + 8);
    }
  });
}

/** A file that a program of another format made. */
const fixture = (path: string): Buffer => readFileSync(inRepository('fixtures/decoders', path));

/** Sides in the boxes of pictures' sizes: version and flags stand before them. */
function hugeItem(good: Buffer): Buffer {
  let huge = good;
  for (let at = placeOf(good, 'ispe'); at >= 0; at = good.indexOf('ispe', at + 4)) huge = sized(huge, at + 8, at + 12);
  return huge;
}

/** A HEIF of another brand, or as it is. */
function heifFiles(brand?: string): DecoderFiles {
  const read = (path: string): Buffer =>
    patched(fixture(`heic/${path}.heic`), (copy) => {
      // In front of the compatible ones, which are two.
      if (brand !== undefined) copy.write(`${brand}\0\0\0\0${brand}${brand}`, 8, 'latin1');
    });
  const good = read('plain');
  // The box of the picture's size: version and flags, width, height.
  const lying = patched(good, (copy) => void copy.writeUInt32BE(4 * HEIGHT, placeOf(good, 'ispe') + 12));
  const huge = hugeItem(good);
  const onSide = (orientation: number): Promise<Buffer> => Promise.resolve(turnHeic(good, orientation));
  return { good, lying, huge, decibels: 48, turned: onSide, clear: read('clear'), deep: read('deep') };
}

const FILES: Readonly<Record<ReadableName, () => Promise<DecoderFiles>>> = {
  jpeg: async () => {
    const about = { quality: 100, chromaSubsampling: '4:4:4' } as const;
    const good = await plain().jpeg(about).toBuffer();
    // Behind the marker of the frame: its length, the bits of a sample, the height.
    const lying = patched(good, (copy) => void copy.writeUInt16BE(4 * HEIGHT, placeOf(good, '\xFF\xC0') + 5));
    const huge = patched(good, (copy) => {
      copy.writeUInt16BE(HUGE.height, placeOf(good, '\xFF\xC0') + 5);
      copy.writeUInt16BE(HUGE.width, placeOf(good, '\xFF\xC0') + 7);
    });
    return {
      good,
      lying,
      huge,
      showsLies: true,
      decibels: 40,
      turned: (orientation) => turned(orientation).jpeg(about).toBuffer(),
    };
  },
  png: async () => {
    const good = await plain().png().toBuffer();
    return {
      ...{ good, lying: resizedPng(good, WIDTH, 4 * HEIGHT), huge: resizedPng(good, HUGE.width, HUGE.height) },
      ...{ decibels: Infinity, turned: (orientation) => turned(orientation).png().toBuffer() },
      ...{ clear: await clear().png().toBuffer(), deep: await deep().png().toBuffer() },
    };
  },
  gif: async () => {
    const good = await plain().gif({ dither: 0 }).toBuffer();
    // The descriptor of the frame: a comma, its place, its sides.
    const frame = good.lastIndexOf(Buffer.from([0x2c, 0, 0, 0, 0, WIDTH, 0, HEIGHT, 0]));
    const lying = patched(good, (copy) => {
      copy.writeUInt16LE(4 * HEIGHT, 8);
      copy.writeUInt16LE(4 * HEIGHT, frame + 7);
    });
    const huge = patched(good, (copy) => {
      for (const at of [6, frame + 5]) {
        copy.writeUInt16LE(HUGE.width, at);
        copy.writeUInt16LE(HUGE.height, at + 2);
      }
    });
    return { good, lying, huge, showsLies: true, decibels: 30, clear: await clear().gif().toBuffer() };
  },
  tiff: async () => {
    const good = await plain().tiff({ compression: 'none' }).toBuffer();
    return {
      ...{ good, lying: tallTiff(good), huge: withFields(good, HUGE_TIFF), decibels: Infinity },
      turned: (orientation) => turned(orientation).tiff({ compression: 'lzw' }).toBuffer(),
      clear: await clear().tiff({ compression: 'deflate' }).toBuffer(),
      deep: await deep().tiff({ compression: 'none' }).toBuffer(),
    };
  },
  webp: async () => {
    const good = await plain().webp({ lossless: true }).toBuffer();
    // Behind the signature of VP8L: 14 bits of width less one, 14 of height less one.
    const at = placeOf(good, 'VP8L') + 9;
    const lying = patched(good, (copy) => void copy.writeUInt32LE((copy.readUInt32LE(at) | (0x3fff << 14)) >>> 0, at));
    const onSide = (orientation: number): Promise<Buffer> => turned(orientation).webp({ lossless: true }).toBuffer();
    const half = clear().webp({ lossless: true });
    const huge = hugeWebp(good);
    return { good, lying, huge, decibels: Infinity, turned: onSide, clear: await half.toBuffer() };
  },
  avif: async () => {
    const about = { quality: 100, lossless: true, effort: 2 } as const;
    const good = await plain().avif(about).toBuffer();
    // The box of the picture's size: version and flags, width, height.
    const lying = patched(good, (copy) => void copy.writeUInt32BE(4 * HEIGHT, placeOf(good, 'ispe') + 12));
    const onSide = (orientation: number): Promise<Buffer> => turned(orientation).avif(about).toBuffer();
    const half = await clear().avif(about).toBuffer();
    return { good, lying, huge: hugeItem(good), decibels: 40, turned: onSide, clear: half };
  },
  heic: () => Promise.resolve(heifFiles()),
  heif: () => Promise.resolve(heifFiles('mif1')),
  jxl: () => {
    const [good, clear, deep] = ['plain', 'clear', 'deep'].map((name) => fixture(`jxl/${name}.jxl`));
    // Behind the signature: a side of a number of eights, five bits less one.
    const lying = patched(good!, (copy) => void copy.writeUInt8((copy[2]! & 0xc1) | (15 << 1), 2));
    const onSide = (orientation: number): Promise<Buffer> => Promise.resolve(turnJxl(good!, orientation));
    const files = { lying, huge: hugeJxl(), decibels: Infinity, turned: onSide };
    return Promise.resolve({ good: good!, clear: clear!, deep: deep!, ...files });
  },
  jls: async () => {
    const good = await printJls({ width: WIDTH, height: HEIGHT, samples: DRAWN.data, components: 3 });
    // The frame: precision, height, width of two bytes each.
    const frame = placeOf(good, '\xFF\xF7');
    const lying = patched(good, (copy) => void copy.writeUInt16BE(4 * HEIGHT, frame + 5));
    const huge = patched(good, (copy) => {
      copy.writeUInt16BE(HUGE.height, frame + 5);
      copy.writeUInt16BE(HUGE.width, frame + 7);
    });
    return { good, lying, huge, decibels: Infinity };
  },
  jp2: async () => {
    const [good, clear] = [fixture('jp2/plain.jp2'), fixture('jp2/clear.jp2')];
    // The box of the header: height, width.
    const lying = patched(good, (copy) => void copy.writeUInt32BE(4 * HEIGHT, placeOf(good, 'ihdr') + 4));
    // The start of the codestream: width and height behind what it can do.
    const start = placeOf(good, '\xFF\x4F\xFF\x51');
    return { good, lying, huge: sized(good, start + 8, start + 12), clear, decibels: Infinity };
  },
  bmp: async () => {
    const [good, clear] = [fixture('bmp/plain.bmp'), fixture('bmp/clear.bmp')];
    const huge = patched(good, (copy) => {
      copy.writeInt32LE(HUGE.width, 18);
      copy.writeInt32LE(HUGE.height, 22);
    });
    const lying = patched(good, (copy) => void copy.writeInt32LE(4 * HEIGHT, 22));
    return { good, lying, huge, clear, decibels: Infinity };
  },
  os2icon: async () => {
    const good = printIcon(DRAWN);
    const lying = resizedIcon(good, WIDTH, 4 * HEIGHT);
    const [huge, clear] = [resizedIcon(good, 30_000, 30_000), printIcon(DRAWN, WIDTH / 2)];
    return { good, lying, huge, clear, decibels: Infinity, facts: { alpha: true } };
  },
  ico: async () => {
    const [good, clear] = [fixture('ico/plain.ico'), fixture('ico/clear.ico')];
    // Behind the directory of one: the height of colours and mask.
    const lying = patched(good, (copy) => void copy.writeInt32LE(8 * HEIGHT, 22 + 8));
    const huge = patched(good, (copy) => {
      copy.writeInt32LE(HUGE.width, 22 + 4);
      copy.writeInt32LE(2 * HUGE.height, 22 + 8);
    });
    return { good, lying, huge, clear, decibels: Infinity, facts: { alpha: true } };
  },
  ...SMALL_FILES,
  tga: async () => {
    const good = tgaOf(DRAWN.data, 3);
    const lying = patched(good, (copy) => void copy.writeUInt16LE(4 * HEIGHT, 14));
    const huge = patched(good, (copy) => {
      copy.writeUInt16LE(HUGE.width, 12);
      copy.writeUInt16LE(HUGE.height, 14);
    });
    return { good, lying, huge, clear: tgaOf(clearSlopes(), 4), decibels: Infinity };
  },
  netpbm: async () => {
    const head = (most: number, height = HEIGHT): Buffer => Buffer.from(`P6\n# slopes\n${WIDTH} ${height}\n${most}\n`);
    const samples = Buffer.from(DRAWN.data);
    const deep = Buffer.from(deepSlopes().buffer).swap16();
    return {
      ...{ good: Buffer.concat([head(255), samples]), lying: Buffer.concat([head(255, 4 * HEIGHT), samples]) },
      ...{ deep: Buffer.concat([head(65_535), deep]), decibels: Infinity },
      huge: Buffer.from(`P6 ${HUGE.width} ${HUGE.height} 255\n`),
    };
  },
  hdr: async () => {
    const sides = [WIDTH, HEIGHT] as const;
    const good = printRadiance(lightOf(DRAWN.data), sides, { pack: true });
    const lying = printRadiance(lightOf(DRAWN.data), sides, { sizes: `-Y ${4 * HEIGHT} +X ${WIDTH}` });
    const huge = printRadiance(lightOf(DRAWN.data), sides, { sizes: `-Y ${HUGE.height} +X ${HUGE.width}` });
    return { good, lying, huge, decibels: 40, facts: { depth: 16, hdr: 'light' } };
  },
  exr: async () => {
    const size = { width: WIDTH, height: HEIGHT };
    const good = printExr({ ...size, channels: planesOf(lightOf(DRAWN.data), 3) });
    const box = placeOf(good, 'dataWindow\0box2i\0') + 21;
    const lying = patched(good, (copy) => void copy.writeInt32LE(4 * HEIGHT - 1, box + 12));
    // Colours are multiplied by alpha.
    const shares = clearSlopes().map((value, i, all) => (i % 4 < 3 && all[i - (i % 4) + 3] === 0 ? 0 : value));
    const clear = printExr({ ...size, channels: planesOf(lightOf(shares), 4) });
    const huge = patched(good, (copy) => {
      copy.writeInt32LE(HUGE.width - 1, box + 8);
      copy.writeInt32LE(HUGE.height - 1, box + 12);
    });
    return { good, lying, huge, clear, decibels: 48, facts: { depth: 16, hdr: 'light' } };
  },
  raw: async () => {
    const about = { width: WIDTH, height: HEIGHT, samples: DRAWN.data };
    const good = printDng(about);
    // Of the pixels: the length of the strip.
    const lying = patched(good, (copy) => {
      for (let at = 10; at < 10 + 12 * copy.readUInt16LE(8); at += 12) {
        const tag = copy.readUInt16LE(at);
        if (tag === 257 || tag === 278) copy.writeUInt32LE(4 * HEIGHT, at + 8);
      }
    });
    // Its pixels are developed: mixed of their neighbours, brightened as cameras do.
    const onSide = (orientation: number): Promise<Buffer> => Promise.resolve(printDng({ ...about, orientation }));
    return { good, lying, huge: withFields(good, HUGE_TIFF), turned: onSide, decibels: 18, facts: { depth: 16 } };
  },
  pdf: async () => {
    // A page of a pixel to the 150th of an inch.
    const good = writePdf({
      ...{ width: WIDTH, height: HEIGHT, pixelType: 'rgb', resolution: 150, rights: {} },
      stream: { filter: 'none', data: Buffer.from(DRAWN.data) },
    });
    const lying = Buffer.from(
      good
        .toString('latin1')
        .replace(/%PDF-1/, '%PDF-x')
        .replaceAll('obj', 'obi'),
      'latin1',
    );
    return { good, lying, huge: Buffer.from(HUGE_PDF), decibels: 30, facts: { alpha: true } };
  },
  svg: async () => {
    // A box of a million by a million: more than can be drawn.
    const lying = svgOf('width="1000000" height="1000000"');
    const half = svgOf(undefined, (WIDTH * HEIGHT) / 2);
    const huge = svgOf(`width="${HUGE.width}" height="${HUGE.height}"`, 1);
    return { good: svgOf(), lying, huge, decibels: Infinity, facts: { alpha: true }, clear: half };
  },
  psd: psdFiles,
};

for (const [name, make] of Object.entries(FILES)) describeDecoder(name, make);
