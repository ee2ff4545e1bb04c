import { type FileHandle, open } from 'node:fs/promises';
import { SourceError } from '../../model/errors.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { ofMaster } from '../image/source-error.ts';
import type { Decoder } from './decoder.ts';
import { missingPackage } from './foreign/load-package.ts';
import { type ExrFile, openExr, printPlainExr } from './hdr/exr-file.ts';
import { type ExrPart, sidesOf } from './hdr/exr-header.ts';
import { checkDwa } from './hdr/exr-dwa.ts';
import { bytesOf, isUnpacked } from './hdr/exr-piece.ts';
import { planesBytes, readPieces, readPlanes } from './hdr/exr-planes.ts';
import { type ReadPixels, readerOf } from './hdr/exr-rows.ts';
import { halfValues } from './hdr/half.ts';
import { type LinearPicture, writeLight } from './hdr/linear-picture.ts';

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

/** Throws RangeError or SourceError where the library would not come to an end, or asks for memory that no picture needs. */
async function checkPieces(handle: FileHandle, opened: ExrFile): Promise<void> {
  for await (const { packed, channels } of readPieces(handle, opened)) {
    const bytes = bytesOf(channels);
    if (packed.length < bytes) checkDwa(packed, bytes);
  }
}

/** Reads the pixels of a file in DWA, by the library that unpacks it. */
async function readWithLibrary(handle: FileHandle, opened: ExrFile, channels: number): Promise<ReadPixels> {
  const { EXRLoader, three } = await load();
  await checkPieces(handle, opened);
  const plain = printPlainExr(opened, await handle.readFile());
  const loader = new EXRLoader().setDataType(three.HalfFloatType).setOutputFormat(three.RGBAFormat);
  const { part } = opened;
  const { data, width, height } = loader.parse(plain);
  if (width !== part.width || height !== part.height || data.length !== width * height * CHANNELS) {
    throw new RangeError(`expected an OpenEXR of ${part.width}×${part.height}, got ${width}×${height}`);
  }
  const values = halfValues();
  return (row, into) => {
    // Its rows begin at the bottom.
    const start = (height - 1 - row) * width * CHANNELS;
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        into[x * channels + channel] = values[data[start + x * CHANNELS + channel] ?? 0] ?? 0;
      }
    }
  };
}

async function decode(file: string): Promise<LinearPicture> {
  await using handle = await open(file, 'r');
  const opened = await openExr(handle);
  const { part } = opened;
  const { width, height } = sidesOf(part.shown);
  const { colors, alpha } = opened.choice;
  const channels = colors === 'gray' ? 1 : alpha ? 4 : 3;
  const read = isUnpacked(part.compression)
    ? readerOf(await readPlanes(handle, opened), part.window, part.primaries)
    : await readWithLibrary(handle, opened, channels);
  const pixels = new Float32Array(part.width * channels);
  // Where the pixels begin in the box that is shown.
  const [left, top] = [part.window[0] - part.shown[0], part.window[1] - part.shown[1]];
  const [first, end] = [Math.max(0, left), Math.min(width, left + part.width)];
  return {
    ...{ width, height, channels, primaries: part.primaries },
    readRow: (y, into) => {
      into.fill(0);
      const row = y - top;
      if (row < 0 || row >= part.height) return;
      read(row, pixels);
      into.set(pixels.subarray((first - left) * channels, (end - left) * channels), first * channels);
    },
  };
}

/** Throws SourceError where a picture stores more pixels than are read, beside those that are shown. */
function checkStored(part: ExrPart, mime: string): void {
  const { mostPixels = Infinity } = masterFormat(mime)?.decoding ?? {};
  if (part.width * part.height <= mostPixels) return;
  const most = `expected ${LABEL} of at most ${mostPixels / 1e6} megapixels`;
  throw new SourceError('SOURCE_TOO_LARGE', `${most}, got ${part.width}×${part.height}`, {
    hint: 'Save it without the pixels beside its display window.',
  });
}

// Bytes per pixel that the library holds: half-float samples, the rewritten file, and the unpacked rows.
const LIBRARY_BYTES = 34;

/** Bytes that unpacking a picture takes. */
function unpackingBytes({ part, choice }: ExrFile): number {
  return isUnpacked(part.compression) ? planesBytes(part, choice.roles) : LIBRARY_BYTES * part.width * part.height;
}

const decoder: Decoder = {
  probe: async (file, mime) => {
    await using handle = await open(file, 'r');
    const opened = await openExr(handle);
    const { part, choice, header } = opened;
    checkStored(part, mime);
    return {
      ...{ kind: 'image', mime, ...sidesOf(part.shown), orientation: 1 },
      ...{ colorSpace: choice.colors === 'gray' ? 'gray' : 'srgb', icc: null, told: 'sRGB', hdr: 'light' },
      ...{ alpha: choice.alpha, depth: 16, progressive: false, pages: header.parts.length },
      rewriteBytes: unpackingBytes(opened),
    };
  },
  decode: async (file, target) => {
    const picture = await ofMaster(() => decode(file));
    await writeLight(picture, target);
  },
};

/** OpenEXR: a picture of light. */
export const exr = { decoder, encoder: undefined };
