import { parseAllDocuments } from 'yaml';
import { printPlace } from '../model/errors.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import type { Declared, ProfileLibrary } from '../profiles/library.ts';
import { printColumns } from './table.ts';

/** One profile or preset in a list. */
export interface ListRow {
  readonly kind: 'image' | 'video' | 'preset';
  readonly name: string;
  readonly shipped: boolean;
  readonly place: string;
  /** Its purpose, or its text. */
  readonly about: string;
}

const byName = (a: ListRow, b: ListRow): number => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1);

function rowsOf<T extends { readonly name: string }>(
  kind: ListRow['kind'],
  declared: ReadonlyMap<string, Declared<T>>,
  about: (value: T) => string,
): readonly ListRow[] {
  return [...declared.values()]
    .map(({ value, shipped, place }) => ({
      kind,
      name: value.name,
      shipped,
      place: printPlace(place),
      about: about(value),
    }))
    .toSorted(byName);
}

/** Every profile, pictures first. */
export function profileRows({ images, videos }: ProfileLibrary): readonly ListRow[] {
  const about = ({ description = '' }: { readonly description?: string | undefined }): string => description;
  return [...rowsOf('image', images, about), ...rowsOf('video', videos, about)];
}

/** Every preset. */
export function presetRows({ presets }: ProfileLibrary): readonly ListRow[] {
  return rowsOf('preset', presets, ({ text }) => text);
}

/** Prints rows as a list with aligned columns. */
export function printList(rows: readonly ListRow[]): readonly string[] {
  return printColumns(
    rows.map(({ kind, name, shipped, about }) => [
      ...(kind === 'preset' ? [] : [kind]),
      name,
      shipped ? 'shipped' : 'yours',
      about,
    ]),
  );
}

/** A note that only shipped profiles were read; empty where there is a dmx.yaml. */
export function shippedOnlyNote(configFile: string | undefined): string {
  if (configFile !== undefined) return '';
  return 'No dmx.yaml here or above: folders of profiles were not read, only the shipped ones (dmx init writes one)\n';
}

/** The document of a file of profiles in which a line (from 1) stands, as it was written. */
export function documentAt(text: string, line: number): string {
  const offset = text.split('\n').slice(0, line).join('\n').length;
  const documents = parseAllDocuments(text);
  const found = 'empty' in documents ? undefined : documents.find(({ range }) => offset <= range[2]);
  const [start, , end] = found?.range ?? [0, 0, text.length];
  return text
    .slice(start, end)
    .replace(/^---.*\n/, '')
    .replace(/^---\s*$/m, '')
    .trim();
}

/** The output of a profile for every picture, as YAML comments: files and recipes. */
export function printOrders(orders: readonly RenditionOrder[]): readonly string[] {
  const rows = orders.map(({ name, extension, role, recipeText }) => [`${name}.${extension}`, role, recipeText]);
  return printColumns(rows).map((line) => `#   ${line}`);
}
