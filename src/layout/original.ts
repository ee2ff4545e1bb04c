import { RenditionError } from '../model/errors.ts';
import type { SourcePicture } from './source-region.ts';
import type { FoundImage, ReferencedImage } from '../model/recipe/referenced-image.ts';
import type { Mark } from './marks.ts';
import type { Outline } from './outline.ts';

/** The picture that a frame is made of. */
export interface Original extends SourcePicture {
  /** The paths that it brings along, where they are needed. */
  readonly outlines?: readonly Outline[];
  /** The places that people point at in it, where it is asked where they come to lie. */
  readonly marks?: readonly Mark[];
  /** Finds the pictures that recipes name, by that name; without one, the master. Throws RenditionError. */
  readonly references?: (object: string | undefined) => Original;
}

/** A picture that cannot be used fails the renditions that need it, and says nothing about the master. */
export function unusableReference(object: string, got: string, cause?: unknown): RenditionError {
  return new RenditionError('OBJECT_UNUSABLE', `expected a picture of the library at ${object}, got ${got}`, {
    hint: 'Put the picture there, or name another one in the preset.',
    cause,
  });
}

/** The picture that a recipe names, or the master. Throws RenditionError where it is not there. */
export function referenced(about: Original, object: string | undefined): Original {
  if (about.references) return about.references(object);
  if (object === undefined) return about;
  throw unusableReference(object, 'none at hand');
}

/** A master that knows the pictures that recipes name beside it, and they it. `find` throws RenditionError. */
export function withReferences(master: Original, find: (object: string) => Original): Original {
  const references = (object: string | undefined): Original =>
    object === undefined ? original : { ...find(object), references };
  const original: Original = { ...master, references };
  return original;
}

/** The picture that a recipe names beside its master, among those that were looked for. Throws RenditionError. */
export function referencedImage(object: string, found: readonly FoundImage[]): ReferencedImage {
  const image = found.find((one) => one.object === object);
  if (image === undefined || 'got' in image) throw unusableReference(object, image?.got ?? 'none');
  return image;
}

/** A master beside the pictures that were found for its recipes. */
export function originalBeside(master: SourcePicture, found: readonly FoundImage[] = []): Original {
  return withReferences(master, (object) => referencedImage(object, found).facts);
}
