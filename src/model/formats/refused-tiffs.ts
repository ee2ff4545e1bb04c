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
    what: 'compressions that are not built in: JBIG, JPEG 2000, JPEG XL, LERC',
    hint: AS_PLAIN,
  },
  colors: { what: 'raw samples of a sensor, ITU Lab and depth maps', hint: AS_RGB },
  inks: { what: 'inks that are not CMYK', hint: AS_RGB },
  formats: { what: 'whole numbers beside floats in one picture', hint: AS_INTEGERS },
  complex: { what: 'complex samples', hint: AS_INTEGERS },
  depth: {
    what: 'whole numbers of more than 64 bits, and floats of other than 16, 24, 32 and 64 bits',
    hint: AS_INTEGERS,
  },
  floats: { what: 'floats as Y′CbCr or in a palette', hint: AS_INTEGERS },
  palette: { what: 'palettes of more than 16 bits', hint: AS_RGB },
  mix: {
    what: 'fax compression with further channels or odd depths; Y′CbCr at less than full resolution in odd depths; differences between samples of several depths',
    hint: AS_PLAIN,
  },
} as const satisfies Readonly<Record<string, RefusedKind>>;

export type RefusedTiff = keyof typeof REFUSED_TIFFS;
