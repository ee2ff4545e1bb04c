import { open } from 'node:fs/promises';
import type { Metadata } from 'sharp';
import { decodeText } from '../../../base/decode-text.ts';
import { cleanText } from '../../../model/manifest/metadata.ts';
import { readDirectory, TAG, type ReadAt, readFrom } from '../../../system/read-tiff.ts';
import { openExif, readFromExif } from './exif-structure.ts';
import { iptcTexts } from './iptc.ts';
import { XMP, XmpProperties } from './xmp-properties.ts';
import { xmpText } from './xmp-text.ts';

/** The maker of a picture and its owner. */
export interface Rights {
  readonly artist?: string;
  readonly copyright?: string;
}

function makeRights(artist: string | undefined, copyright: string | undefined): Rights {
  const by = cleanText(artist);
  const notice = cleanText(copyright);
  return { ...(by !== undefined && { artist: by }), ...(notice !== undefined && { copyright: notice }) };
}

/**
 * EXIF 2.32, 4.6.5: Artist 0x013B and Copyright 0x8298 of the first directory. ASCII by the standard; UTF-8, or the
 * letters of their own country, is what cameras and tools write.
 */
async function fromDirectory(read: ReadAt): Promise<Rights> {
  try {
    const tiff = await openExif(read);
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

/** In TIFF masters these fields are in the first directory. */
async function fromTiff(file: string): Promise<Rights> {
  await using handle = await open(file);
  return await fromDirectory(readFrom(handle));
}

/** Dublin Core's creator and rights (XMP part 1, 8.3). */
export function rightsOf(xmp: XmpProperties): Rights {
  return makeRights(xmp.list(XMP.dublinCore, 'creator').join('; '), xmp.words(XMP.dublinCore, 'rights'));
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
export async function readRights(
  { format, exif, xmp, iptc }: Pick<Partial<Metadata>, 'format' | 'exif' | 'xmp' | 'iptc'>,
  file?: string,
): Promise<Rights> {
  const packet = xmpText({ xmp });
  return {
    ...(iptc && fromIptc(iptc)),
    ...(packet !== undefined && rightsOf(new XmpProperties(packet))),
    ...(format === 'tiff' && file !== undefined && (await fromTiff(file))),
    ...(exif && (await fromDirectory(readFromExif(exif)))),
  };
}
