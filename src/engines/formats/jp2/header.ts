import { SourceError } from '../../../model/errors.ts';
import { profileName } from '../../image/color/profile-name.ts';
import { boxesIn, findBox } from '../foreign/boxes.ts';
import type { MagickHeader } from '../foreign/magick-decoder.ts';

// ISO/IEC 15444-1: start of a codestream with its size (A.5.1), colour methods and spaces (I.5.3.3), channels (I.5.3.6).
const CODESTREAM = 0xff4f_ff51;
const PROFILE_METHOD = 2;
const CMYK_SPACE = 12;
const GRAY_SPACE = 17;
const OPACITY = 1;

// XMP part 3, 1.1.4.
const XMP_UUID = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/**
 * Size and channels of a codestream: what reaches from its offset to its end on the grid of the picture, in steps of its first
 * component. Throws RangeError where it is none.
 */
function readSize(codestream: Buffer): MagickHeader & { readonly channels: number } {
  if (codestream.readUInt32BE(0) !== CODESTREAM) throw new RangeError('expected a codestream of JPEG 2000');
  const sides = [0, 1].map((axis) => {
    const [end, start] = [codestream.readUInt32BE(8 + 4 * axis), codestream.readUInt32BE(16 + 4 * axis)];
    const step = codestream.readUInt8(43 + axis) || 1;
    return Math.ceil(end / step) - Math.ceil(start / step);
  });
  const channels = codestream.readUInt16BE(40);
  return { width: sides[0] ?? 0, height: sides[1] ?? 0, channels, alpha: false };
}

/** The codestream of a file of boxes, from its first byte on; undefined where it begins behind these bytes. */
function codestreamIn(head: Buffer): Buffer | undefined {
  for (let at = 0; at + 16 <= head.length;) {
    const told = head.readUInt32BE(at);
    const start = at + (told === 1 ? 16 : 8);
    if (head.toString('latin1', at + 4, at + 8) === 'jp2c') return head.subarray(start);
    const bytes = told === 1 ? Number(head.readBigUInt64BE(at + 8)) : told;
    if (bytes < start - at) return undefined;
    at += bytes;
  }
  return undefined;
}

/** Tells whether a channel is the opacity of the others. */
function hasOpacity(definitions: Buffer | undefined): boolean {
  if (definitions === undefined || definitions.length < 2) return false;
  const count = Math.min(definitions.readUInt16BE(0), Math.floor((definitions.length - 2) / 6));
  return Array.from({ length: count }, (_, i) => definitions.readUInt16BE(4 + 6 * i)).includes(OPACITY);
}

function colorsOf(color: Buffer | undefined): Pick<MagickHeader, 'colorSpace' | 'icc'> {
  if (color === undefined || color.length < 7) return {};
  if (color[0] === PROFILE_METHOD) return { icc: profileName(color.subarray(3)) };
  const space = color.readUInt32BE(3);
  return { colorSpace: space === CMYK_SPACE ? 'cmyk' : space === GRAY_SPACE ? 'gray' : 'srgb' };
}

/** The packet of a file, where it stands before the pixels or these are few. */
function xmpOf(head: Buffer): Pick<MagickHeader, 'xmp'> {
  const packet = boxesIn(head).find(({ type, content }) => type === 'uuid' && XMP_UUID.equals(content.subarray(0, 16)));
  return packet === undefined ? {} : { xmp: packet.content.subarray(16) };
}

/** The header of a codestream that nothing describes: one channel is gray, a second or a fourth one their opacity. */
function bareHeader(codestream: Buffer): MagickHeader {
  const { channels, ...size } = readSize(codestream);
  return {
    ...size,
    colorSpace: channels < 3 ? 'gray' : 'srgb',
    alpha: channels === 2 || channels === 4,
  };
}

// ISO/IEC 15444-6: pages of several pictures on top of each other.
const COMPOUND = 'ftypjpm ';

/**
 * Reads the header of a JPEG 2000 file. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED) for compound ones, RangeError where it
 * ends too early, or is none.
 */
export function readJp2Header(head: Buffer): MagickHeader {
  if (head.length >= 4 && head.readUInt32BE(0) === CODESTREAM) return { ...bareHeader(head), format: 'J2C' };
  if (head.toString('latin1', 16, 16 + COMPOUND.length) === COMPOUND) {
    const message = 'expected a JPEG 2000 of one picture, got a compound one (JPM)';
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', message, { hint: 'Save its page as JP2 or TIFF.' });
  }
  const header = findBox(head, 'jp2h');
  const codestream = codestreamIn(head);
  const size = header && findBox(header, 'ihdr');
  if (!header || !size) {
    if (codestream === undefined) throw new RangeError('expected a header of JPEG 2000, got none');
    return bareHeader(codestream);
  }
  const alpha = hasOpacity(findBox(header, 'cdef'));
  const { width, height } = codestream
    ? readSize(codestream)
    : { width: size.readUInt32BE(4), height: size.readUInt32BE(0) };
  // Of several the first that is understood counts; profiles come second where an enumeration stands first.
  const color = boxesIn(header).find(({ type }) => type === 'colr')?.content;
  return { width, height, alpha, ...colorsOf(color), ...xmpOf(head) };
}
