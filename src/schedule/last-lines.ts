import type { Readable } from 'node:stream';

// libvips warns once per damaged strip: what matters are the last words before a crash.
const KEPT_CHARACTERS = 4_096;
const SHOWN_LINES = 3;

/** Reads a stream to its end and remembers only its last lines. */
export class LastLines {
  #text = '';
  #outOfHeap = false;

  constructor(stream: Readable) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const text = this.#text + chunk;
      this.#outOfHeap ||= text.includes('heap out of memory');
      this.#text = text.slice(-KEPT_CHARACTERS);
    });
  }

  /** The last meaningful lines joined as one: "…; …". Equal for equal failures. */
  toString(): string {
    // V8's further output has addresses and figures, which differ each time.
    if (this.#outOfHeap) return 'JavaScript heap out of memory';
    const lines = this.#text.split(/\r?\n/).map((line) => line.trim());
    return lines.filter(Boolean).slice(-SHOWN_LINES).join('; ');
  }
}
