import { SourceError } from '../../../model/errors.ts';
import { profileName } from '../../image/color/profile-name.ts';
import { boxesIn, findBox, numbers, printBox, readBoxHead } from '../../../system/iso-bmff.ts';
import type { MagickHeader } from '../foreign/magick-decoder.ts';
import { hasSteps, isCodestream, isSubsampled, readableGrid, readGrid, sizeOf, unmixFew, writeGrid } from './grid.ts';

// ISO/IEC 15444-1: colour methods and spaces (I.5.3.3), channels (I.5.3.6).
const PROFILE_METHODS: ReadonlySet<number | undefined> = new Set([2, 3]);
const CMYK_SPACE = 12;
const SRGB_SPACE = 16;
const GRAY_SPACE = 17;
const YCC_SPACE = 18;
const OPACITY = 1;

// XMP part 3, 1.1.4.
const XMP_UUID = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/** The part of a header that a codestream tells. */
interface FromCodestream extends Pick<MagickHeader, 'width' | 'height' | 'canvas' | 'mend'> {
  readonly components: number;
  /** Its components are brightness and colours. */
  readonly ycc: boolean;
}

/** Throws RangeError where the bytes are no codestream, SourceError where it cannot be decoded correctly. */
function fromCodestream(codestream: Buffer): FromCodestream {
  const grid = readGrid(codestream);
  const sampled = readableGrid(grid);
  const isMended = hasSteps(grid) || unmixFew(codestream, grid);
  return {
    ...{ ...sizeOf(sampled), canvas: sampled.end, ...(isMended && { mend: asReadable }) },
    ...{ components: grid.components.length, ycc: isSubsampled(sampled) },
  };
}

/** The codestream of a file of boxes, from its first byte on; undefined where it begins behind these bytes. */
function codestreamIn(head: Buffer): Buffer | undefined {
  for (let at = 0; at + 16 <= head.length;) {
    const { type, bytes, headBytes } = readBoxHead(head, at);
    if (type === 'jp2c') return head.subarray(at + headBytes);
    if (bytes < headBytes) return undefined;
    at += bytes;
  }
  return undefined;
}

/** The content of the box that tells sides. */
const sidesIn = (file: Buffer): Buffer | undefined => findBox(file, 'jp2h', 'ihdr');

/** Makes a file one whose grid has a point for each sample of its first component, and that mixes none of few; changes what it is handed. */
function asReadable(file: Buffer): Buffer {
  const codestream = isCodestream(file) ? file : codestreamIn(file);
  if (codestream === undefined) return file;
  const told = readGrid(codestream);
  unmixFew(codestream, told);
  const grid = readableGrid(told);
  writeGrid(codestream, grid);
  const sides = sidesIn(file);
  // OpenJPEG takes a file for damaged whose header has another size than its grid.
  sides?.writeUInt32BE(grid.end.height - grid.start.height, 0);
  sides?.writeUInt32BE(grid.end.width - grid.start.width, 4);
  return file;
}

/** Tells whether a channel is alpha. */
function hasOpacity(definitions: Buffer | undefined): boolean {
  if (definitions === undefined || definitions.length < 2) return false;
  const count = Math.min(definitions.readUInt16BE(0), Math.floor((definitions.length - 2) / 6));
  return Array.from({ length: count }, (_, i) => definitions.readUInt16BE(4 + 6 * i)).includes(OPACITY);
}

/** The place in a profile of the space of its colours (ICC.1, 7.2). */
const PROFILE_SPACE = 16;
const SPACE_OF_PROFILE: Readonly<Record<string, MagickHeader['colorSpace']>> = { CMYK: 'cmyk', GRAY: 'gray' };

// ISO/IEC 15444-2, M.11.7.3.1: spaces whose samples ImageMagick takes for sRGB.
const MISTAKEN_SPACES: Readonly<Record<number, string>> = {
  ...{ 0: 'bi-level colours', 1: 'Y′CbCr', 3: 'Y′CbCr', 4: 'Y′CbCr', 9: 'PhotoYCC', 11: 'CMY', 13: 'YCCK', 14: 'Lab' },
  ...{ 15: 'bi-level colours', 19: 'Jab', 20: 'e-sRGB', 21: 'ROMM RGB', 24: 'e-sYCC' },
};

