/** A kind of TIFF that dmx does not read. */
interface RefusedKind {
  /** In words that go behind `TIFFs with`. */
  readonly what: string;
  readonly hint: string;
}

const AS_INTEGERS = 'Save it with 8 or 16 bits a channel, as whole numbers.';
const AS_RGB = 'Save it as RGB, CMYK or grayscale with 8 or 16 bits a channel.';
const AS_PLAIN = 'Save it with LZW or ZIP compression, or with none.';

/** THE TABLE of TIFFs that are refused as SOURCE_FORMAT_UNSUPPORTED, in the order in which they are looked for. */
export const REFUSED_TIFFS = {
  compression: {
    what: 'compressions that are not built in: ZSTD, LZMA, WebP, JPEG 2000, JPEG XL, LERC, JBIG, SGI Log, PixarLog',
    hint: AS_PLAIN,
  },
  colors: { what: 'raw samples of a sensor, LogL, LogLuv, ICC Lab, ITU Lab, masks and depth maps', hint: AS_RGB },
  inks: { what: 'inks that are not CMYK', hint: AS_RGB },
  mixed: { what: 'samples of several depths or kinds in one picture', hint: AS_INTEGERS },
  signed: { what: 'signed and complex samples', hint: AS_INTEGERS },
  depth: {
    what: 'whole numbers of 17 to 23, 25 to 31 and more than 32 bits, and of floats of 24 bits',
    hint: AS_INTEGERS,
  },
  floats: { what: 'floats that are neither gray nor RGB', hint: AS_INTEGERS },
  palette: { what: 'palettes of other depths than 1, 2, 4 and 8 bits, or with further channels', hint: AS_RGB },
  lab: { what: 'Lab of other depths than 16 bits, or with further channels', hint: AS_RGB },
  mix: {
    what: 'JPEG and fax compression, bits in reversed order, or Y′CbCr at less than full resolution, together with further channels, odd depths or tiles in planes',
    hint: AS_PLAIN,
  },
} as const satisfies Readonly<Record<string, RefusedKind>>;

export type RefusedTiff = keyof typeof REFUSED_TIFFS;
