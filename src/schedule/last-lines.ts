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

  /** The last few lines that say something, in one: "…; …". The same whenever the same happens. */
  toString(): string {
    // What V8 says then are addresses and figures, different every time.
    if (this.#outOfHeap) return 'JavaScript heap out of memory';
    const lines = this.#text.split(/\r?\n/).map((line) => line.trim());
    return lines.filter(Boolean).slice(-SHOWN_LINES).join('; ');
  }
}