function refuse(got: string, hint: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a JPEG 2000 of a kind that dmx reads, got ${got}`, {
    hint,
  });
}

function colorsOf(color: Buffer | undefined): Pick<MagickHeader, 'colorSpace' | 'icc' | 'profile'> {
  if (color === undefined || color.length < 7) return {};
  if (PROFILE_METHODS.has(color[0])) {
    const icc = color.subarray(3);
    const colorSpace = SPACE_OF_PROFILE[icc.toString('latin1', PROFILE_SPACE, PROFILE_SPACE + 4)] ?? 'srgb';
    return { icc: profileName(icc), colorSpace, profile: Buffer.from(icc) };
  }
  const space = color.readUInt32BE(3);
  const mistaken = MISTAKEN_SPACES[space];
  if (mistaken !== undefined) throw refuse(`one in ${mistaken}`, 'Save it as RGB, CMYK or grayscale.');
  return { colorSpace: space === CMYK_SPACE ? 'cmyk' : space === GRAY_SPACE ? 'gray' : 'srgb' };
}

/** The packet of a file, where it stands before the pixels or these are few. */
function xmpOf(head: Buffer): Pick<MagickHeader, 'xmp'> {
  const packet = boxesIn(head).find(({ type, content }) => type === 'uuid' && XMP_UUID.equals(content.subarray(0, 16)));
  return packet === undefined ? {} : { xmp: packet.content.subarray(16) };
}

/** The description of a codestream by boxes: the space of its colours, and whether its last component is their opacity. */
interface Description {
  readonly space: number;
  readonly alpha: boolean;
}

/** Prints boxes around a codestream. */
function inBoxes(codestream: Buffer, { space, alpha }: Description): Buffer {
  const { components, ...grid } = readGrid(codestream);
  const colors = components.length - (alpha ? 1 : 0);
  const { width, height } = { width: grid.end.width - grid.start.width, height: grid.end.height - grid.start.height };
  const channels = components.flatMap((_, i) => (i < colors ? [i, 0, i + 1] : [i, OPACITY, 0]));
  const header = [
    printBox(
      'ihdr',
      numbers(4, height, width),
      numbers(2, components.length),
      numbers(1, components[0]?.depth ?? 0, 7, 0, 0),
    ),
    printBox('colr', numbers(1, 1, 0, 0), numbers(4, space)),
    ...(alpha ? [printBox('cdef', numbers(2, components.length, ...channels))] : []),
  ];
  return Buffer.concat([
    printBox('jP  ', Buffer.from('\r\n\x87\n', 'latin1')),
    printBox('ftyp', Buffer.from('jp2 \0\0\0\0jp2 ', 'latin1')),
    printBox('jp2h', ...header),
    printBox('jp2c', codestream),
  ]);
}

/** Makes a file one whose boxes say no more of its codestream than that. */
function describedAs(mend: MagickHeader['mend'], description: Description): (file: Buffer) => Buffer {
  return (file) => {
    const mended = mend?.(file) ?? file;
    return inBoxes(isCodestream(mended) ? mended : (codestreamIn(mended) ?? mended), description);
  };
}

/** Components of gray or of three colours, with their opacity. */
const isWithOpacity = (components: number): boolean => components === 2 || components === 4;

/** The header of a codestream that nothing describes: one channel is gray, a second or a fourth one their opacity. */
function bareHeader(codestream: Buffer): MagickHeader {
  const { mend, components, ycc, ...sides } = fromCodestream(codestream);
  const colorSpace = components < 3 ? 'gray' : 'srgb';
  const alpha = isWithOpacity(components);
  if (!alpha && !ycc) return { ...sides, ...(mend && { mend }), colorSpace, alpha };
  const space = ycc ? YCC_SPACE : colorSpace === 'gray' ? GRAY_SPACE : SRGB_SPACE;
  return { ...sides, colorSpace, alpha, mend: describedAs(mend, { space, alpha }) };
}

/**
 * The same header for a codestream in boxes without an image header, which OpenJPEG rejects as damaged: they are
 * stripped first.
 */
function insideBoxes({ mend, ...bare }: MagickHeader): MagickHeader {
  const unpack = (file: Buffer): Buffer => codestreamIn(file) ?? file;
  return { ...bare, mend: (file) => mend?.(unpack(file)) ?? unpack(file) };
}

// ISO/IEC 15444-6: pages of several pictures on top of each other.
const COMPOUND = 'ftypjpm ';

/**
 * Reads the header of a JPEG 2000 file. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED) for compound ones and for channels that
 * do not fit each other, RangeError where it ends too early, or is none.
 */
export function readJp2Header(head: Buffer): MagickHeader {
  if (isCodestream(head)) return bareHeader(head);
  if (head.toString('latin1', 16, 16 + COMPOUND.length) === COMPOUND) {
    throw refuse('a compound one (JPM)', 'Save its page as JP2 or TIFF.');
  }
  const header = findBox(head, 'jp2h');
  const codestream = codestreamIn(head);
  const size = sidesIn(head);
  if (!header || !size) {
    if (codestream === undefined) throw new RangeError('expected a header of JPEG 2000, got none');
    return insideBoxes(bareHeader(codestream));
  }
  const sides = codestream
    ? fromCodestream(codestream)
    : { width: size.readUInt32BE(4), height: size.readUInt32BE(0), components: 0, ycc: false };
  return { ...describedHeader(header, sides), ...xmpOf(head) };
}

/** The header of a codestream that boxes describe. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED). */
function describedHeader(header: Buffer, { components, ycc, ...sides }: FromCodestream): MagickHeader {
  // The first understood colour box counts; a profile is second to an enumerated colour space.
  const colors = colorsOf(boxesIn(header).find(({ type }) => type === 'colr')?.content);
  const definitions = findBox(header, 'cdef');
  const alpha = hasOpacity(definitions);
  if (colors.colorSpace === 'cmyk') {
    if (alpha) throw refuse('inks with opacity', 'Save it without transparency, or as TIFF.');
    return { ...sides, alpha, ...colors, inks: true };
  }
  if (ycc) return { ...sides, alpha, ...colors, mend: describedAs(sides.mend, { space: YCC_SPACE, alpha }) };
  // What the channels are that are more than the colours nobody says: for all readers a single one is the opacity.
  const told = definitions !== undefined || findBox(header, 'pclr') !== undefined;
  if (told || !isWithOpacity(components)) return { ...sides, alpha, ...colors };
  const space = components === 2 ? GRAY_SPACE : SRGB_SPACE;
  return { ...sides, ...colors, alpha: true, mend: describedAs(sides.mend, { space, alpha: true }) };
}
