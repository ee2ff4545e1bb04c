import { decodeText } from '../../../base/decode-text.ts';
import { geoPoint, type GeoPoint, readWhen } from '../../../model/manifest/metadata.ts';
import {
  numbersOf,
  readDirectory,
  type ReadAt,
  TAG,
  type Tiff,
  type TiffDirectory,
} from '../../../system/read-tiff.ts';
import { openExif } from './exif-structure.ts';

/** The words that EXIF has of a picture, and its time and place. */
export interface ExifWords {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly keywords?: readonly string[] | undefined;
  readonly rating?: number | undefined;
  readonly captured?: string | undefined;
  readonly gps?: GeoPoint | undefined;
}

// EXIF 2.32, 4.6; those beginning with XP are what Windows' Explorer writes, in UTF-16.
const WORDS = { description: 270, rating: 18246, xpTitle: 40091, xpKeywords: 40094 } as const;
const TIMES = { original: 36867, offset: 36881 } as const;
const PLACE = { latitudeRef: 1, latitude: 2, longitudeRef: 3, longitude: 4 } as const;

/** The texts that cameras put where a description belongs. */
const FACTORY = /^(?:(?:OLYMPUS|MINOLTA|KONICA MINOLTA|SAMSUNG) DIGITAL CAMERA|SAMSUNG|SONY DSC|DCIM.*)$/i;

const dataOf = ({ entries }: TiffDirectory, wanted: number): Buffer | undefined =>
  entries.find(({ tag }) => tag === wanted)?.data;

function textOf(directory: TiffDirectory, tag: number): string | undefined {
  const data = dataOf(directory, tag);
  return data && decodeText(data).text.replace(/\0.*$/s, '').trim();
}

const wideTextOf = (directory: TiffDirectory, tag: number): string | undefined =>
  dataOf(directory, tag)?.toString('utf16le').replace(/\0.*$/s, '');

/** Degrees, minutes and seconds, of which the last may be left out. */
function degreesOf(data: Buffer | undefined, negative: boolean): number {
  if (data === undefined || data.length < 8) return Number.NaN;
  let degrees = 0;
  for (const [i, share] of [1, 60, 3600].entries()) {
    if (data.length < (i + 1) * 8) break;
    const [over, under] = [data.readUInt32LE(i * 8), data.readUInt32LE(i * 8 + 4)];
    if (over > 0) degrees += over / under / share;
  }
  return negative ? -degrees : degrees;
}

/** A directory that the first one points to; empty where it points to none. */
async function child(tiff: Tiff, first: TiffDirectory, pointer: number, tags: object): Promise<TiffDirectory> {
  const wanted = new Set<number>(Object.values(tags));
  const [position] = numbersOf(first, pointer);
  return position === undefined
    ? { entries: [], next: 0 }
    : readDirectory(tiff, position, (tag) => wanted.has(tag)).catch(emptyWhereDamaged);
}

/** A directory that points outside itself says nothing; the pixels are none the worse. */
function emptyWhereDamaged(error: unknown): TiffDirectory {
  if (error instanceof RangeError) return { entries: [], next: 0 };
  throw error;
}

function placeOf(directory: TiffDirectory): GeoPoint | undefined {
  const isSouth = textOf(directory, PLACE.latitudeRef)?.startsWith('S') === true;
  const isWest = textOf(directory, PLACE.longitudeRef)?.startsWith('W') === true;
  const latitude = degreesOf(dataOf(directory, PLACE.latitude), isSouth);
  return geoPoint(latitude, degreesOf(dataOf(directory, PLACE.longitude), isWest));
}

/** Reads them from an EXIF block, or from a TIFF, which has the same fields. Never throws RangeError. */
export async function readExifWords(read: ReadAt): Promise<ExifWords> {
  try {
    const tiff = await openExif(read);
    const wanted = new Set<number>([...Object.values(WORDS), TAG.exif, TAG.gps]);
    const first = await readDirectory(tiff, tiff.first, (tag) => wanted.has(tag));
    const times = await child(tiff, first, TAG.exif, TIMES);
    const description = textOf(first, WORDS.description);
    const when = textOf(times, TIMES.original);
    return {
      title: wideTextOf(first, WORDS.xpTitle),
      description: FACTORY.test(description ?? '') ? undefined : description,
      keywords: wideTextOf(first, WORDS.xpKeywords)?.split(';'),
      rating: numbersOf(first, WORDS.rating)[0],
      captured: readWhen(`${when}${textOf(times, TIMES.offset)?.trim() ?? ''}`) ?? readWhen(when),
      gps: placeOf(await child(tiff, first, TAG.gps, PLACE)),
    };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}
