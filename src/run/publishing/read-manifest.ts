import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { UsageError } from '../../model/errors.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import { MANIFEST_SCHEMA } from '../../model/manifest/manifest-forms.ts';
import type { SetEntry } from '../../model/sets.ts';

/** One entry of a manifest. */
export type ManifestEntry = { readonly asset: ManifestAsset } | { readonly set: SetEntry };

const LINES = '.ndjson';
const NAMES = ['manifest.json', `manifest${LINES}`];

function unreadable(place: string, got: string, cause?: unknown): UsageError {
  return new UsageError('FILE_UNREADABLE', `expected a manifest of dmx, got ${got}`, {
    place,
    hint: 'Name the output folder, or the manifest in it; dmx ingest writes one.',
    cause,
  });
}

/** The manifest in an output, or the one that was named. Throws UsageError FILE_UNREADABLE. */
export async function findManifest(given: string): Promise<string> {
  for (const file of [given, ...NAMES.map((name) => join(given, name))]) {
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() === true) return file;
  }
  throw unreadable(given, `${given}, where there is none`);
}

/** The beginning of a manifest that is one document, or an index of such. */
interface Head {
  readonly schema?: unknown;
  readonly assets?: readonly ManifestAsset[];
  readonly folders?: readonly { readonly file: string }[];
  readonly sets?: readonly SetEntry[];
}

function parse<T>(text: string, file: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw unreadable(file, `${file}, which is no JSON`, cause);
  }
}

// A document as dmx prints it has an asset a line between the first two, or up to the sets, of which each has a line too.
const OPENING = '"assets":[';
const CLOSING = ']}';
const SETS = '],"sets":[';

const linesOf = (file: string): AsyncIterable<string> =>
  createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });

async function firstLine(file: string): Promise<string> {
  for await (const line of linesOf(file)) return line;
  return '';
}

/** The entries of a document, a line each after its head. */
async function* entriesOfDocument(file: string, head: string): AsyncGenerator<ManifestEntry> {
  checkSchema(parse<Head>(`${head}${CLOSING}`, file), file);
  let [last, beyond] = ['', false];
  for await (const line of linesOf(file)) {
    last = line;
    if (line === SETS) beyond = true;
    else if (line !== head && line !== CLOSING) {
      const entry = line.replace(/,$/, '');
      yield beyond ? { set: parse<SetEntry>(entry, file) } : { asset: parse<ManifestAsset>(entry, file) };
    }
  }
  if (last !== CLOSING) throw unreadable(file, `${file}, which was cut off`);
}

/** The entries of a manifest without an envelope. */
async function* entriesOfLines(file: string): AsyncGenerator<ManifestEntry> {
  for await (const line of linesOf(file)) {
    const { kind, ...entry } = parse<{ readonly kind: string }>(line, file);
    yield kind === 'set' ? { set: entry as SetEntry } : { asset: { ...entry, kind } as ManifestAsset };
  }
}

const isAsset = (line: string): boolean => line.startsWith('{"path":');

/**
 * The entries of a manifest in whatever form, as they come, without holding its text; what another program printed anew is
 * read as a whole. Throws UsageError FILE_UNREADABLE.
 */
export async function* readManifest(file: string): AsyncGenerator<ManifestEntry> {
  const head = await firstLine(file);
  if (head.endsWith(OPENING)) yield* entriesOfDocument(file, head);
  else if (isAsset(head) || file.endsWith(LINES)) yield* entriesOfLines(file);
  else yield* entriesOf(parse<Head>(await readFile(file, 'utf8'), file), file);
}

async function* entriesOf(head: Head, file: string): AsyncGenerator<ManifestEntry> {
  checkSchema(head, file);
  for (const part of head.folders ?? []) yield* readManifest(join(dirname(file), part.file));
  for (const asset of head.assets ?? []) yield { asset };
  for (const set of head.sets ?? []) yield { set };
}

function checkSchema({ schema }: Head, file: string): void {
  if (schema === MANIFEST_SCHEMA) return;
  throw unreadable(file, `${file} with the schema ${JSON.stringify(schema)} instead of ${MANIFEST_SCHEMA}`);
}
