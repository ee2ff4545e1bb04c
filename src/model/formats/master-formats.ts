import type { MediaKind } from '../asset.ts';
import type { FileType, Format } from './format.ts';
import { FORMAT_ROWS } from './formats.ts';

/** A kind of file that may lie in a library: one of the types of a format, with all else that its row says. */
export interface MasterFormat extends FileType, Omit<Format, 'types'> {
  /** The name of the row. */
  readonly name: string;
  /** True if an engine opens it; the others are listed as `unsupported`. */
  readonly readable: boolean;
}

/** Masters by MIME type as found in their first bytes. What is not in the table is no asset. */
export const MASTER_FORMATS: readonly MasterFormat[] = FORMAT_ROWS.flatMap(([name, { types, ...row }]) => {
  const readable = row.kind === 'video' || row.decoding !== undefined;
  return types.map((type) => ({ ...type, ...row, name, readable }));
});

const BY_MIME = new Map(MASTER_FORMATS.map((format) => [format.mime, format]));

export function masterFormat(mime: string): MasterFormat | undefined {
  return BY_MIME.get(mime);
}

const BY_EXTENSION = new Map(
  MASTER_FORMATS.flatMap((format) => format.extensions.map((extension) => [extension, format] as const)).toReversed(),
);

/** The endings of names of pictures, as they are most often written. */
export const IMAGE_ENDINGS: readonly string[] = [...BY_EXTENSION]
  .filter(([, { kind }]) => kind === 'image')
  .flatMap(([extension]) => [`.${extension}`, `.${extension.toUpperCase()}`]);

const extensionOf = (path: string): string => /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';

/** The format that the ending of a file's name says, whatever its bytes are. */
export function formatOfName(path: string): MasterFormat | undefined {
  return BY_EXTENSION.get(extensionOf(path));
}

/** Tells whether files of program text have names that end as this one does. */
export function mayBeCode(path: string): boolean {
  return formatOfName(path)?.codeExtensions?.includes(extensionOf(path)) === true;
}

/** The media kind of a master: the only place that decides it. A MIME type that no row has counts as a picture's. */
export function kindOf({ mime }: { readonly mime: string }): MediaKind {
  return masterFormat(mime)?.kind ?? 'image';
}

/** The hint for a picture that dmx does not read: the advice of its format, or all labels that dmx reads. */
export function conversionHint(format?: Pick<MasterFormat, 'advice'>): string {
  if (format?.advice !== undefined) return format.advice;
  // Of what dmx reads, what every program of pictures writes, as dmx does.
  const labels = MASTER_FORMATS.filter(({ decoding, encoding }) => decoding && encoding).map(({ label }) => label);
  const each = [...new Set(labels)];
  return `Convert the master to ${each.slice(0, -1).join(', ')} or ${each.at(-1)}.`;
}
