import { RenditionError } from '../model/errors.ts';
import type { Rect, Size } from '../model/geometry.ts';
import type { Path } from '../model/recipe/clipping-path.ts';
import type { Layer } from '../model/recipe/recipe.ts';

/** The box of whole pixels around the points of a path, those that curves lean to among them. */
function boxAround(path: Path): Rect {
  const numbers = path.filter((item) => typeof item === 'number');
  const across = numbers.filter((_, i) => i % 2 === 0);
  const down = numbers.filter((_, i) => i % 2 === 1);
  const [x, y] = [Math.floor(Math.min(...across)), Math.floor(Math.min(...down))];
  const width = Math.ceil(Math.max(...across)) - x;
  return { x, y, width: Math.max(1, width), height: Math.max(1, Math.ceil(Math.max(...down)) - y) };
}

/** The box of the path that a colour without a size is as large as; its points count from where the path has 0,0. */
export function pathBox({ source, size, mask, own }: Layer): Rect | undefined {
  const sized = size !== undefined && size.width > 0 && size.height > 0;
  if (source.kind !== 'solid' || sized || mask?.object !== undefined || !own?.clip?.path) return undefined;
  return boxAround(own.clip.path);
}

/**
 * The initial size of a solid colour layer: that of its mask, else `size`, else the bounding box of its path. Throws
 * RenditionError (RENDITION_EMPTY) where none is given.
 */
export function solidSize(layer: Layer, masking: Size | undefined): Size {
  const { size, number } = layer;
  const found = masking ?? (size && size.width > 0 && size.height > 0 ? size : pathBox(layer));
  if (found) return { width: found.width, height: found.height };
  throw new RenditionError('RENDITION_EMPTY', `expected a size of layer ${number}, which has no picture, got none`, {
    hint: 'Write `size=width,height` behind it, or name its picture with `src`.',
  });
}
