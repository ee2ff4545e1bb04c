import { SourceError } from '../../model/errors.ts';
import type { ReadableName, WritableName } from '../../model/formats/formats.ts';
import { conversionHint, masterFormat } from '../../model/formats/master-formats.ts';
import { avif } from './avif.ts';
import { bmp } from './bmp.ts';
import type { Decoder } from './decoder.ts';
import type { Encoder } from './encoder.ts';
import { eps } from './eps.ts';
import { exr } from './exr.ts';
import { gif } from './gif.ts';
import { hdr } from './hdr.ts';
import { heic } from './heic.ts';
import { heif } from './heif.ts';
import { ico } from './ico.ts';
import { jls } from './jls.ts';
import { jp2 } from './jp2.ts';
import { jpeg } from './jpeg.ts';
import { jxl } from './jxl.ts';
import { netpbm } from './netpbm.ts';
import { os2icon } from './os2icon.ts';
import { pcx } from './pcx.ts';
import { pdf } from './pdf.ts';
import { png } from './png.ts';
import { psd } from './psd.ts';
import { qoi } from './qoi.ts';
import { raw } from './raw.ts';
import { sgi } from './sgi.ts';
import { svg } from './svg.ts';
import { tga } from './tga.ts';
import { tiff } from './tiff.ts';
import { webp } from './webp.ts';

/** Each row of the formats demands a file: a decoder where it has `decoding`, an encoder where it has `encoding`. */
type FormatFiles = {
  readonly [Name in ReadableName | WritableName]: {
    readonly decoder: Name extends ReadableName ? Decoder : undefined;
    readonly encoder: Name extends WritableName ? Encoder : undefined;
  };
};

/** The REGISTRY of formats, by the names of their rows. */
const FILES: FormatFiles = {
  jpeg,
  png,
  gif,
  tiff,
  webp,
  avif,
  heic,
  heif,
  jls,
  jxl,
  jp2,
  bmp,
  ico,
  os2icon,
  tga,
  netpbm,
  pcx,
  sgi,
  qoi,
  hdr,
  exr,
  raw,
  svg,
  psd,
  pdf,
  eps,
};

const DECODERS: ReadonlyMap<string, Decoder | undefined> = new Map(
  Object.entries(FILES).map(([name, { decoder }]) => [name, decoder]),
);

/** The decoder of a MIME type. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED) where there is none. */
export function decoderOf(mime: string): Decoder {
  const format = masterFormat(mime);
  const decoder = format && DECODERS.get(format.name);
  if (decoder) return decoder;
  const got = format?.label ?? mime;
  throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a picture in a format that dmx reads, got ${got}`, {
    hint: conversionHint(format),
  });
}

export function encoderOf(name: WritableName): Encoder {
  return FILES[name].encoder;
}
