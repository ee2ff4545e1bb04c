import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { UsageError } from '../../model/errors.ts';
import { PUBLISHED_FILE, PUBLISHED_SCHEMA, type PublishedFile, type PublishedList } from '../../model/delivery.ts';
import type { Target } from '../../storage/target.ts';

/** The list of a target as it was found. */
export interface FoundList extends PublishedList {
  /** False: nothing was published there yet. */
  readonly found: boolean;
}

interface Head {
  readonly schema: string;
  readonly asked?: readonly string[];
  readonly unfinished?: true;
}

function unreadable(target: Target): UsageError {
  const place = target.nameOf(PUBLISHED_FILE);
  return new UsageError('FILE_UNREADABLE', `expected a list of published files (${PUBLISHED_SCHEMA}), got ${place}`, {
    place,
    hint: 'Remove it, and publish with force: everything is brought anew.',
  });
}

function parseLine<T>(line: string, target: Target): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw unreadable(target);
  }
}

/** The list that a target keeps; an empty one where nothing was published to it. Throws UsageError FILE_UNREADABLE. */
export async function readPublished(target: Target): Promise<FoundList> {
  const text = await target.readText(PUBLISHED_FILE);
  const files = new Map<string, PublishedFile>();
  if (text === undefined) return { found: false, files, asked: [], unfinished: false };
  let head: Head | undefined;
  for await (const line of createInterface({ input: Readable.from(text), crlfDelay: Infinity })) {
    if (head === undefined) head = parseLine<Head>(line, target);
    else {
      const file = parseLine<PublishedFile>(line, target);
      files.set(file.path, file);
    }
  }
  if (head?.schema !== PUBLISHED_SCHEMA) throw unreadable(target);
  return { found: true, files, asked: head.asked ?? [], unfinished: head.unfinished === true };
}

async function* linesOf({ files, asked, unfinished }: PublishedList): AsyncIterable<string> {
  const head: Head = {
    schema: PUBLISHED_SCHEMA,
    ...(asked.length > 0 && { asked }),
    ...(unfinished && { unfinished }),
  };
  yield `${JSON.stringify(head)}\n`;
  for (const file of files.values()) yield `${JSON.stringify(file)}\n`;
}

/** Writes the list of a target, in one step. */
export function writePublished(target: Target, list: PublishedList): Promise<void> {
  return target.writeText(PUBLISHED_FILE, linesOf(list), 'application/x-ndjson');
}
