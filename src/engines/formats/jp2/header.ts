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

/** Size and channels of a codestream: what reaches from its offset to its end, on the grid of the picture. */
function readSize(codestream: Buffer): MagickHeader & { readonly channels: number } {
  if (codestream.readUInt32BE(0) !== CODESTREAM) throw new RangeError('expected a codestream of JPEG 2000');
  const [width, height] = [8, 12].map((at) => codestream.readUInt32BE(at) - codestream.readUInt32BE(at + 8));
  const channels = codestream.readUInt16BE(40);
  return { width: width ?? 0, height: height ?? 0, channels, alpha: false };
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

/** Reads the header of a JPEG 2000 file. Throws RangeError where it ends too early, or is none. */
export function readJp2Header(head: Buffer): MagickHeader {
  if (head.length >= 4 && head.readUInt32BE(0) === CODESTREAM) {
    const { channels, ...size } = readSize(head);
    return {
      ...size,
      format: 'J2C',
      colorSpace: channels < 3 ? 'gray' : 'srgb',
      alpha: channels === 2 || channels === 4,
    };
  }
  const header = findBox(head, 'jp2h');
  const size = header && findBox(header, 'ihdr');
  if (!header || !size) throw new RangeError('expected a header of JPEG 2000, got none');
  const alpha = hasOpacity(findBox(header, 'cdef'));
  // Of several the first that is understood counts; profiles come second where an enumeration stands first.
  const color = boxesIn(header).find(({ type }) => type === 'colr')?.content;
  return { width: size.readUInt32BE(4), height: size.readUInt32BE(0), alpha, ...colorsOf(color), ...xmpOf(head) };
}
