import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

// Manifest lines are some kilobytes: gathered, since each write is a trip to the thread pool.
const CHUNK_CHARACTERS = 1 << 18;

async function* gather(chunks: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let gathered: string[] = [];
  let characters = 0;
  for await (const chunk of chunks) {
    gathered.push(chunk);
    characters += chunk.length;
    if (characters < CHUNK_CHARACTERS) continue;
    yield Buffer.from(gathered.join(''));
    gathered = [];
    characters = 0;
  }
  if (characters > 0) yield Buffer.from(gathered.join(''));
}

/** The file that was written. */
export interface WrittenText {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a text of any length to a new file and flushes it. */
export async function writeText(file: string, chunks: AsyncIterable<string>): Promise<WrittenText> {
  const handle = await open(file, 'wx');
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const buffer of gather(chunks)) {
      hash.update(buffer);
      bytes += buffer.length;
      await handle.writeFile(buffer);
    }
    await handle.sync();
    return { bytes, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

/** The text of a file, chunk by chunk, each well-formed by itself. */
export function textOf(file: string): AsyncIterable<string> {
  return createReadStream(file, 'utf8');
}
