import { RenditionError, SourceError } from '../../../model/errors.ts';
import type { MissingImage } from '../../../model/referenced-image.ts';
import type { Original } from '../../../layout/frame.ts';
import type { Master } from './master.ts';
import { openForFrames } from './open-source.ts';
import type { Outline } from '../../../layout/outline.ts';
import type { Opening } from './source.ts';

/** A picture that a recipe names, with the paths that it brings along. */
export interface OpenReference {
  readonly master: Master;
  readonly outlines?: readonly Outline[];
}

/** The pictures that recipes name beside the master they are about, by that name. */
export type OpenReferences = ReadonlyMap<string, OpenReference | MissingImage>;

/** A picture that cannot be used fails the renditions that need it, and says nothing about the master. */
function unusable(object: string, got: string, cause?: unknown): RenditionError {
  return new RenditionError('OBJECT_UNUSABLE', `expected a picture of the library at ${object}, got ${got}`, {
    hint: 'Put the picture there, or name another one in the preset.',
    cause,
  });
}

function referenceAt(object: string, references: OpenReferences): OpenReference {
  const found = references.get(object);
  if (found === undefined || 'got' in found) throw unusable(object, found?.got ?? 'none beside a clip');
  return found;
}

/** What frames are planned of: a master, and what recipes may name beside it. */
export function withReferenceFacts(master: Original, named: OpenReferences): Original {
  const references = (object: string | undefined): Original =>
    object === undefined ? original : { ...originalAt(object), references };
  const originalAt = (object: string): Original => {
    const { master: other, outlines } = referenceAt(object, named);
    return { ...other.facts, ...(outlines && { outlines }) };
  };
  const original: Original = { ...master, references };
  return original;
}

/** An opened master that knows how to open what recipes name beside it; those are streamed. */
export function openReferenced(opening: Opening, named: OpenReferences): Opening {
  const references = async (object: string | undefined): Promise<Opening> =>
    object === undefined
      ? opened
      : { ...(await openForFrames(referenceAt(object, named).master, [], false)), references };
  const opened: Opening = { ...opening, references };
  return opened;
}

/** Runs what reads a picture that a recipe names. */
export async function readReference<T>(object: string | undefined, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (object === undefined || !(error instanceof SourceError)) throw error;
    throw unusable(object, error.message, error);
  }
}
