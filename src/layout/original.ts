import { RenditionError } from '../model/errors.ts';
import { factsOfPart, partOf } from '../model/recipe/master-part.ts';
import type { SourcePicture } from './source-region.ts';
import type { FoundImage, ReferencedImage } from '../model/recipe/referenced-image.ts';
import type { Mark } from './marks.ts';
import type { Layer, PictureRecipe, Recipe } from '../model/recipe/recipe.ts';
import { masterLayer } from '../model/recipe/recipe-tree.ts';
import type { SetText } from '../model/text/set-text.ts';
import type { TextSource, Typesetting } from '../model/text/typesetting.ts';
import type { Outline } from './outline.ts';
import type { TextBox } from './text/arrange.ts';
import { roughText } from './text/rough-text.ts';

/** Sets a text: what knows its fonts. Throws RenditionError (FONT_UNUSABLE). */
export type TextSetter = (source: TextSource, typesetting: Typesetting, box: TextBox) => SetText;

/** The picture that a frame is made of. */
export interface Original extends SourcePicture {
  /** The paths that it brings along, where they are needed. */
  readonly outlines?: readonly Outline[];
  /** Hotspots in it, present where their positions in the rendition are wanted. */
  readonly marks?: readonly Mark[];
  /** Finds the pictures that recipes name, by that name; without one, the master. Throws RenditionError. */
  readonly references?: (object: string | undefined) => Original;
  /** Absent: texts are as large as they are about. */
  readonly setText?: TextSetter;
}

/**
 * Tells whether the size of a reply is known before its texts are set: not where layer 0 is one without a box. Without
 * fonts at hand that is about as large as it will be.
 */
export function knowsSize(recipe: PictureRecipe): boolean {
  const { source, size } = masterLayer(recipe);
  return source.kind !== 'text' || (size !== undefined && size.width > 0 && size.height > 0);
}

/** The text of a layer, set into its box. Throws RenditionError (FONT_UNUSABLE). */
export function textOf({ setText = roughText }: Original, source: TextSource, layer: Layer): SetText {
  const { size: { width, height } = { width: 0, height: 0 }, typesetting = {} } = layer;
  const box = width === 0 ? {} : { width, ...(height > 0 && { height }) };
  return setText(source, typesetting, box);
}

/** A picture that cannot be used fails the renditions that need it, and says nothing about the master. */
export function unusableReference(object: string, got: string, cause?: unknown): RenditionError {
  return new RenditionError('OBJECT_UNUSABLE', `expected a picture of the library at ${object}, got ${got}`, {
    hint: 'Put the picture there, or name another one in the preset.',
    cause,
  });
}

/** Throws RenditionError for a drawing whose pictures are still to be put into it. */
export function checkWhole({ requests: [request] = [] }: Original): void {
  if (request === undefined) return;
  throw new RenditionError(
    'OBJECT_UNUSABLE',
    `expected a drawing that holds all it shows, got one that asks for ${request}`,
    {
      hint: 'Presets draw its pictures; smart crops, margins, pyramids and drawings within themselves do not: embed them for these.',
    },
  );
}

/** The picture that a recipe names, or the master. Throws RenditionError where it is not there. */
export function referenced(about: Original, object: string | undefined): Original {
  if (about.references) return about.references(object);
  if (object === undefined) return about;
  throw unusableReference(object, 'none at hand');
}

/** A master that knows the pictures that recipes name beside it, and they it. `find` throws RenditionError. */
export function withReferences(master: Original, find: (object: string) => Original): Original {
  const { setText } = master;
  const references = (object: string | undefined): Original =>
    object === undefined ? original : { ...find(object), references, ...(setText && { setText }) };
  const original: Original = { ...master, references };
  return original;
}

/** The picture that a recipe names beside its master, among those that were looked for. Throws RenditionError. */
export function referencedImage(object: string, found: readonly FoundImage[]): ReferencedImage {
  const image = found.find((one) => one.object === object);
  if (image === undefined || 'got' in image) throw unusableReference(object, image?.got ?? 'none');
  return image;
}

/**
 * The page of a master that a recipe is about, beside the pictures that were found for it. Throws RenditionError
 * (PAGE_MISSING).
 */
export function originalBeside(
  { master: treatment }: Pick<Recipe, 'master'>,
  master: Original,
  found: readonly FoundImage[] = [],
): Original {
  const part = factsOfPart(master, partOf(treatment));
  return withReferences(part, (object) => referencedImage(object, found).facts);
}
