import { readFile } from 'node:fs/promises';
import type { Charls, FrameInfo } from '@cornerstonejs/codec-charls/decodewasmjs';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import { emscriptenSettings } from '../foreign/emscripten.ts';
import { missingPackage, packageModule } from '../foreign/load-package.ts';
import { withinTime } from '../foreign/within-time.ts';

const PACKAGE = '@cornerstonejs/codec-charls';
const LABEL = 'JPEG-LS';

const compiled = packageModule(PACKAGE, LABEL, 'dist/charlswasm_decode.wasm');

/** The samples of a JPEG-LS, interleaved. */
export interface LsSamples extends Size {
  readonly samples: Uint8Array | Uint16Array;
  readonly channels: number;
  /** Bits that are used of each sample. */
  readonly bits: number;
}

/** An instance of CharLS with a memory of its own. */
async function start(): Promise<Charls> {
  const module = await compiled();
  const { default: charls } = await import('@cornerstonejs/codec-charls/decodewasmjs').catch((error: unknown) => {
    throw missingPackage(PACKAGE, LABEL, error);
  });
  return charls(emscriptenSettings(module));
}

/** The error of an exception of C++, which comes as its address. */
function told(charls: Charls, thrown: unknown): unknown {
  if (typeof thrown !== 'number') return thrown;
  const reason = [charls.getExceptionMessage(thrown)].flat().at(-1) ?? '';
  if (!reason.includes('not supported')) return new RangeError(reason);
  return new SourceError(
    'SOURCE_FORMAT_UNSUPPORTED',
    `expected a JPEG-LS that CharLS reads, got one of which it says: ${reason}`,
    {
      hint: 'Save it as TIFF or PNG.',
    },
  );
}

/** Weaves planes that stand one after the other pixel by pixel. */
function weave<T extends Uint8Array | Uint16Array>(planes: T, into: T, channels: number): T {
  const pixels = planes.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < pixels; i++) into[i * channels + channel] = planes[channel * pixels + i] ?? 0;
  }
  return into;
}

/** Samples of a decoded frame, copied out of the memory of the library. */
function copied(decoded: Uint8Array, { bitsPerSample, componentCount }: FrameInfo, planar: boolean) {
  const bytes = Uint8Array.from(decoded);
  const samples = bitsPerSample > 8 ? new Uint16Array(bytes.buffer) : bytes;
  if (!planar || componentCount === 1) return samples;
  return samples instanceof Uint8Array
    ? weave(samples, new Uint8Array(samples.length), componentCount)
    : weave(samples, new Uint16Array(samples.length), componentCount);
}

// A megapixel takes a tenth of a second; of damaged files some are never finished.
const LEAST_SECONDS = 20;
const SECONDS = 4;

/** Decodes a JPEG-LS of so many pixels. Throws SourceError, EngineError (ENGINE_MISSING), or RangeError where it is damaged. */
export async function decodeWithCharls(file: string, pixels: number): Promise<LsSamples> {
  const charls = await start();
  const bytes = await readFile(file);
  const decoder = new charls.JpegLSDecoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    withinTime('a JPEG-LS', LEAST_SECONDS + SECONDS * (pixels / 1e6), () => decoder.decode());
    const frame = decoder.getFrameInfo();
    const samples = copied(decoder.getDecodedBuffer(), frame, decoder.getInterleaveMode() === 0);
    const { width, height, componentCount: channels, bitsPerSample: bits } = frame;
    return { width, height, samples, channels, bits };
  } catch (error) {
    throw told(charls, error);
  } finally {
    decoder.delete();
  }
}
