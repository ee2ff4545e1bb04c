import { type Format, hasBrand, startsWith } from './format.ts';
import { byMagick, HEVC_DECODING } from './foreign-decoding.ts';
import { isBmp, isOs2Icon } from './judge-bmp.ts';
import { isJpegLs } from './judge-jpeg.ts';
import { isCrw, isMrw, isPhaseOne, isX3f } from './judge-raw.ts';
import { isTga } from './judge-tga.ts';

const MIB = 2 ** 20;

const unread = (label: string, extensions: Format['extensions'], ...types: Format['types']): Format => ({
  label,
  kind: 'image',
  extensions,
  types,
});
const mimes = (first: string, ...others: readonly string[]): Format['types'] => [
  { mime: first },
  ...others.map((mime) => ({ mime })),
];

/** Judges a file of Netpbm by its first numbers, or the first field of a PAM. */
const isNetpbm = (head: string): boolean =>
  /^P[1-6Ff]\s(?:#[^\n]*\n|\s)*\d+\s+\d+\s/.test(head) ||
  /^P7\n(?:#[^\n]*\n|\s)*(?:WIDTH|HEIGHT|DEPTH|MAXVAL|TUPLTYPE)\s/.test(head);

/** The byte at a position of the Latin-1 text. */
const byteAt = (head: string, at: number): number => head.codePointAt(at) ?? 0;

/** Judges a PCX by its packing and its bits a sample, behind a mark that is one line's end. */
const isPcx = (head: string): boolean =>
  head.startsWith('\n') && byteAt(head, 1) <= 5 && head[2] === '\x01' && [1, 2, 4, 8].includes(byteAt(head, 3));

/** Judges a picture of Silicon Graphics by its bytes a sample and its dimensions. */
const isSgi = (head: string): boolean =>
  head.startsWith('\x01\xDA') && [1, 2].includes(byteAt(head, 3)) && [1, 2, 3].includes(byteAt(head, 5));

/** PostScript is a program: what runs it is no part of dmx. */
export const POSTSCRIPT_ADVICE =
  'Save it as PDF, which dmx reads: in Illustrator, or by `ps2pdf -dEPSCrop` of Ghostscript.';

/** Pictures that `fmt=` has no name for: rows of the formats. What has no `decoding` is known and not read. */
export const MASTER_ONLY_FORMATS = {
  heif: {
    ...{ label: 'HEIF', kind: 'image', extensions: ['heif', 'heifs', 'hif'] },
    types: [
      { mime: 'image/heif-sequence', begins: hasBrand('msf1') },
      { mime: 'image/heif', begins: hasBrand('mif1', 'mif2', 'miaf') },
    ],
    decoding: HEVC_DECODING,
  },
  bmp: {
    ...{ label: 'BMP', kind: 'image', extensions: ['bmp', 'dib'] },
    types: [{ mime: 'image/bmp', begins: isBmp }],
    decoding: {
      ...{ pixelBytes: () => 0, wholeFile: true, pixelNanoseconds: 60 },
      reads:
        '1 to 32 bits per pixel, compressed or not, alpha if the header declares it; also without the file header; the first bitmap of an OS/2 array',
    },
  },
  os2icon: {
    ...{ label: 'OS/2 icon', kind: 'image', extensions: [] },
    types: [{ mime: 'image/x-os2-icon', begins: isOs2Icon }],
    decoding: {
      ...{ pixelBytes: () => 0, wholeFile: true },
      reads: 'the largest picture of an icon or pointer, with its mask',
    },
  },
  ico: {
    ...{ label: 'ICO', kind: 'image', extensions: ['ico'] },
    types: [{ mime: 'image/x-icon' }],
    decoding: byMagick('the largest picture'),
  },
  jls: {
    ...{ label: 'JPEG-LS', kind: 'image', extensions: ['jls'] },
    types: [{ mime: 'image/jls', begins: isJpegLs }],
    decoding: {
      // Its samples.
      ...{
        pixelBytes: ({ colorSpace, depth }) => (colorSpace === 'gray' ? 1 : 3) * (depth > 8 ? 2 : 1),
        wholeFile: true,
      },
      ...{ fixedBytes: 8 * MIB, pixelNanoseconds: 95 },
      reads: 'gray and RGB of 2 to 16 bits, lossless or near-lossless; no palettes',
    },
  },
  jxl: {
    ...{ label: 'JPEG XL', kind: 'image', extensions: ['jxl'] },
    types: [{ mime: 'image/jxl' }],
    decoding: {
      // Floats of the decoder, its PNG of 8 or 16 bits, and the samples of that. The share of alpha is by the peaks that were measured.
      ...{ pixelBytes: ({ depth, alpha }) => (depth > 8 ? 48 : 38) * (alpha ? 1.2 : 1) },
      ...{ wholeFile: true, package: 'jxl-oxide-wasm' },
      ...{
        mostPixels: 60_000_000,
        reads: 'gray, RGB, alpha; up to 16 bits, floats as 16, HDR; the first frame of an animation',
      },
    },
  },
  raw: {
    ...{ label: 'camera raw', kind: 'image' },
    extensions: [
      ...[
        'cr2',
        'cr3',
        'crw',
        'nef',
        'nrw',
        'arw',
        'sr2',
        'dng',
        'raf',
        'orf',
        'rw2',
        'rwl',
        'pef',
        'srw',
        'kdc',
        'dcr',
        '3fr',
        'erf',
        'iiq',
        'mrw',
        'x3f',
      ],
    ],
    types: [
      ...mimes('image/x-canon-cr2', 'image/x-canon-cr3', 'image/x-nikon-nef', 'image/x-sony-arw', 'image/x-adobe-dng'),
      ...mimes('image/x-fujifilm-raf', 'image/x-olympus-orf', 'image/x-panasonic-rw2'),
      { mime: 'image/x-canon-crw', begins: isCrw },
      { mime: 'image/x-minolta-mrw', begins: isMrw },
      { mime: 'image/x-sigma-x3f', begins: isX3f },
      { mime: 'image/x-phaseone-iiq', begins: isPhaseOne },
      { mime: 'image/x-raw', sensor: true },
    ],
    decoding: {
      // Samples of the sensor, four of each pixel, and those that are handed over.
      ...{ pixelBytes: () => 32, fixedBytes: 20 * MIB, wholeFile: true, pixelNanoseconds: 300 },
      ...{ package: 'libraw-wasm', mostPixels: 60_000_000 },
      reads:
        'CR2, CR3, CRW, NEF, ARW, DNG, RAF, ORF, RW2, PEF, SRW, KDC, 3FR, IIQ, MRW and other TIFFs with sensor data: developed with the white balance as shot, in 16-bit sRGB; with `raw: preview` in the profile the preview that the camera embedded, if it is a JPEG of at least nine tenths of the width and height (in TIFF-based files: CR2, NEF, ARW, DNG, PEF …; in CR3 and RAF)',
    },
  },
  // `.hdr` is what headers of maps and of measurements are called as well, which are text.
  hdr: {
    ...{ label: 'Radiance HDR', kind: 'image', extensions: ['rgbe'] },
    types: [{ mime: 'image/vnd.radiance', begins: (head) => /^#\?(RADIANCE|RGBE)\r?\n/.test(head) }],
    decoding: {
      ...{ pixelBytes: () => 0, wholeFile: true, pixelNanoseconds: 150 },
      reads: 'RGBE and XYZE, compressed or not, in all eight scan orders; tone mapped to the range of screens',
    },
  },
  exr: {
    ...{ label: 'OpenEXR', kind: 'image', extensions: ['exr'] },
    types: [{ mime: 'image/x-exr', begins: startsWith('v/1\x01') }],
    decoding: {
      // Pieces of the file, packed and unpacked, that V8 has not collected yet.
      ...{ pixelBytes: () => 0, fixedBytes: 19 * MIB, wholeFile: true },
      ...{ pixelNanoseconds: 200, mostPixels: 200_000_000 },
      further: { three: 'OpenEXRs with DWA compression' },
      reads:
        'RGB, RGBA, gray, and luminance with chroma at any resolution, as floats; the display window; the finished picture if there are several layers or parts; every compression except HTJ2K; no deep pixels; tone mapped to the range of screens',
    },
  },
  netpbm: {
    ...{ label: 'Netpbm', kind: 'image', extensions: ['pnm', 'pbm', 'pgm', 'ppm', 'pam', 'pfm'] },
    types: [{ mime: 'image/x-portable-anymap', begins: isNetpbm }],
    decoding: {
      ...{ pixelBytes: () => 0, wholeFile: true },
      reads:
        'PBM, PGM, PPM and PAM, as text and binary, up to 16 bits; PFM, tone mapped to the range of screens; the first picture',
    },
  },
  // Pictures of games, of films, of the first PCs and workstations: named, so that nobody takes them for damaged.
  dds: unread('DDS', ['dds'], { mime: 'image/x-dds', begins: startsWith('DDS |\0\0\0') }),
  pcx: {
    ...unread('PCX', ['pcx'], { mime: 'image/x-pcx', begins: isPcx }),
    decoding: byMagick('1 to 24 bits per pixel, compressed or not'),
  },
  sgi: {
    ...unread('SGI', ['sgi'], { mime: 'image/x-sgi', begins: isSgi }),
    decoding: {
      // Its samples.
      ...{
        pixelBytes: ({ colorSpace, alpha, depth }) =>
          ((colorSpace === 'gray' ? 1 : 3) + (alpha ? 1 : 0)) * (depth > 8 ? 2 : 1),
        wholeFile: true,
      },
      ...{ fixedBytes: 8 * MIB, pixelNanoseconds: 30 },
      reads: 'gray, RGB, alpha, with 8 and 16 bits, compressed or not; no palettes',
    },
  },
  qoi: {
    ...unread('QOI', ['qoi'], { mime: 'image/qoi', begins: startsWith('qoif') }),
    decoding: {
      ...{ pixelBytes: ({ alpha }) => (alpha ? 4 : 3), fixedBytes: 8 * MIB, wholeFile: true, pixelNanoseconds: 15 },
      reads: '8-bit RGB and alpha',
    },
  },
  dpx: unread('DPX', ['dpx'], { mime: 'image/x-dpx', begins: (head) => /^(?:SDPX|XPDS)/.test(head) }),
  ilbm: unread('Amiga IFF', ['ilbm', 'lbm'], {
    mime: 'image/x-ilbm',
    begins: (head) => /^FORM[^]{4}(?:ILBM|PBM )/.test(head),
  }),
  icns: unread('macOS icon', ['icns'], { mime: 'image/icns', begins: startsWith('icns') }),
  xcf: { ...unread('GIMP', ['xcf'], { mime: 'image/x-xcf' }), advice: 'Export it from GIMP as PNG, TIFF or PSD.' },
  postscript: { ...unread('PostScript', [], { mime: 'application/postscript' }), advice: POSTSCRIPT_ADVICE },
  indesign: {
    ...unread('InDesign', [], { mime: 'application/x-indesign' }),
    advice: 'Export it from InDesign as PDF.',
  },
  // It has no signature: all other formats are told first.
  tga: {
    ...{ label: 'TGA', kind: 'image', extensions: ['tga'] },
    types: [{ mime: 'image/x-tga', begins: isTga }],
    decoding: {
      ...{ pixelBytes: () => 0, wholeFile: true, pixelNanoseconds: 60 },
      reads: '8 to 32 bits per pixel, palette, compressed or not, alpha unless it is 0 everywhere',
    },
  },
} as const satisfies Readonly<Record<string, Format>>;
