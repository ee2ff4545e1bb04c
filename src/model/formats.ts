import type { MediaKind } from './asset.ts';
import type { PixelType } from './recipe.ts';

/** A format that renditions can be written in. One row; `fmt=` values, extensions, MIME types, limits and docs follow. */
export interface OutputFormat {
  /** Names that `fmt=` takes, the canonical one first. */
  readonly names: readonly [string, ...string[]];
  readonly mime: string;
  readonly extension: string;
  /** Whether `-alpha` was asked: transparency is kept, `bgc` has no effect. */
  readonly alpha: boolean;
  /** Largest side in pixels that the format can hold. */
  readonly maxSide: number;
  /** Whether `qlt` matters. */
  readonly lossy: boolean;
  /** Pixel types that `fmt=` takes, the default first. */
  readonly pixelTypes: readonly [PixelType, ...PixelType[]];
  /** Compressions that `fmt=` takes, the default first; empty where the format has but one. */
  readonly compressions: readonly string[];
  /** The encoder's name in the engine, or null while the engine cannot write it. */
  readonly encoder: 'jpeg' | 'png' | 'webp' | 'avif' | 'gif' | 'tiff' | 'pdf' | 'eps' | null;
  /** What besides pixels a file can hold: a colour profile, a print resolution, the master's XMP, its paths. */
  readonly holds: {
    readonly icc: boolean;
    readonly density: boolean;
    readonly xmp: boolean;
    readonly paths: boolean;
  };
  readonly progressive?: boolean;
  readonly palette?: boolean;
}

type Family = Omit<OutputFormat, 'names' | 'alpha' | 'progressive' | 'palette'>;

// Sides: JPEG and GIF carry 16 bits (libjpeg's own limit is 65,500); WebP 14 bits; AVIF is bounded by AV1's 16 bits;
// PNG and TIFF carry 32, of which libvips uses at most 10,000,000.
const LIMIT = { jpeg: 65_500, webp: 16_383, avif: 16_384, gif: 65_535, png: 10_000_000, tiff: 10_000_000 } as const;

const ALL = { icc: true, density: true, xmp: true, paths: true } as const;
const NONE = { icc: false, density: false, xmp: false, paths: false } as const;

const JPEG: Family = {
  mime: 'image/jpeg',
  extension: 'jpg',
  maxSide: LIMIT.jpeg,
  lossy: true,
  pixelTypes: ['rgb', 'gray', 'cmyk'],
  compressions: [],
  encoder: 'jpeg',
  holds: ALL,
};
const PNG: Family = {
  mime: 'image/png',
  extension: 'png',
  maxSide: LIMIT.png,
  lossy: false,
  pixelTypes: ['rgb', 'gray'],
  compressions: [],
  encoder: 'png',
  holds: { ...ALL, xmp: false, paths: false },
};
const PNG8: Family = { ...PNG, pixelTypes: ['rgb'] };
const GIF: Family = { ...PNG, mime: 'image/gif', extension: 'gif', maxSide: LIMIT.gif, encoder: 'gif', holds: NONE };
const TIFF: Family = {
  mime: 'image/tiff',
  extension: 'tif',
  maxSide: LIMIT.tiff,
  lossy: false,
  pixelTypes: ['rgb', 'gray', 'cmyk'],
  compressions: ['none', 'lzw', 'zip', 'jpeg'],
  encoder: 'tiff',
  holds: ALL,
};
const WEBP: Family = {
  mime: 'image/webp',
  extension: 'webp',
  maxSide: LIMIT.webp,
  lossy: true,
  pixelTypes: ['rgb'],
  compressions: ['lossy', 'lossless'],
  encoder: 'webp',
  holds: { ...NONE, icc: true },
};
const AVIF: Family = { ...WEBP, mime: 'image/avif', extension: 'avif', maxSide: LIMIT.avif, encoder: 'avif' };
const PDF: Family = {
  ...TIFF,
  mime: 'application/pdf',
  extension: 'pdf',
  // Its JPEGs are JPEGs.
  maxSide: LIMIT.jpeg,
  compressions: ['none', 'zip', 'jpeg'],
  encoder: 'pdf',
  holds: { ...ALL, xmp: false, paths: false },
};
const EPS: Family = {
  ...PDF,
  mime: 'image/eps',
  extension: 'eps',
  compressions: [],
  encoder: 'eps',
  holds: { ...NONE, density: true, paths: true },
};
const UNWRITTEN: Family = { ...JPEG, encoder: null };
const JP2: Family = { ...WEBP, mime: 'image/jp2', extension: 'jp2', pixelTypes: ['rgb', 'gray'], encoder: null };
const JXR: Family = { ...WEBP, mime: 'image/vnd.ms-photo', extension: 'jxr', encoder: null };

