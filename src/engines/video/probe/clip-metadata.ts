import type { VideoFacts } from '../../../model/asset.ts';
import {
  cleanList,
  cleanText,
  geoPoint,
  type GeoPoint,
  readWhen,
  definedMetadata,
} from '../../../model/manifest/metadata.ts';
import type { ProbeAnswer } from './probe-answer.ts';

/** ISO 6709, as phones write it: `+48.8577+002.2950+035.000/`. */
function placeOf(text = ''): GeoPoint | undefined {
  const [, latitude, longitude] = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)(?:[+-][\d.]+)?\/?$/.exec(text) ?? [];
  return geoPoint(Number(latitude), Number(longitude));
}

/** Title and description in the container's metadata; absent where it has none. */
export function clipMetadata({ format }: ProbeAnswer): Pick<VideoFacts, 'metadata'> {
  // Spelled in capitals in Matroska.
  const tags = new Map(Object.entries(format?.tags ?? {}).map(([name, text]) => [name.toLowerCase(), text]));
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => cleanText(tags.get(name))).find((text) => text !== undefined);
  const creator = first('artist', 'author', 'com.apple.quicktime.author');
  const metadata = definedMetadata({
    title: first('title', 'com.apple.quicktime.title'),
    description: first('description', 'synopsis', 'comment', 'com.apple.quicktime.description'),
    alt: undefined,
    creator: cleanList(creator === undefined ? [] : [creator]),
    rights: first('copyright', 'com.apple.quicktime.copyright'),
    credit: undefined,
    keywords: cleanList(first('keywords', 'com.apple.quicktime.keywords')?.split(/[,;]/)),
    rating: undefined,
    captured: readWhen(first('com.apple.quicktime.creationdate', 'creation_time', 'date')),
    gps: placeOf(first('com.apple.quicktime.location.iso6709', 'location')),
  });
  return metadata === undefined ? {} : { metadata };
}
