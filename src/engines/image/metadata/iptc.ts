import { decodeText, decodeWindows1252 } from '../../../base/decode-text.ts';
import { APP13_SIGNATURE } from '../paths/jpeg-segments.ts';
import { readResources } from '../paths/photoshop-resources.ts';

/** Photoshop File Formats, "Image Resource IDs". */
const IPTC_RESOURCE = 1028;

// IPTC-IIM 4.2, chapter 3: a dataset is a mark, its record, its number, two bytes of length, and what it holds.
const MARK = 0x1c;
const HEAD_BYTES = 5;

/** The longest text of a field. */
const LONGEST_TEXT = 2000;
/** The most texts of each kind, such as creators; further ones are dropped. */
const MOST_TEXTS = 100;

/** Envelope record: Coded Character Set, by escape sequences of ISO 2022. */
const CHARACTER_SET = 0x015a;
/** ISO 8859-1 in place of the letters beyond ASCII. */
const LATIN: ReadonlySet<string> = new Set(['\u001b-A', '\u001b.A']);

/** The datasets in what sharp gives as IPTC: that of a JPEG is all that Photoshop keeps in it. */
export function iptcRecords(block: Buffer): Buffer {
  const signed = block.subarray(0, APP13_SIGNATURE.length).equals(APP13_SIGNATURE);
  const resources = readResources(signed ? block.subarray(APP13_SIGNATURE.length) : block);
  if (!signed && resources.length === 0) return block;
  return resources.find(({ id }) => id === IPTC_RESOURCE)?.data ?? Buffer.alloc(0);
}

/** The datasets that are wanted, by record × 256 + number. */
function readDatasets(records: Buffer, wanted: ReadonlySet<number>): ReadonlyMap<number, readonly Buffer[]> {
  const found = new Map([...wanted].map((number): [number, Buffer[]] => [number, []]));
  let next = 0;
  for (let at = records.indexOf(MARK); at >= 0 && at + HEAD_BYTES <= records.length; at = records.indexOf(MARK, next)) {
    const end = at + HEAD_BYTES + records.readUInt16BE(at + 3);
    const texts = found.get(records.readUInt16BE(at + 1));
    const whole = end <= records.length;
    const fits = texts && whole && texts.length < MOST_TEXTS && end - at - HEAD_BYTES <= LONGEST_TEXT;
    if (fits) texts.push(records.subarray(at + HEAD_BYTES, end));
    next = whole ? end : at + 1;
  }
  return found;
}

/**
 * Texts of the application record of an IPTC block, by their numbers: short ones, the first hundred of each. Few
 * programs say how they write them; what is no UTF-8 is Latin-1.
 */
export function iptcTexts(block: Buffer, ...numbers: readonly number[]): readonly (readonly string[])[] {
  const keys = numbers.map((number) => 0x0200 + number);
  const datasets = readDatasets(iptcRecords(block), new Set([CHARACTER_SET, ...keys]));
  const latin = LATIN.has(datasets.get(CHARACTER_SET)?.[0]?.toString('latin1') ?? '');
  const decode = (bytes: Buffer): string => (latin ? decodeWindows1252(bytes) : decodeText(bytes).text);
  return keys.map((key) => (datasets.get(key) ?? []).map(decode));
}
