/** The encoding that Photoshop writes names in, wherever it runs. */
const MACINTOSH = new TextDecoder('macintosh');
const BYTES: ReadonlyMap<string, number> = new Map(
  Array.from({ length: 256 }, (_, byte) => [MACINTOSH.decode(Uint8Array.of(byte)), byte]),
);
const UNKNOWN = 0x3f;
const MOST_LETTERS = 255;

/** The text of a Pascal string, which is its length and its letters. */
export function readPascal(bytes: Buffer): string {
  return MACINTOSH.decode(bytes.subarray(1, 1 + (bytes[0] ?? 0)));
}

/** The first 255 letters of a text, padded to an even number of bytes; those that the Macintosh has not are `?`. */
export function printPascal(text: string): Buffer {
  const letters = Array.from(text, (letter) => BYTES.get(letter) ?? UNKNOWN).slice(0, MOST_LETTERS);
  return Buffer.from([letters.length, ...letters, ...(letters.length % 2 === 0 ? [0] : [])]);
}
