import { open } from 'node:fs/promises';
import { present } from '../../../base/present.ts';
import type { Metadata as Blocks } from 'sharp';
import type { ImageFacts } from '../../../model/asset.ts';
import {
  cleanList,
  cleanText,
  geoPoint,
  type GeoPoint,
  type Metadata,
  readRating,
  readWhen,
  definedMetadata,
} from '../../../model/manifest/metadata.ts';
import { readFrom } from '../../../system/read-tiff.ts';
import { readFromExif } from './exif-structure.ts';
import { type ExifWords, readExifWords } from './exif-words.ts';
import { iptcTexts } from './iptc.ts';
import { readRights, type Rights } from './rights.ts';
import { xmpText } from './xmp-text.ts';
import { XMP, XmpProperties } from './xmp-properties.ts';

/** A text of a file with the keyword that it stands under there (PNG 11.3.3.1). */
export type Comment = NonNullable<Blocks['comments']>[number];

/** The blocks of metadata in a file, as sharp hands them out. */
export type MetadataBlocks = Pick<Partial<Blocks>, 'format' | 'exif' | 'xmp' | 'iptc' | 'comments'>;

/** `57,23.5N`, `57,23,30N`: XMP part 2, 1.2.7.4. */
function xmpDegrees(text: string | undefined): number {
  const found = /^(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])$/.exec(text ?? '');
  if (found === null) return Number.NaN;
  const [, degrees = '', minutes = '', seconds = '0', side = ''] = found;
  return (Number(degrees) + Number(minutes) / 60 + Number(seconds) / 3600) * ('SW'.includes(side) ? -1 : 1);
}

/** Fields that only metadata for people has; creator and rights are those that renditions carry. */
type Words = Omit<Metadata, 'creator' | 'rights'>;
type Found = { readonly [K in keyof Words]: Words[K] | undefined };

function xmpWords(packet: string): Found {
  const xmp = new XmpProperties(packet);
  const place: GeoPoint | undefined = geoPoint(
    xmpDegrees(xmp.text(XMP.exif, 'GPSLatitude')),
    xmpDegrees(xmp.text(XMP.exif, 'GPSLongitude')),
  );
  const stars = xmp.text(XMP.basic, 'Rating');
  return {
    title: cleanText(xmp.words(XMP.dublinCore, 'title') ?? xmp.text(XMP.photoshop, 'Headline')),
    description: cleanText(xmp.words(XMP.dublinCore, 'description')),
    alt: cleanText(xmp.words(XMP.iptcCore, 'AltTextAccessibility')),
    credit: cleanText(xmp.text(XMP.photoshop, 'Credit')),
    keywords: cleanList(xmp.list(XMP.dublinCore, 'subject')),
    rating: stars === undefined ? undefined : readRating(Number(stars)),
    captured: [
      [XMP.photoshop, 'DateCreated'] as const,
      [XMP.exif, 'DateTimeOriginal'] as const,
      [XMP.basic, 'CreateDate'] as const,
    ]
      .map(([namespace, property]) => readWhen(xmp.text(namespace, property)))
      .find((when) => when !== undefined),
    gps: place,
  };
}

/** IPTC writes `20240517` and `101112+0200`. */
function iptcWhen(date = '', time = ''): string | undefined {
  const day = date.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
  const clock = time.replace(/^(\d\d)(\d\d)(\d\d)/, '$1:$2:$3');
  return readWhen(`${day}T${clock}`) ?? readWhen(day);
}

/** IPTC-IIM 4.2, application record, by the numbers of its datasets. */
function iptcWords(iptc: Buffer): Found {
  const [titles, headlines, captions, credits, keywords, dates, times] = iptcTexts(iptc, 5, 105, 120, 110, 25, 55, 60);
  return {
    title: cleanText(titles?.[0] ?? headlines?.[0]),
    description: cleanText(captions?.join('\n')),
    alt: undefined,
    credit: cleanText(credits?.[0]),
    keywords: cleanList(keywords),
    rating: undefined,
    captured: iptcWhen(dates?.[0], times?.[0]),
    gps: undefined,
  };
}

function exifWords({ title, description, keywords, rating, captured, gps }: ExifWords): Found {
  const words = { title: cleanText(title), description: cleanText(description), keywords: cleanList(keywords) };
  return { ...words, alt: undefined, credit: undefined, rating: readRating(rating), captured, gps };
}

/** The keywords of PNG, and of the information that documents have (PDF 14.3.3). */
function commentWords(comments: readonly Comment[]): Found & Pick<Rights, 'artist' | 'copyright'> {
  const text = (...keywords: readonly string[]): string | undefined =>
    cleanText(comments.find(({ keyword }) => keywords.includes(keyword.toLowerCase()))?.text);
  return {
    ...{ title: text('title'), description: text('description', 'subject'), alt: undefined, credit: undefined },
    ...{ keywords: cleanList(text('keywords')?.split(/[,;]/)), rating: undefined, gps: undefined },
    captured: readWhen(text('creation time')),
    ...present({ artist: text('author'), copyright: text('copyright') }),
  };
}

async function readExif({ format, exif }: MetadataBlocks, file: string | undefined): Promise<Found> {
  if (exif) return exifWords(await readExifWords(readFromExif(exif)));
  if (format !== 'tiff' || file === undefined) return exifWords({});
  await using handle = await open(file);
  return exifWords(await readExifWords(readFrom(handle)));
}

/** The first of some findings that says a field. */
function firstOf<K extends keyof Found>(field: K, ...all: readonly Found[]): Found[K] {
  return all.find((found) => found[field] !== undefined)?.[field];
}

/**
 * The metadata for people in a file: of words the latest is believed, XMP before IPTC before EXIF before
 * comments; of time and place the camera, EXIF before XMP before IPTC (MWG Guidelines 2.0, 5). Creator and rights are those that renditions carry. `file`
 * is that of a TIFF, whose own directory is read. Absent where nothing is said.
 */
export async function embeddedMetadata(blocks: MetadataBlocks, file?: string): Promise<Pick<ImageFacts, 'metadata'>> {
  const comments = commentWords(blocks.comments ?? []);
  const { artist = comments.artist, copyright = comments.copyright } = await readRights(blocks, file);
  const exif = await readExif(blocks, file);
  const xmp = xmpWords(xmpText({ xmp: blocks.xmp }) ?? '');
  const iptc = iptcWords(blocks.iptc ?? Buffer.alloc(0));
  const words = [xmp, iptc, exif, comments] as const;
  const camera = [exif, xmp, iptc, comments] as const;
  const metadata = definedMetadata({
    title: firstOf('title', ...words),
    description: firstOf('description', ...words),
    alt: xmp.alt,
    // EXIF 2.32, 4.6.5: several are parted by semicolons, as our own reader joins those of XMP and IPTC.
    creator: cleanList(artist?.split(/;\s*/)),
    rights: copyright,
    credit: firstOf('credit', ...words),
    keywords: firstOf('keywords', ...words),
    rating: firstOf('rating', ...words),
    captured: firstOf('captured', ...camera),
    gps: firstOf('gps', ...camera),
  });
  return metadata === undefined ? {} : { metadata };
}
