import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { readFrom } from '../pyramid-link.ts';
import { openTiff, readDirectory, TAG, type ReadAt } from '../pyramid-tiff.ts';

/** Who made a picture and whose it is. */
export interface Rights {
  readonly artist?: string;
  readonly copyright?: string;
}

/** Texts of metadata are short; anything longer is not what it says. */
const LONGEST_TEXT = 2000;

function clean(text: string | undefined): string | undefined {
  // eslint-disable-next-line no-control-regex -- exactly the characters that no such text holds
  const trimmed = text?.replace(/[\u0000-\u001f]+/g, ' ').trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed.slice(0, LONGEST_TEXT);
}

function makeRights(artist: string | undefined, copyright: string | undefined): Rights {
  const by = clean(artist);
  const notice = clean(copyright);
  return { ...(by !== undefined && { artist: by }), ...(notice !== undefined && { copyright: notice }) };
}

/** EXIF 2.32, 4.6.5: Artist 0x013B and Copyright 0x8298 of the first directory; UTF-8 is what cameras and tools write. */
async function fromDirectory(read: ReadAt): Promise<Rights> {
  try {
    const tiff = await openTiff(read);
    const { entries } = await readDirectory(tiff, tiff.first, (tag) => tag === TAG.artist || tag === TAG.copyright);
    const text = (wanted: number): string | undefined =>
      entries.find(({ tag }) => tag === wanted)?.data.toString('utf8');
    return makeRights(text(TAG.artist), text(TAG.copyright));
  } catch (error) {
    // A directory that points outside itself says nothing; the pixels are none the worse.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

/** An EXIF block is a TIFF structure; JPEG and WebP put six bytes before it. */
function fromExif(exif: Buffer): Promise<Rights> {
  const block = exif.subarray(exif.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  return fromDirectory(async (position, length) => block.subarray(position, position + length));
}

/** TIFF masters hold the same fields in their own first directory. */
async function fromTiff(file: string): Promise<Rights> {
  const handle = await open(file);
  try {
    return await fromDirectory(readFrom(handle));
  } finally {
    await handle.close();
  }
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi,
    (whole, hex: string, decimal: string, name: string) => {
      if (name) return ENTITIES[name] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

/** Dublin Core's creator and rights (XMP part 1, 8.3): the items of a list, the first language of a text. */
function fromXmp(xmp: string): Rights {
  const items = (name: string): string[] => {
    const element = new RegExp(`<dc:${name}[\\s>]([\\s\\S]{0,20000}?)</dc:${name}>`).exec(xmp)?.[1] ?? '';
    return [...element.matchAll(/<rdf:li[^>]*>([^<]*)<\/rdf:li>/g)].map((match) => unescapeXml(match[1] ?? ''));
  };
  return makeRights(items('creator').join('; '), items('rights')[0]);
}

/** IPTC-IIM 4.2, record 2: by-line 80 (may repeat) and copyright notice 116, wherever they lie in the block. */
function fromIptc(iptc: Buffer): Rights {
  const texts = new Map<number, string[]>();
  for (let at = iptc.indexOf(0x1c); at >= 0 && at + 5 <= iptc.length; at = iptc.indexOf(0x1c, at + 1)) {
    const dataset = iptc[at + 2] ?? 0;
    if (iptc[at + 1] !== 2 || (dataset !== 80 && dataset !== 116)) continue;
    const length = iptc.readUInt16BE(at + 3);
    if (length > LONGEST_TEXT || at + 5 + length > iptc.length) continue;
    texts.set(dataset, [...(texts.get(dataset) ?? []), iptc.toString('utf8', at + 5, at + 5 + length)]);
  }
  return makeRights(texts.get(80)?.join('; '), texts.get(116)?.[0]);
}

/**
 * Creator and copyright of a master: EXIF before XMP before IPTC, each by itself. `file` is that of a TIFF whose own
 * directory shall be read: sharp does not tell it.
 */
export async function readRights({ format, exif, xmpAsString, iptc }: Metadata, file?: string): Promise<Rights> {
  return {
    ...(iptc && fromIptc(iptc)),
    ...(xmpAsString !== undefined && fromXmp(xmpAsString)),
    ...(format === 'tiff' && file !== undefined && (await fromTiff(file))),
    ...(exif && (await fromExif(exif))),
  };
}
