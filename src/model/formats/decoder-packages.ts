/** A package that reads masters of some formats, and that dmx works without as long as there are none. */
interface DecoderPackage {
  /** The one version that its decoder is tried with, as in `optionalDependencies`. */
  readonly version: string;
  /** Licence of the package and of the libraries built into it. */
  readonly licence: string;
  /** The library that does the work. */
  readonly library: string;
}

/** THE TABLE of optional packages that decode masters; a format's row names the one that it needs. */
export const DECODER_PACKAGES = {
  'libheif-js': { version: '1.23.2', licence: 'LGPL-3.0', library: 'libheif and libde265, as WebAssembly' },
  '@imagemagick/magick-wasm': {
    ...{ version: '0.0.43', licence: 'Apache-2.0, OpenJPEG BSD-2-Clause' },
    library: 'ImageMagick and OpenJPEG, as WebAssembly',
  },
  '@embedpdf/pdfium': { version: '2.15.1', licence: 'MIT, PDFium Apache-2.0', library: 'PDFium, as WebAssembly' },
  'jxl-oxide-wasm': { version: '0.12.5', licence: 'MIT or Apache-2.0', library: 'jxl-oxide, as WebAssembly' },
  three: { version: '0.187.0', licence: 'MIT', library: 'the EXR loader of three.js' },
  'libraw-wasm': { version: '1.6.0', licence: 'ISC, LibRaw LGPL-2.1', library: 'LibRaw, as WebAssembly' },
  fzstd: { version: '0.1.1', licence: 'MIT', library: 'a reader of Zstandard in JavaScript' },
  'xz-decompress': { version: '0.2.3', licence: 'MIT', library: 'XZ Embedded, as WebAssembly' },
} as const satisfies Readonly<Record<string, DecoderPackage>>;

export type DecoderPackageName = keyof typeof DECODER_PACKAGES;
