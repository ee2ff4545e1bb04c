import { decodeEntities } from '../../../base/xml.ts';
import { isPictureRequest } from '../../../serving/drawing-requests.ts';

// Passed over, whole even where they do not end: comments and what is quoted; else the tag of a picture, in which values hold
// no `<`. Each alternative has but one way to match, so hostile texts cost no more than their length.
const PIECES = /<!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<(?:[\w.-]+:)?image\b(?:[^<>"']|"[^"<]*"|'[^'<]*')*>/g;
const ADDRESS = /(?<=\bhref\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;

/** Tells whether an address, as a drawing spells it, is a request for a picture of the library. */
export const isRequest = (written: string): boolean => isPictureRequest(decodeEntities(written).trim());

/** The text of a drawing with other addresses of its pictures, each value with its quotation marks. */
function withAddresses(text: string, change: (quoted: string, address: string) => string): string {
  return text.replaceAll(PIECES, (piece: string) => {
    if (piece.startsWith('<!')) return piece;
    return piece.replaceAll(ADDRESS, (quoted: string, double?: string, single?: string) => {
      const address = decodeEntities(double ?? single ?? '').trim();
      return isPictureRequest(address) ? change(quoted, address) : quoted;
    });
  });
}

/** The requests for pictures in the text of a drawing, each once, in their order. */
export function requestsIn(text: string): readonly string[] {
  const requests = new Set<string>();
  withAddresses(text, (quoted, address) => {
    requests.add(address);
    return quoted;
  });
  return [...requests];
}

/** The text of a drawing with addresses of data in place of its requests, by these. */
export function withPictures(text: string, pictures: ReadonlyMap<string, string>): string {
  return withAddresses(text, (quoted, address) => {
    const data = pictures.get(address);
    return data === undefined ? quoted : `"${data}"`;
  });
}
