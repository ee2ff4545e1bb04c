import type { Format, Variant, Written } from './format.ts';
import type { Output } from '../recipe/recipe.ts';
import { FORMAT_ROWS, type WritableName } from './formats.ts';

/** A format that renditions can be written in, as one `fmt=` value asks for it. */
export interface OutputFormat extends Written, Variant, Pick<Format, 'encoding' | 'writing'> {
  /** The row whose file in `engines/formats/` encodes it; null = dmx cannot write it. */
  readonly encoder: WritableName | null;
}

const isWritable = (name: string, { encoding }: Format): name is WritableName => encoding !== undefined;

/** Every output format of the serving language, those not yet written included: they are refused by name. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = FORMAT_ROWS.flatMap(([name, row]) => {
  if (row.output === undefined) return [];
  const { variants, ...written } = row.output;
  const { encoding, writing } = row;
  const engine = {
    encoder: isWritable(name, row) ? name : null,
    ...(encoding && { encoding }),
    ...(writing && { writing }),
  };
  return variants.map((variant) => ({ ...written, ...variant, ...engine }));
});

/** The row that a `fmt=` value names, case ignored. */
export function outputFormat(name: string): OutputFormat | undefined {
  const wanted = name.toLowerCase();
  return OUTPUT_FORMATS.find((format) => format.names.includes(wanted));
}

/**
 * The row of what a recipe asks for; the language's own default is JPEG. Throws RangeError for a name that no row has.
 */
export function formatOf({ format = 'jpeg' }: Partial<Output>): OutputFormat {
  const row = outputFormat(format);
  if (row === undefined) throw new RangeError(`expected the name of an output format, got ${format}`);
  return row;
}

/** The extensions of the formats that hold the longest sides. */
export function largestFormats(): readonly string[] {
  const written = OUTPUT_FORMATS.filter(({ encoder }) => encoder !== null);
  const most = Math.max(...written.map(({ maxSide }) => maxSide));
  return [...new Set(written.filter(({ maxSide }) => maxSide === most).map(({ extension }) => extension))];
}

/** Tells whether a file of a format loses something of its pixels, so that a quality matters. */
export const losesPixels = ({ lossy }: OutputFormat, compression?: string): boolean =>
  compression === 'jpeg' || (lossy && compression !== 'lossless');
