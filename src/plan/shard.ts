const encoder = new TextEncoder();

// FNV-1a, 32 bits: stable for ever, a few lines, and even enough for shares of a library.
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

function hash(text: string): number {
  let value = OFFSET;
  for (const byte of encoder.encode(text)) value = Math.imul(value ^ byte, PRIME) >>> 0;
  return value;
}

/**
 * Which of `of` machines works on an asset: 1…of, by its path alone. Names that may come to the same file (other
 * extension, other case, NFD) go to one machine, so that it sees their collision.
 */
export function shardOf(path: string, of: number): number {
  const stem = path.replace(/(?<=[^/])\.[^./]*$/, '');
  return (hash(stem.normalize('NFC').toLowerCase()) % of) + 1;
}
