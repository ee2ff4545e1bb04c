/** A place on the earth, WGS 84. Degrees: north and east are positive. */
export interface GeoPoint {
  readonly latitude: number;
  readonly longitude: number;
}

/** Descriptive metadata of a picture or clip, from its file or its sidecar. */
export interface Metadata {
  readonly title?: string;
  readonly description?: string;
  /** The text in place of the picture for who does not see it; '' = it is decoration. */
  readonly alt?: string;
  readonly creator?: readonly string[];
  /** The copyright notice. */
  readonly rights?: string;
  /** The credit line to be printed with the picture (IPTC Credit Line). */
  readonly credit?: string;
  readonly keywords?: readonly string[];
  /** 1…5 stars; −1 = rejected. */
  readonly rating?: number;
  /** When it was taken, ISO 8601 as far as it is known: `2024`, `2024-05`, `2024-05-17T10:11:12+02:00`. */
  readonly captured?: string;
  /** The place of the camera. */
  readonly gps?: GeoPoint;
}

/** Texts of metadata are short; anything longer is not what it says. Letters. */
const LONGEST_TEXT = 2000;

/** The most texts of each kind; further ones are dropped. */
const MOST_TEXTS = 100;

/** A text of metadata without control characters and white space at its ends; undefined where nothing is left. */
export function cleanText(text: string | undefined): string | undefined {
  // eslint-disable-next-line no-control-regex -- exactly the characters that no such text holds
  const trimmed = text?.replace(/[\u0000-\u001f]+/g, ' ').trim();
  return trimmed === undefined || trimmed === '' ? undefined : trimmed.slice(0, LONGEST_TEXT);
}

/** Cleaned texts without duplicates; undefined where none is left. */
export function cleanList(texts: readonly string[] | undefined): readonly string[] | undefined {
  const kept = [...new Set((texts ?? []).flatMap((text) => cleanText(text) ?? []))].slice(0, MOST_TEXTS);
  return kept.length === 0 ? undefined : kept;
}

const WHEN = /^(\d{4})(?:[-:](\d\d)(?:[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?)?)?$/;

/** The first cameras wrote no dates, and a clock that was never set says 1904 or 1970. */
const EARLIEST_YEAR = 1826;
const UNSET = /^(?:1904-01-01|1970-01-01)T/;

const within = (text: string | undefined, least: number, most: number): boolean =>
  text === undefined || (Number(text) >= least && Number(text) <= most);

/**
 * A time as EXIF, IPTC, XMP or a container writes it (`2024:05:17 10:11:12`, `2024-05`), in ISO 8601 with what is known of
 * it; undefined where it is none.
 */
export function readWhen(text: string | undefined): string | undefined {
  const found = WHEN.exec(text?.trim() ?? '');
  if (found === null) return undefined;
  const [, year = '', month, day, hour, minute, second = '00', zone = ''] = found;
  const bounds = [
    [year, EARLIEST_YEAR, 9999],
    [month, 1, 12],
    [day, 1, 31],
    [hour, 0, 23],
    [minute, 0, 59],
    [second, 0, 60],
  ] as const;
  if (!bounds.every(([part, least, most]) => within(part, least, most))) return undefined;
  const date = [year, month, day].filter((part) => part !== undefined).join('-');
  if (hour === undefined) return date;
  const when = `${date}T${hour}:${minute}:${second}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`;
  return UNSET.test(when) ? undefined : when;
}

/** A millionth of a degree is a tenth of a metre. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** A place; undefined where the numbers are none, or those of a receiver that had found nothing (0, 0). */
export function geoPoint(latitude: number, longitude: number): GeoPoint | undefined {
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0))
    return undefined;
  return { latitude: round(latitude), longitude: round(longitude) };
}

/** Stars; undefined where nobody gave any, which XMP and cameras write as 0. */
export function readRating(stars: number | undefined): number | undefined {
  const whole = Math.round(stars ?? Number.NaN);
  return whole >= -1 && whole <= 5 && whole !== 0 ? whole : undefined;
}

/** Metadata without its empty fields; undefined where none is left. */
export function definedMetadata(fields: { readonly [K in keyof Metadata]: Metadata[K] | undefined }):
  | Metadata
  | undefined {
  const said = Object.entries(fields).filter(([, value]) => value !== undefined);
  return said.length === 0 ? undefined : (Object.fromEntries(said) as Metadata);
}
