/** Half a letter, which no address can hold; escapes of YAML and JSON can. */
const HALF = /[\ud800-\udfff]/gu;

/** A text as addresses and recipes have it: every letter that could separate is encoded. Never throws. */
export const encodedText = (text: string): string => encodeURIComponent(text.replaceAll(HALF, '\ufffd'));

// RFC 3986 has `@` in a path as it is.
const segment = (text: string): string => encodedText(text).replaceAll('%40', '@');

/**
 * A `/`-separated path as addresses have it: each part encoded but for `@`, so that no letter of it means anything to HTML, CSS
 * or `srcset`.
 */
export function encodedPath(path: string): string {
  return path.split('/').map(segment).join('/');
}
