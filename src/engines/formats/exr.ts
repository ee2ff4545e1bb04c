import { open, readFile } from 'node:fs/promises';
import type { ImageFacts } from '../../model/asset.ts';
import { SourceError } from '../../model/errors.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { missingPackage } from './foreign/load-package.ts';
import { withinTime } from './foreign/within-time.ts';
import { type ExrFile, openExr, printPlainExr } from './light/exr-file.ts';
import { type ExrPart, sidesOf } from './light/exr-header.ts';
import { halfValues } from './light/half.ts';
import { type LightPicture, writeLight } from './light/light-picture.ts';

const PACKAGE = 'three';
const LABEL = 'OpenEXR';

/** Channels of its pixels, whatever the file has. */
const CHANNELS = 4;

// A megapixel takes half a second; of damaged pieces in PIZ the library may never finish one.
const LEAST_SECONDS = 30;
const SECONDS = 20;

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
  const { part } = opened;
  const seconds = LEAST_SECONDS + SECONDS * ((part.width * part.height) / 1e6);
  const { data, width, height } = withinTime('an OpenEXR', seconds, () => loader.parse(plain));
  if (width !== part.width || height !== part.height || data.length !== width * height * CHANNELS) {
    throw new RangeError(`expected an OpenEXR of ${part.width}×${part.height}, got ${width}×${height}`);
  }
  return data;
}

async function decode(file: string): Promise<LightPicture> {
  await using handle = await open(file, 'r');
  const opened = await openExr(handle);
  const { part } = opened;
  const { width, height } = sidesOf(part.shown);
  const { colors, alpha } = opened.choice;
  const halves = await decodeHalves(file, opened);
  const channels = colors === 'gray' ? 1 : alpha ? 4 : 3;
  const values = halfValues();
  // Where the pixels begin in the box that is shown.
  const [left, top] = [part.window[0] - part.shown[0], part.window[1] - part.shown[1]];
  const [first, end] = [Math.max(0, left), Math.min(width, left + part.width)];
  return {
    ...{ width, height, channels, primaries: part.primaries },
    readRow: (y, into) => {
      into.fill(0);
      const row = y - top;
      if (row < 0 || row >= part.height) return;
      const start = ((part.height - 1 - row) * part.width - left) * CHANNELS;
      for (let x = first; x < end; x++) {
        for (let channel = 0; channel < channels; channel++) {
          into[x * channels + channel] = values[halves[start + x * CHANNELS + channel] ?? 0] ?? 0;
        }
      }
    },
  };
}

/** Bytes that unpacking a picture takes for the pixels which are not shown. Throws SourceError where these are too many. */
function hiddenBytes(part: ExrPart, facts: ImageFacts): number {
  const { pixelBytes, mostPixels = Infinity } = masterFormat(facts.mime)?.decoding ?? {};
  const stored = part.width * part.height;
  if (stored > mostPixels) {
    const most = `expected ${LABEL} of at most ${mostPixels / 1e6} megapixels`;
    throw new SourceError('SOURCE_TOO_LARGE', `${most}, got ${part.width}×${part.height}`, {
      hint: 'Save it without the pixels beside its display window.',
    });
  }
  return Math.max(0, stored - facts.width * facts.height) * (pixelBytes?.(facts) ?? 0);
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    await using handle = await open(file, 'r');
    const { part, choice, header } = await openExr(handle);
    const facts: ImageFacts = {
      ...{ kind: 'image', mime, ...sidesOf(part.shown), orientation: 1 },
      ...{ colorSpace: choice.colors === 'gray' ? 'gray' : 'srgb', icc: null, told: 'sRGB', hdr: 'light' },
      ...{ alpha: choice.alpha, depth: 16, progressive: false, pages: header.parts.length },
    };
    const hidden = hiddenBytes(part, facts);
    return hidden > 0 ? { ...facts, rewriteBytes: hidden } : facts;
  },
  decode: async (file, target) => {
    const picture = await ofMaster(() => decode(file));
    await writeLight(picture, target);
  },
};

/** OpenEXR: a picture of light. */
export const exr = { decoder, encoder: undefined };
