// ITU-T T.87: its frame; ITU-T T.81: those of JPEG, and the start of pixels.
const LS_FRAME = 0xf7;
const FRAMES = /[\xC0-\xC3\xC5-\xC7\xC9-\xCB\xCD-\xCF\xDA]/;

// Segments of an application, of tables or a comment, shorter than 16 KiB.
const SEGMENT = /\xFF[\xC4\xDB\xE0-\xEF\xFE][^\x40-\xFF]/;

/** Judges a JPEG by its start and a segment behind it: other bytes may stand between them, which readers skip. */
export const isJpeg = (head: string): boolean =>
  head.startsWith('\xFF\xD8') && (head[2] === '\xFF' || SEGMENT.test(head));

/** Judges a JPEG-LS, which begins as JPEG does, by the first frame behind its start. */
export function isJpegLs(head: string): boolean {
  if (!head.startsWith('\xFF\xD8')) return false;
  for (let at = 2; at + 2 <= head.length && head[at] === '\xFF';) {
    const marker = head[at + 1] ?? '';
    if (marker.codePointAt(0) === LS_FRAME) return true;
    if (FRAMES.test(marker)) return false;
    at += 2 + 256 * (head.codePointAt(at + 2) ?? 0) + (head.codePointAt(at + 3) ?? 0);
  }
  return false;
}
