import { joinBytes, MARKER, readSegments, shortBytes } from './jpeg-segments.ts';

/** A tile as stored in a TIFF, with the fields of its directory that decoding needs. */
export interface StoredTile {
  readonly bytes: Uint8Array;
  /** The tables that all tiles of its level share (tag JPEGTables); absent = each has its own. */
  readonly tables?: Uint8Array | undefined;
  /** `true`: its three channels are red, green and blue as they are; false: they are Y′CbCr, or there is one. */
  readonly isRgb: boolean;
  /** The ICC profile of the picture. */
  readonly profile?: Uint8Array | undefined;
}

const SIGNATURE = Array.from('ICC_PROFILE\0', (letter) => letter.charCodeAt(0));

/** Bytes of a profile that one segment holds (ICC.1:2022, B.4). */
const MOST_OF_PROFILE = 65_519;

/** The segments in which a JPEG carries a profile. */
function profileSegments(profile: Uint8Array): readonly (readonly number[] | Uint8Array)[] {
  const count = Math.ceil(profile.length / MOST_OF_PROFILE);
  return Array.from({ length: count }, (_, i) => {
    const part = profile.subarray(i * MOST_OF_PROFILE, (i + 1) * MOST_OF_PROFILE);
    const head = [0xff, MARKER.profile, ...shortBytes(2 + SIGNATURE.length + 2 + part.length), ...SIGNATURE];
    return [[...head, i + 1, count], part];
  }).flat();
}

/** Adobe's APP14 marker with transform 0: no Y′CbCr conversion. */
const AS_STORED = [0xff, MARKER.adobe, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, 0];

/**
 * A tile as a JPEG of its own: with the tables that it shares, and with what says how its colours are meant. Not one of its
 * coefficients changes. Adobe TIFF technical note 2. Throws RangeError where it is no JPEG.
 */
export function wholeJpeg({ bytes, tables, isRgb, profile }: StoredTile): Uint8Array {
  const own = readSegments(bytes);
  const shared = tables === undefined ? [] : readSegments(tables);
  const said = own.some(({ marker }) => marker === MARKER.adobe);
  return joinBytes([
    [0xff, MARKER.start],
    ...(isRgb && !said ? [AS_STORED] : []),
    ...(profile === undefined || profile.length === 0 ? [] : profileSegments(profile)),
    ...shared.map(({ start, end }) => tables?.subarray(start, end) ?? []),
    bytes.subarray(own[0]?.start ?? 2),
  ]);
}
