import { SourceError } from '../../../model/errors.ts';
import type { MissingImage } from '../../../model/recipe/referenced-image.ts';
import { type Original, unusableReference, withReferences } from '../../../layout/original.ts';
import type { Master } from './master.ts';
import { openForFrames } from './open-source.ts';
import type { ReadingColors } from './pixel-reader.ts';
import type { Outline } from '../../../layout/outline.ts';
import type { Opening } from './source.ts';

/** A picture that a recipe names, with the paths that it brings along. */
export interface OpenReference {
  readonly master: Master;
  readonly outlines?: readonly Outline[];
}

/** The pictures that recipes name beside the master they are about, by that name. */
export type OpenReferences = ReadonlyMap<string, OpenReference | MissingImage>;

function referenceAt(object: string, references: OpenReferences): OpenReference {
  const found = references.get(object);
  if (found === undefined || 'got' in found) throw unusableReference(object, found?.got ?? 'none beside a clip');
  return found;
}

/** The sources that frames are planned of: a master, and what recipes may name beside it. */
export function withReferenceFacts(master: Original, named: OpenReferences): Original {
  return withReferences(master, (object) => {
    const { master: other, outlines } = referenceAt(object, named);
    return { ...other.facts, ...(outlines && { outlines }) };
  });
}

/** An opened master that knows how to open what recipes name beside it; those are streamed. */
export function openReferenced(opening: Opening, named: OpenReferences, colors?: ReadingColors): Opening {
  const { drawText, scratch } = opening;
  const kept = { ...(drawText && { drawText }), ...(scratch !== undefined && { scratch }) };
  const references = async (object: string | undefined): Promise<Opening> =>
    object === undefined
      ? opened
      : { ...(await openForFrames(referenceAt(object, named).master, [], false, colors)), ...kept, references };
  const opened: Opening = { ...opening, references };
  return opened;
}

/** Runs what reads a picture that a recipe names. */
export async function readReference<T>(object: string | undefined, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (object === undefined || !(error instanceof SourceError)) throw error;
    throw unusableReference(object, error.message, error);
  }
}

/** Sentences about a master, and about what recipes name beside it; each once. */
export function remarksOf(master: Master, references: OpenReferences): readonly string[] {
  const named = [...references.values()].flatMap((one) => ('got' in one ? [] : [one.master]));
  return [...new Set([master, ...named].flatMap(({ remarks = [] }) => remarks))];
}
