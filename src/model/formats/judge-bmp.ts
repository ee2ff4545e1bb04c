// Sizes of the second header of a BMP that OS/2 and Windows have written, as its four bytes begin.
const HEADERS = new Set([12, 16, 40, 42, 46, 48, 52, 56, 60, 64, 108, 124]);

// An array of OS/2 has a header of as many bytes as a file has.
const FILE_HEADER = 14;

const OS2_ICONS = /^(?:IC|CI|PT|CP)/;

const word = (head: string, at: number): number => (head.codePointAt(at) ?? 0) + 256 * (head.codePointAt(at + 1) ?? 0);

const long = (head: string, at: number): number => word(head, at) + 65_536 * word(head, at + 2);

const hasHeader = (head: string, at: number): boolean => HEADERS.has(long(head, at));

/**
 * Tells whether the bytes are a DIB without a file header, as on the clipboard. All header fields are checked, as there
 * is no signature.
 */
function isBare(head: string): boolean {
  const [size, width, height] = [long(head, 0), long(head, 4), long(head, 8)];
  if (![40, 52, 56, 108, 124].includes(size) || head.length < size) return false;
  const sides = width > 0 && width < 65_536 && (height < 65_536 || height > 2 ** 32 - 65_536) && height !== 0;
  return sides && word(head, 12) === 1 && [1, 2, 4, 8, 16, 24, 32].includes(word(head, 14)) && long(head, 16) <= 6;
}

/** The place of the mark in an array of OS/2 (`BA`), or the start. */
const markAt = (head: string): number => (head.startsWith('BA') && head.length > 2 * FILE_HEADER ? FILE_HEADER : 0);

/** Judges a BMP by the size of its second header too: prose begins with `BM` as well. */
export function isBmp(head: string): boolean {
  const at = markAt(head);
  return (head.startsWith('BM', at) && hasHeader(head, at + FILE_HEADER)) || isBare(head);
}

/** Judges an icon or a pointer of OS/2, which holds two pictures. */
export function isOs2Icon(head: string): boolean {
  const at = markAt(head);
  return OS2_ICONS.test(head.slice(at, at + 2)) && hasHeader(head, at + FILE_HEADER);
}
