import type { Encoding, EncodingCost } from './format.ts';

/** Bytes that an encoder holds: for each pixel, and whatever its size. */
export const cost = (pixelBytes: number, fixedMebibytes = 0): EncodingCost => ({
  pixelBytes,
  fixedBytes: fixedMebibytes * 2 ** 20,
});

// All coefficients twice, once for the optimised Huffman tables; half the resolution of colours halves them.
export const jpegEncoding: Encoding = ({ fullChroma, pixelType }) => {
  if (pixelType === 'gray') return cost(4.4);
  if (pixelType === 'cmyk') return cost(19);
  return cost(fullChroma === true ? 13.5 : 7);
};

// Finished files of noise are larger than its pixels; deflate and lzw of photographs take a third.
export const tiffEncoding: Encoding = ({ compression, pixelType, embedPaths }) => {
  if (compression === 'jpeg') return cost(1);
  // With paths the finished file is put together anew.
  const copy = embedPaths === true ? (pixelType === 'cmyk' ? 4 : 3) : 0;
  return cost((pixelType === 'cmyk' ? 5.5 : 3) + copy);
};

// Planes of 16 bits, their reference frames and the tables of the rate control; `small` looks at more of them at a time.
export const avifEncoding: Encoding = ({ compression, effort }, { alpha }) => {
  const pixelBytes = compression === 'lossless' ? 44 : alpha ? 48 : 39;
  return cost(effort === 'small' ? 1.4 * pixelBytes : pixelBytes, 14);
};

// The palette's histogram, the picture as RGBA and as indices; else the file while it grows in memory: by the peaks that were
// measured of photographs with grain.
export const pngEncoding: Encoding = (_output, { alpha, palette }) => (palette ? cost(5, 24) : cost(alpha ? 5 : 4.2));
