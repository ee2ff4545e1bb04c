import type { ImageFacts } from '../asset.ts';
import type { Decoding } from './format.ts';

// Planes of 16 bits, a copy of them and RGB; the file may have 10 or 12 bits.
export const av1Decoding = ({ depth }: ImageFacts): number => (depth > 8 ? 26 : 19);

// HEVC is decoded before libvips reads it; its 16 bits with alpha take up to 18 bytes a pixel of the 2 GiB that WebAssembly has.
export const HEVC_DECODING: Decoding = {
  pixelBytes: (facts) => (facts.rewriteBytes === undefined ? av1Decoding(facts) : 0),
  wholeFile: true,
  reads:
    '8 to 12 bits, alpha, grids, bursts; rotated and cropped by its own properties, whatever its EXIF says; the first picture of a sequence',
  pixelNanoseconds: 80,
  package: 'libheif-js',
  mostPixels: 110_000_000,
};

// ImageMagick decodes before libvips reads; it takes up to 34 bytes a pixel of the 2 GiB that WebAssembly has.
export const byMagick = (reads: string): Decoding => ({
  ...{
    pixelBytes: () => 0,
    wholeFile: true,
    pixelNanoseconds: 150,
    package: '@imagemagick/magick-wasm',
    mostPixels: 50_000_000,
  },
  reads,
});

export const TIFF_DECODING: Decoding = {
  ...{ pixelBytes: () => 0, wholeFile: false, stripRows: 150, mayBeTiled: true },
  reads:
    'gray, RGB, palette, CMYK, Y′CbCr, Lab, LogLuv; signed and unsigned integers of 1 to 64 bits, floats of 16 to 64 bits; tiles, planes, extra channels; LZW, ZIP, PackBits, fax, JPEG, WebP, ZSTD, LZMA; the first page, or the page that `page` names; thumbnails do not count as pages',
  further: {
    '@imagemagick/magick-wasm': 'TIFFs with old JPEG, LogLuv, PixarLog, NeXT or ThunderScan compression',
    fzstd: 'TIFFs with ZSTD compression',
    'xz-decompress': 'TIFFs with LZMA compression',
  },
};
