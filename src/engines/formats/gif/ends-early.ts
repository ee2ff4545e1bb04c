import { type FileHandle, open } from 'node:fs/promises';

// Blocks of data are 255 bytes mostly, so that few more than one of them lie in a kilobyte.
const WINDOW_BYTES = 1 << 16;

// A gigabyte of usual blocks. More of them are not looked at.
const MOST_BLOCKS = 4_000_000;

/** The bytes of the palette behind the description of the screen or of a frame (GIF89a §18, §20). */
const paletteBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));

const [EXTENSION, FRAME] = [0x21, 0x2c] as const;

/** The bytes of an open file one by one, read in windows. */
class Bytes {
  readonly #handle: FileHandle;
  readonly #window = Buffer.alloc(WINDOW_BYTES);
  #start = 0;
  #length = 0;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** Undefined behind the end of the file. */
  async at(position: number): Promise<number | undefined> {
    if (position < this.#start || position >= this.#start + this.#length) {
      const { bytesRead } = await this.#handle.read(this.#window, 0, WINDOW_BYTES, position);
      [this.#start, this.#length] = [position, bytesRead];
    }
    return position < this.#start + this.#length ? this.#window[position - this.#start] : undefined;
  }
}

/** The end of the data that begins at `position`, of an extension or a frame; undefined where the file ends first. */
async function passData(bytes: Bytes, position: number): Promise<number | undefined> {
  let at = position;
  for (let block = 0; block < MOST_BLOCKS; block++) {
    const length = await bytes.at(at);
    if (length === undefined) return undefined;
    at += 1 + length;
    if (length === 0) return at;
  }
  return at;
}

/**
 * Tells whether a GIF ends within a frame or an extension: what is behind that is lost, and decoders show what is there. One
 * that lacks the mark of its end alone, as some programs leave it out, does not.
 */
export async function endsEarly(file: string): Promise<boolean> {
  await using handle = await open(file, 'r');
  const bytes = new Bytes(handle);
  let at = 13 + paletteBytes((await bytes.at(10)) ?? 0);
  for (let block = 0; block < MOST_BLOCKS; block++) {
    const kind = await bytes.at(at);
    if (kind !== EXTENSION && kind !== FRAME) return false;
    const data = kind === EXTENSION ? at + 2 : at + 11 + paletteBytes((await bytes.at(at + 9)) ?? 0);
    const end = await passData(bytes, data);
    if (end === undefined) return true;
    at = end;
  }
  return false;
}
