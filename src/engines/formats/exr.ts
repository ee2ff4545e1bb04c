import { open, readFile } from 'node:fs/promises';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { missingPackage } from './foreign/load-package.ts';
import { type ExrFile, openExr, printPlainExr } from './light/exr-file.ts';
import { halfValues } from './light/half.ts';
import { type LightPicture, writeLight } from './light/light-picture.ts';

const PACKAGE = 'three';
const LABEL = 'OpenEXR';

/** Channels of its pixels, whatever the file has. */
const CHANNELS = 4;

/** The library, which speaks to the console of what its numbers cannot hold. */
async function load() {
  try {
    const three = await import('three');
    three.setConsoleFunction(() => {});
    const { EXRLoader } = await import('three/examples/jsm/loaders/EXRLoader.js');
    return { EXRLoader, three };
  } catch (error) {
    throw missingPackage(PACKAGE, LABEL, error);
  }
}

/** The pixels of a file as halves: rows from the bottom, RGBA. */
async function decodeHalves(file: string, opened: ExrFile): Promise<Uint16Array> {
  const { EXRLoader, three } = await load();
  const plain = printPlainExr(opened, await readFile(file));
  const loader = new EXRLoader().setDataType(three.HalfFloatType).setOutputFormat(three.RGBAFormat);
  const { data, width, height } = loader.parse(plain);
  const { part } = opened;
  if (width !== part.width || height !== part.height || data.length !== width * height * CHANNELS) {
    throw new RangeError(`expected an OpenEXR of ${part.width}×${part.height}, got ${width}×${height}`);
  }
  return data;
}

async function decode(file: string): Promise<LightPicture> {
  await using handle = await open(file, 'r');
  const opened = await openExr(handle);
  const { width, height, primaries } = opened.part;
  const { colors, alpha } = opened.choice;
  const halves = await decodeHalves(file, opened);
  const channels = colors === 'gray' ? 1 : alpha ? 4 : 3;
  const values = halfValues();
  return {
    ...{ width, height, channels, primaries },
    readRow: (y, into) => {
      const start = (height - 1 - y) * width * CHANNELS;
      for (let x = 0; x < width; x++) {
        for (let channel = 0; channel < channels; channel++) {
          into[x * channels + channel] = values[halves[start + x * CHANNELS + channel] ?? 0] ?? 0;
        }
      }
    },
  };
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    await using handle = await open(file, 'r');
    const { part, choice, header } = await openExr(handle);
    return {
      ...{ kind: 'image', mime, width: part.width, height: part.height, orientation: 1 },
      ...{ colorSpace: choice.colors === 'gray' ? 'gray' : 'srgb', icc: null, told: 'sRGB', hdr: 'light' },
      ...{ alpha: choice.alpha, depth: 16, progressive: false, pages: header.parts.length },
    };
  },
  decode: async (file, target) => {
    const picture = await ofMaster(() => decode(file));
    await writeLight(picture, target);
  },
};

/** OpenEXR: a picture of light. */
export const exr = { decoder, encoder: undefined };
