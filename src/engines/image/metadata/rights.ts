import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { decodeText } from '../../../base/decode-text.ts';
import type { XmlNode } from '../../../base/xml.ts';
import { readDirectory, TAG, type ReadAt, readFrom } from '../tiff/read-tiff.ts';
import { openTold, readFromExif } from './exif-structure.ts';
import { iptcTexts } from './iptc.ts';
import { below, items, readPacket } from './rdf.ts';
import { xmpText } from './xmp-text.ts';

/** The maker of a picture and its owner. */
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

/**
 * EXIF 2.32, 4.6.5: Artist 0x013B and Copyright 0x8298 of the first directory. ASCII by the standard; UTF-8, or the
 * letters of their own country, is what cameras and tools write.
 */
async function fromDirectory(read: ReadAt): Promise<Rights> {
  try {
    const tiff = await openTold(read);
    const { entries } = await readDirectory(tiff, tiff.first, (tag) => tag === TAG.artist || tag === TAG.copyright);
    const text = (wanted: number): string | undefined => {
      const entry = entries.find(({ tag }) => tag === wanted);
      return entry && decodeText(entry.data).text;
    };
    return makeRights(text(TAG.artist), text(TAG.copyright));
  } catch (error) {
    // A directory that points outside itself says nothing; the pixels are none the worse.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

/** TIFF masters hold the same fields in their own first directory. */
async function fromTiff(file: string): Promise<Rights> {
  await using handle = await open(file);
  return await fromDirectory(readFrom(handle));
}

const DUBLIN_CORE = 'http://purl.org/dc/elements/1.1/';
const DECLARES = 'xmlns:';

/** The prefixes that stand for Dublin Core: its own, and others that the writer chose. */
function dublinCorePrefixes(elements: readonly XmlNode[]): ReadonlySet<string> {
  const prefixes = new Set(['dc']);
  for (const { attributes } of elements) {
    for (const [name, text] of attributes) {
      if (text === DUBLIN_CORE && name.startsWith(DECLARES)) prefixes.add(name.slice(DECLARES.length));
    }
  }
  return prefixes;
}

/** One is all that there is in packets that are right. */
const MOST_LISTS = 10;

const isDefault = ({ attributes }: XmlNode): boolean => attributes.get('xml:lang') === 'x-default';

/** Dublin Core's creator and rights (XMP part 1, 8.3): the items of a list, the text for any language or the first. */
export function rightsOfXmp(xmp: string): Rights {
  const elements = [...below(readPacket(xmp))];
  const prefixes = dublinCorePrefixes(elements);
  const list = (property: string): readonly XmlNode[] => {
    const all = elements.filter(({ name }) => {
      const [prefix = '', local] = name.split(':');
      return local === property && prefixes.has(prefix);
    });
    // Simple writers put the text into the property itself.
    const lists = all.slice(0, MOST_LISTS).map((one) => [...items(one), one].filter(({ text }) => text !== ''));
    return lists.find((list) => list.length > 0) ?? [];
  };
  const notices = list('rights');
  const creators = list('creator').map(({ text }) => text);
  return makeRights(creators.join('; '), (notices.find(isDefault) ?? notices[0])?.text);
}

/** IPTC-IIM 4.2, application record: by-line 80 (may repeat) and copyright notice 116. */
function fromIptc(iptc: Buffer): Rights {
  const [creators, notices] = iptcTexts(iptc, 80, 116);
  return makeRights(creators?.join('; '), notices?.[0]);
}

/**
 * Creator and copyright of a master: EXIF before XMP before IPTC, each by itself. `file` is that of a TIFF whose own
 * directory shall be read: sharp does not tell it.
 */
export async function readRights({ format, exif, xmp, iptc }: Metadata, file?: string): Promise<Rights> {
  const packet = xmpText({ xmp });
  return {
    ...(iptc && fromIptc(iptc)),
    ...(packet !== undefined && rightsOfXmp(packet)),
    ...(format === 'tiff' && file !== undefined && (await fromTiff(file))),
    ...(exif && (await fromDirectory(readFromExif(exif)))),
  };
}
