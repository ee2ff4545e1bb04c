import { readFile, writeFile } from 'node:fs/promises';
import { type Chunk, chunksOf, printChunks } from './chunks.ts';

/** Frames that say less are shown for a tenth of a second by all browsers. Milliseconds. */
const [LEAST_DELAY, USUAL_DELAY] = [11, 100] as const;

// Where a control chunk has the delay of its frame: as a fraction of a second (PNG, third edition, §11.3.6.2).
const [OVER, UNDER] = [20, 22] as const;

function delayOf({ data }: Chunk): number {
  return Math.round((1000 * data.readUInt16BE(OVER)) / (data.readUInt16BE(UNDER) || 100));
}

function withDelay({ type, data }: Chunk, delay: number): Chunk {
  const written = Buffer.from(data);
  written.writeUInt16BE(delay, OVER);
  written.writeUInt16BE(1000, UNDER);
  return { type, data: written };
}

/** The time of an animated PNG. */
interface ShownTime {
  /** Milliseconds of each frame. */
  readonly delays: readonly number[];
  /** Times that it is shown; 0 = for ever. */
  readonly loop: number;
}

/** Writes into an animated PNG how long browsers show each of its frames, and answers that. Throws where it is none. */
export async function writeShownDelays(file: string): Promise<ShownTime> {
  const delays: number[] = [];
  let loop = 0;
  const chunks = [...chunksOf(await readFile(file))].map((chunk) => {
    if (chunk.type === 'acTL') loop = chunk.data.readUInt32BE(4);
    if (chunk.type !== 'fcTL') return chunk;
    const said = delayOf(chunk);
    const delay = said < LEAST_DELAY ? USUAL_DELAY : said;
    delays.push(delay);
    // Longer ones are in seconds already.
    return delay === said ? chunk : withDelay(chunk, delay);
  });
  await writeFile(file, printChunks(chunks));
  return { delays, loop };
}
