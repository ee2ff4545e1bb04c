import type { Libheif } from 'libheif-js/libheif-wasm/libheif.js';
import { SourceError } from '../../../model/errors.ts';
import { emscriptenSettings } from '../foreign/emscripten.ts';
import { missingPackage, packageModule } from '../foreign/load-package.ts';

const PACKAGE = 'libheif-js';
const LABEL = 'HEIC and HEIF';

const compiled = packageModule(PACKAGE, LABEL, 'libheif-wasm/libheif.wasm');

/** An instance of the library, with its own memory. */
export interface LibheifInstance {
  readonly library: Libheif;
  /** Calls a function of C. */
  readonly run: (name: string, ...args: readonly number[]) => number;
  /** Calls a function that leaves an error at its first argument. Throws SourceError where it does. */
  readonly call: (name: string, ...args: readonly number[]) => void;
  /** Calls one that leaves an address, or a number, at its last argument. */
  readonly ask: (name: string, ...args: readonly number[]) => number;
  /** Takes bytes over into its memory; their address. */
  readonly store: (bytes: Uint8Array) => number;
}

// libheif's heif_error_code: what a file asks for and this build cannot do, as against what is wrong in the file.
const UNSUPPORTED = new Set([3, 4, 11]);
const MEMORY = 6;
// Its heif_suberror_code for sizes that do not agree with each other.
const LIMIT = 1000;

function textAt({ HEAPU8 }: Libheif, at: number): string {
  const end = HEAPU8.indexOf(0, at);
  return Buffer.from(HEAPU8.subarray(at, end)).toString('latin1').slice(0, 200);
}

/** The error that the library told, as one of dmx. */
function told(code: number, detail: number, reason: string): SourceError {
  if (code === MEMORY && detail !== LIMIT) {
    return new SourceError('SOURCE_TOO_LARGE', `expected a HEIF that libheif has memory for, got: ${reason}`, {
      hint: 'Scale the master down.',
    });
  }
  if (UNSUPPORTED.has(code) || detail === LIMIT) {
    return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a HEIF of pictures in HEVC or AV1, got: ${reason}`, {
      hint: 'Convert the master to JPEG, TIFF or PNG.',
    });
  }
  return new SourceError('SOURCE_CORRUPT', `expected a whole, undamaged HEIF, got: ${reason}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

/** Starts an instance of the library. Rejects with EngineError (ENGINE_MISSING) where it is not installed. */
export async function startLibheif(): Promise<LibheifInstance> {
  const module = await compiled();
  const { default: start } = await import('libheif-js/libheif-wasm/libheif.js').catch((error: unknown) => {
    throw missingPackage(PACKAGE, LABEL, error);
  });
  const library = start(emscriptenSettings(module));
  return withErrors(library);
}

function withErrors(library: Libheif): LibheifInstance {
  const run = (name: string, ...args: readonly number[]): number => {
    const called = library[`_${name}`];
    if (called === undefined) throw new Error(`libheif has no function ${name}`);
    return called(...args);
  };
  const number = (at: number): number => library.HEAPU32[at >> 2] ?? 0;
  const error = run('malloc', 12);
  const answer = run('malloc', 8);
  const call = (name: string, ...args: readonly number[]): void => {
    run(name, error, ...args);
    const code = number(error);
    if (code !== 0) throw told(code, number(error + 4), textAt(library, number(error + 8)));
  };
  return {
    library,
    run,
    call,
    ask: (name, ...args) => {
      call(name, ...args, answer);
      return number(answer);
    },
    store: (bytes) => {
      const at = run('malloc', bytes.length);
      library.HEAPU8.set(bytes, at);
      return at;
    },
  };
}
