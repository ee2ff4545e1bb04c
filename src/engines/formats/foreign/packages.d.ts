/** The parts of Node's WebAssembly that decoders use. */
declare namespace WebAssembly {
  class Module {
    private constructor();
  }
  class Instance {
    constructor(module: Module, imports: object);
    readonly exports: object;
  }
  function compile(bytes: Uint8Array): Promise<Module>;
}

// The parts that dmx uses of packages that need not be installed: with these it is checked whether they are there or not.

/** The settings with which Emscripten's own script starts an instance of a library. */
interface EmscriptenSettings {
  readonly instantiateWasm: (
    imports: object,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
  readonly print: (line: string) => void;
  readonly printErr: (line: string) => void;
}

declare module 'libheif-js/libheif-wasm/libheif.js' {
  /** The library's functions of C, their arguments addresses and numbers; a first one is where they leave an error. */
  export interface Libheif {
    readonly HEAPU8: Uint8Array;
    readonly HEAPU32: Uint32Array;
    readonly [name: `_${string}`]: (...numbers: readonly number[]) => number;
  }

  const start: (settings: EmscriptenSettings) => Libheif;
  export { start as default };
}

declare module 'jxl-oxide-wasm' {
  class RenderResult {
    private constructor();
    /** Uses it up. */
    encodeToPng(): Uint8Array;
  }

  export class JxlImage {
    constructor();
    free(): void;
    feedBytes(bytes: Uint8Array): number;
    /** False until its header is there. */
    tryInit(): boolean;
    render(): RenderResult;
    readonly loaded: boolean;
    readonly numLoadedKeyframes: number;
  }

  export function initSync(options: { readonly module: WebAssembly.Module }): unknown;
}

declare module '@imagemagick/magick-wasm' {
  export interface Profile {
    readonly data: Uint8Array;
  }

  interface Pixels {
    toByteArray(x: number, y: number, width: number, height: number, mapping: string): Uint8Array | null;
  }

  export interface IMagickImage {
    readonly width: number;
    readonly height: number;
    colorSpace: number;
    getColorProfile(): Profile | null;
    getProfile(name: string): Profile | null;
    getPixels<T>(use: (pixels: Pixels) => T): T;
  }

  export const ColorSpace: Readonly<Record<'Gray' | 'CMYK' | 'sRGB', number>>;
  export const ResourceLimits: { memory: bigint; disk: bigint };
  export class MagickReadSettings {
    constructor(settings: {
      readonly format: string;
      readonly frameIndex: number;
      readonly frameCount: number;
      readonly width?: number;
      readonly height?: number;
    });
    setDefine(name: string, value: string): void;
  }
  export const ImageMagick: {
    read<T>(bytes: Uint8Array, settings: MagickReadSettings, use: (image: IMagickImage) => T): T;
  };
  export function initializeImageMagick(module: WebAssembly.Module): Promise<void>;
}

declare module '@embedpdf/pdfium' {
  type Call = (...numbers: readonly number[]) => number;

  export interface WrappedPdfium {
    readonly pdfium: { readonly HEAPU8: Uint8Array; readonly wasmExports: { readonly malloc: Call } };
    readonly PDFiumExt_Init: () => void;
    readonly FPDF_LoadMemDocument: (at: number, bytes: number, password: string) => number;
    readonly FPDF_GetLastError: Call;
    readonly FPDF_GetMetaText: (document: number, tag: string, at: number, bytes: number) => number;
    readonly FPDF_GetPageCount: Call;
    /** Writes two floats, width and height in points. */
    readonly FPDF_GetPageSizeByIndexF: (document: number, page: number, at: number) => boolean;
    readonly FPDF_LoadPage: Call;
    readonly FPDF_GetPageWidthF: Call;
    readonly FPDF_GetPageHeightF: Call;
    readonly FPDF_RenderPageBitmap: Call;
    readonly FPDFBitmap_CreateEx: Call;
    readonly FPDFBitmap_FillRect: Call;
    readonly FPDFBitmap_GetStride: Call;
    readonly FPDFBitmap_GetBuffer: Call;
  }

  export function init(settings: EmscriptenSettings): Promise<WrappedPdfium>;
}

declare module 'libraw-wasm/dist/libraw.js' {
  interface About {
    /** Upright. */
    readonly width: number;
    readonly height: number;
    /** The turn of the picture, by LibRaw's numbers. */
    readonly flip: number;
  }

  interface Developed {
    readonly width: number;
    readonly height: number;
    readonly colors: number;
    readonly data: Uint16Array;
  }

  /** The library; it throws numbers. */
  export class LibRaw {
    constructor();
    open(file: Uint8Array, settings: Readonly<Record<string, number | boolean | readonly number[]>>): void;
    metadata(all: boolean): About;
    imageData(): Developed;
  }

  const start: (settings: EmscriptenSettings) => Promise<{ readonly LibRaw: typeof LibRaw }>;
  export { start as default };
}

declare module 'three' {
  export const HalfFloatType: number;
  export const RGBAFormat: number;
  export function setConsoleFunction(log: (kind: string, text: string) => void): void;
}

declare module 'three/examples/jsm/loaders/EXRLoader.js' {
  interface Pixels {
    readonly width: number;
    readonly height: number;
    /** Rows from the bottom. */
    readonly data: Uint16Array;
  }

  export class EXRLoader {
    constructor();
    setDataType(type: number): this;
    setOutputFormat(format: number): this;
    parse(file: ArrayBuffer): Pixels;
  }
}

declare module 'fzstd' {
  /** Fills `into`. Throws ZstdError. */
  export function decompress(packed: Uint8Array, into: Uint8Array): Uint8Array;
}

declare module 'xz-decompress' {
  class XzReadableStream extends ReadableStream<Uint8Array> {
    constructor(packed: ReadableStream<Uint8Array>);
  }
  const library: { readonly XzReadableStream: typeof XzReadableStream };
  export default library;
}
