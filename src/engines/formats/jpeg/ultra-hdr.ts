import { joinParts, MARKER, partsOf, type Segment, XMP_SIGNATURE as XMP } from '../../image/paths/jpeg-segments.ts';

const ISO = Buffer.from('urn:iso:std:iso:ts:21496:-1\0');
const MPF = Buffer.from('MPF\0');
const GAIN_MAP_NAMESPACE = 'http://ns.adobe.com/hdr-gain-map/1.0/';

const begins = ({ marker, data }: Segment, wanted: number, sign: Buffer): boolean =>
  marker === wanted && data.subarray(0, sign.length).equals(sign);

const isXmp = (segment: Segment): boolean => begins(segment, MARKER.app1, XMP);
const isIso = (segment: Segment): boolean => begins(segment, MARKER.app2, ISO);

/** Tells whether a segment of a gain map says how it is meant: by Adobe's properties or by ISO 21496-1. */
const isMeaning = (segment: Segment): boolean =>
  isIso(segment) || (isXmp(segment) && segment.data.includes(GAIN_MAP_NAMESPACE));

/** Ultra HDR 1.1: the words of a picture about the map that lies behind it, so many bytes long. */
const directory = (bytes: number): string =>
  '<rdf:Description rdf:about="" xmlns:Container="http://ns.google.com/photos/1.0/container/" ' +
  `xmlns:Item="http://ns.google.com/photos/1.0/container/item/" xmlns:hdrgm="${GAIN_MAP_NAMESPACE}" ` +
  'hdrgm:Version="1.0"><Container:Directory><rdf:Seq><rdf:li rdf:parseType="Resource">' +
  '<Container:Item Item:Semantic="Primary" Item:Mime="image/jpeg"/></rdf:li><rdf:li rdf:parseType="Resource">' +
  `<Container:Item Item:Semantic="GainMap" Item:Mime="image/jpeg" Item:Length="${bytes}"/></rdf:li></rdf:Seq>` +
  '</Container:Directory></rdf:Description>';

const EMPTY_XMP =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"></rdf:RDF></x:xmpmeta>';

/** A packet of XMP with the directory among its words. */
function withDirectory(packet: string, bytes: number): Segment {
  const text = packet.replace(/<rdf:RDF([^>]*?)\/>/, '<rdf:RDF$1></rdf:RDF>');
  const end = text.lastIndexOf('</rdf:RDF>');
  const whole =
    end < 0
      ? EMPTY_XMP.replace('</rdf:RDF>', `${directory(bytes)}</rdf:RDF>`)
      : `${text.slice(0, end)}${directory(bytes)}${text.slice(end)}`;
  return { marker: MARKER.app1, data: Buffer.concat([XMP, Buffer.from(whole)]) };
}

// CIPA DC-007: a TIFF of one directory with the version, the number of pictures, and an entry for each.
const MPF_BYTES = 4 + 8 + 2 + 3 * 12 + 4 + 2 * 16;
const PRIMARY = 0x03_00_00;

/** The index of two pictures: their bytes, and the way from the index to the second one. */
function printIndex(primaryBytes: number, mapBytes: number, mapOffset: number): Segment {
  const data = Buffer.alloc(MPF_BYTES);
  MPF.copy(data);
  const tiff = data.subarray(MPF.length);
  tiff.write('MM\0*', 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(3, 8);
  const rows = [
    [0xb0_00, 7, 4, 0x30_31_30_30],
    [0xb0_01, 4, 1, 2],
    [0xb0_02, 7, 32, 50],
  ] as const;
  for (const [i, [tag, type, count, value]] of rows.entries()) {
    const at = 10 + i * 12;
    tiff.writeUInt16BE(tag, at);
    tiff.writeUInt16BE(type, at + 2);
    tiff.writeUInt32BE(count, at + 4);
    tiff.writeUInt32BE(value, at + 8);
  }
  for (const [i, [kind, bytes, offset]] of [
    [PRIMARY, primaryBytes, 0] as const,
    [0, mapBytes, mapOffset] as const,
  ].entries()) {
    const at = 50 + i * 16;
    tiff.writeUInt32BE(kind, at);
    tiff.writeUInt32BE(bytes, at + 4);
    tiff.writeUInt32BE(offset, at + 8);
  }
  return { marker: MARKER.app2, data };
}

/**
 * Appends a gain map to a JPEG (Ultra HDR 1.1, ISO 21496-1), with the gain map metadata of `original` in each form that
 * it has. Decoders without support show the base picture.
 */
export function withGainMap(jpeg: Buffer, map: Buffer, original: Buffer): Buffer {
  const meaning = partsOf(original).segments.filter(isMeaning);
  const drawn = partsOf(map);
  const own = drawn.segments.filter((segment) => !isMeaning(segment));
  const second = joinParts({ segments: [...own, ...meaning], rest: drawn.rest });
  const { segments, rest } = partsOf(jpeg);
  const packet = segments.find(isXmp);
  const words = meaning.some(isXmp)
    ? [withDirectory(packet?.data.subarray(XMP.length).toString('utf8') ?? EMPTY_XMP, second.length)]
    : packet === undefined
      ? []
      : [packet];
  // The versions of ISO 21496-1 alone: the picture itself has no other words.
  const iso = meaning.some(isIso) ? [{ marker: MARKER.app2, data: Buffer.concat([ISO, Buffer.alloc(4)]) }] : [];
  const before = [...segments.filter((segment) => !isXmp(segment)), ...words, ...iso];
  const bytes = joinParts({ segments: before, rest }).length + MPF_BYTES + 4;
  const start = joinParts({ segments: before, rest: Buffer.alloc(0) }).length + 4 + MPF.length;
  const index = printIndex(bytes, second.length, bytes - start);
  return Buffer.concat([joinParts({ segments: [...before, index], rest }), second]);
}