/** Every output format of the serving language, those not yet written included: they are refused by name. */
export const OUTPUT_FORMATS: readonly [OutputFormat, ...OutputFormat[]] = [
  { ...JPEG, names: ['jpeg', 'jpg'], alpha: false },
  { ...JPEG, names: ['pjpeg', 'pjpg'], alpha: false, progressive: true },
  { ...PNG, names: ['png'], alpha: false },
  { ...PNG, names: ['png-alpha'], alpha: true },
  { ...PNG8, names: ['png8'], alpha: false, palette: true },
  { ...PNG8, names: ['png8-alpha'], alpha: true, palette: true },
  { ...GIF, names: ['gif'], alpha: false, palette: true },
  { ...GIF, names: ['gif-alpha'], alpha: true, palette: true },
  { ...TIFF, names: ['tif', 'tiff'], alpha: false },
  // JPEG inside TIFF cannot hold alpha.
  { ...TIFF, names: ['tif-alpha', 'tiff-alpha'], alpha: true, compressions: ['none', 'lzw', 'zip'] },
  { ...WEBP, names: ['webp'], alpha: false },
  { ...WEBP, names: ['webp-alpha'], alpha: true },
  { ...AVIF, names: ['avif'], alpha: false },
  { ...AVIF, names: ['avif-alpha'], alpha: true },
  { ...PDF, names: ['pdf'], alpha: false },
  { ...EPS, names: ['eps'], alpha: false },
  { ...JP2, names: ['jpeg2000'], alpha: false },
  { ...JP2, names: ['jpeg2000-alpha'], alpha: true },
  { ...JXR, names: ['jpegxr'], alpha: false },
  { ...JXR, names: ['jpegxr-alpha'], alpha: true },
  {
    ...UNWRITTEN,
    names: ['heic'],
    mime: 'image/heic',
    extension: 'heic',
    alpha: false,
    lossy: false,
    pixelTypes: ['rgb'],
  },
];

/** The row that a `fmt=` value names, case ignored. */
export function outputFormat(name: string): OutputFormat | undefined {
  const wanted = name.toLowerCase();
  return OUTPUT_FORMATS.find((format) => format.names.includes(wanted));
}

/** A kind of file that may lie in a library. */
export interface MasterFormat {
  readonly mime: string;
  readonly label: string;
  readonly kind: MediaKind;
  /** Whether an engine opens it; the others are listed as `unsupported`. */
  readonly readable: boolean;
}

const image = (mime: string, label: string, readable: boolean): MasterFormat => ({
  mime,
  label,
  kind: 'image',
  readable,
});
const video = (mime: string, label: string): MasterFormat => ({ mime, label, kind: 'video', readable: true });

/** Masters by MIME type as found in their first bytes. What is not in the table is no asset. */
export const MASTER_FORMATS: readonly MasterFormat[] = [
  image('image/jpeg', 'JPEG', true),
  image('image/png', 'PNG', true),
  image('image/apng', 'PNG', true),
  image('image/webp', 'WebP', true),
  image('image/gif', 'GIF', true),
  image('image/tiff', 'TIFF', true),
  image('image/avif', 'AVIF', true),
  image('image/svg+xml', 'SVG', true),
  image('image/heic', 'HEIC', false),
  image('image/heif', 'HEIF', false),
  image('image/heic-sequence', 'HEIC', false),
  image('image/heif-sequence', 'HEIF', false),
  image('image/bmp', 'BMP', false),
  image('image/vnd.adobe.photoshop', 'Photoshop', true),
  image('image/jp2', 'JPEG 2000', false),
  image('image/jpx', 'JPEG 2000', false),
  image('image/jpm', 'JPEG 2000', false),
  image('image/j2c', 'JPEG 2000', false),
  image('image/jls', 'JPEG-LS', false),
  image('image/jxl', 'JPEG XL', false),
  image('image/vnd.ms-photo', 'JPEG XR', false),
  image('image/x-canon-cr2', 'camera raw', false),
  image('image/x-canon-cr3', 'camera raw', false),
  image('image/x-nikon-nef', 'camera raw', false),
  image('image/x-sony-arw', 'camera raw', false),
  image('image/x-adobe-dng', 'camera raw', false),
  image('image/x-fujifilm-raf', 'camera raw', false),
  image('image/x-olympus-orf', 'camera raw', false),
  image('image/x-panasonic-rw2', 'camera raw', false),
  image('image/vnd.radiance', 'Radiance HDR', false),
  image('image/x-exr', 'OpenEXR', false),
  image('image/x-portable-anymap', 'Netpbm', false),
  image('image/x-xcf', 'GIMP', false),
  image('application/pdf', 'PDF', false),
  image('application/postscript', 'PostScript', false),
  image('application/eps', 'EPS', false),
  image('application/x-indesign', 'InDesign', false),
  video('video/mp4', 'MP4'),
  video('video/x-m4v', 'MP4'),
  video('video/quicktime', 'QuickTime'),
  video('video/webm', 'WebM'),
  video('video/matroska', 'Matroska'),
  video('video/vnd.avi', 'AVI'),
  video('video/mpeg', 'MPEG'),
  video('video/MP1S', 'MPEG'),
  video('video/MP2P', 'MPEG'),
  video('video/mp2t', 'MPEG-TS'),
  video('video/ogg', 'Ogg'),
  video('video/x-flv', 'Flash video'),
  video('video/x-ms-asf', 'Windows Media'),
  video('video/3gpp', '3GPP'),
  video('video/3gpp2', '3GPP'),
  video('image/mj2', 'Motion JPEG 2000'),
  video('application/mxf', 'MXF'),
];

const BY_MIME = new Map(MASTER_FORMATS.map((format) => [format.mime, format]));

export function masterFormat(mime: string): MasterFormat | undefined {
  return BY_MIME.get(mime);
}

/** The media kind of a master: the only place that decides it. A MIME type that no row has counts as a picture's. */
export function kindOf({ mime }: { readonly mime: string }): MediaKind {
  return masterFormat(mime)?.kind ?? 'image';
}
