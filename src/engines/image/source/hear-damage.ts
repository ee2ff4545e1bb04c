import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sharp } from 'sharp';

/** Words of decoders about damage, by the absolute path of the file that they read; '' = bytes in memory. */
export type HeardDamage = ReadonlyMap<string, string>;

interface Hearing {
  readonly heard: Map<string, string>;
  /** The file that whatever is read now came out of. */
  readonly of?: string;
  /** The files of which any warning is an error. */
  readonly strict: ReadonlySet<string>;
}

const hearing = new AsyncLocalStorage<Hearing>();

// Of what decoders warn of, damage alone: they also do of tags that nobody knows, resolutions, and bytes between the headers.
const DAMAGE = [
  /premature end of data segment/i,
  /premature end of JPEG file/i,
  /bad (?:Huffman|arithmetic) code/i,
  /found marker 0x\w+ instead of RST\d/i,
  // In front of restarts, and behind a scan: codes, tables, the next scan, the end.
  /extraneous bytes before marker 0x(?:d[0-79a]|c4)/i,
  // Of TIFFs in PackBits: runs that are longer than their strip.
  /discarding \d+ bytes to avoid buffer overrun/i,
] as const;

/** The words of a decoder about damage, without its numbers, which depend on how far it read; undefined = it warns of something else. */
export function saidOfDamage(warning: string): string | undefined {
  const line = warning.split('\n').findLast((one) => DAMAGE.some((pattern) => pattern.test(one)));
  return line
    ?.replace(/^.*?: *(?:corrupt JPEG data:)?/i, '')
    .replace(/\d+ (extraneous bytes before).*$/i, '$1 a marker')
    .replace(/discarding \d+ bytes.*$/i, 'more bytes than there is room for')
    .trim();
}

/** Runs what reads pictures, and answers what their decoders said of damage. `strict`: files of which any warning ends it. */
export async function hearDamage<T>(
  read: () => Promise<T>,
  strict: ReadonlySet<string> = new Set(),
): Promise<readonly [result: T, damage: HeardDamage]> {
  const heard = new Map<string, string>();
  return [await hearing.run({ heard, strict }, read), heard];
}

/** Tells whether any warning about a file is to end what reads it. */
export const isStrict = (file: string | Buffer): boolean =>
  typeof file === 'string' && hearing.getStore()?.strict.has(file) === true;

/** Runs what reads a file: what decoders say is said of it, whatever part of it they are given. */
export function hearAs<T>(file: string, read: () => Promise<T>): Promise<T> {
  const own = hearing.getStore();
  return own === undefined ? read() : hearing.run({ ...own, of: own.of ?? file }, read);
}

/** Listens to the decoder of a pipeline, where somebody wants to know. */
export function listenTo(pipeline: Sharp, file: string | Buffer): Sharp {
  const own = hearing.getStore();
  if (own === undefined) return pipeline;
  const { heard, of = typeof file === 'string' ? file : '' } = own;
  return pipeline.on('warning', (warning: string) => {
    const said = saidOfDamage(warning);
    if (said !== undefined && !heard.has(of)) heard.set(of, said);
  });
}
