import type { LibRaw } from 'libraw-wasm/dist/libraw.js';
import { readFile } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import type { Size } from '../../../model/geometry.ts';
import type { ForeignPicture } from '../foreign/foreign-picture.ts';
import { emscriptenSettings } from '../foreign/emscripten.ts';
import { missingPackage, packageModule } from '../foreign/load-package.ts';
import { isCutOff } from './raw-metadata.ts';

const PACKAGE = 'libraw-wasm';
const LABEL = 'camera raw';

const compiled = packageModule(PACKAGE, LABEL, 'dist/libraw.wasm');

// As dcraw develops by itself, white as the camera shot it, but with the curve of sRGB instead of television's: its power and
// the slope of its straight part, and four numbers that follow from them.
const SRGB_CURVE = [1 / 2.4, 12.92, 0, 0, 0, 0];
const DEVELOPING = { useCameraWb: true, outputBps: 16, outputColor: 1, gamm: SRGB_CURVE };

async function start(): Promise<LibRaw> {
  const module = await compiled();
  const { default: init } = await import('libraw-wasm/dist/libraw.js').catch((error: unknown) => {
    throw missingPackage(PACKAGE, LABEL, error);
  });
  const library = await init(emscriptenSettings(module));
  return new library.LibRaw();
}

const DAMAGED = 'Copy the file from the camera or the archive again; it is damaged or was cut off.';

async function refuse(file: string, cause: unknown): Promise<SourceError> {
  if (await isCutOff(file)) {
    const message = 'expected a whole camera raw, got one that ends before its pixels';
    return new SourceError('SOURCE_CORRUPT', message, { hint: DAMAGED, cause });
  }
  const expected = 'expected a camera raw that LibRaw knows, got one of another camera, or one that was cut off';
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', expected, {
    hint: 'Convert it to DNG or TIFF, or upload it again.',
    cause,
  });
}

/** Opens a file. Its exceptions are numbers of no meaning here. */
async function openRaw(file: string): Promise<LibRaw> {
  const [raw, bytes] = [await start(), await readFile(file)];
  try {
    raw.open(bytes, DEVELOPING);
    return raw;
  } catch (error) {
    throw await refuse(file, error);
  }
}

// LibRaw's number of a picture that is mirrored along its diagonal: of all that stand on their side it forgets this one.
const TRANSPOSED = 4;

/** The size of the picture as it is shown. */
function uprightSize(raw: LibRaw): Size {
  const { width, height, flip } = raw.metadata(false);
  return flip === TRANSPOSED ? { width: height, height: width } : { width, height };
}

// LibRaw's turns, in the order of a counter: half round, a quarter to the left, a quarter to the right.
const TURNS: Readonly<Record<number, number>> = { 3: 180, 5: 270, 6: 90 };

/**
 * The size that a raw is developed to, and the degrees clockwise that it is turned by. Throws SourceError, EngineError
 * (ENGINE_MISSING).
 */
export async function readRaw(file: string): Promise<{ readonly size: Size; readonly turn: number }> {
  const raw = await openRaw(file);
  return { size: uprightSize(raw), turn: TURNS[raw.metadata(false).flip] ?? 0 };
}

/** Develops a raw: upright, in sRGB, 16 bits. Throws SourceError, EngineError (ENGINE_MISSING). */
export async function developRaw(file: string): Promise<ForeignPicture> {
  const raw = await openRaw(file);
  const { width, height } = uprightSize(raw);
  const picture = developed(raw);
  if (picture.width !== width || picture.height !== height || ![1, 3].includes(picture.colors)) {
    const got = `${picture.width}×${picture.height} in ${picture.colors} colours`;
    throw new SourceError(
      'SOURCE_FORMAT_UNSUPPORTED',
      `expected a camera raw of ${width}×${height} in RGB, got ${got}`,
      {
        hint: 'Convert it to DNG or TIFF.',
      },
    );
  }
  const gray = picture.colors === 1;
  return {
    ...{ width, height, samples: picture.data, channels: picture.colors, alpha: false },
    space: gray ? 'gray' : 'srgb',
  };
}

function developed(raw: LibRaw) {
  try {
    return raw.imageData();
  } catch (error) {
    throw new SourceError('SOURCE_CORRUPT', 'expected a whole camera raw, got one whose pixels cannot be unpacked', {
      hint: DAMAGED,
      cause: error,
    });
  }
}
