import type { ImageFacts } from '../asset.ts';
import { RenditionError } from '../errors.ts';
import type { Size } from '../geometry.ts';
import type { MasterTreatment } from './recipe.ts';

/** Pages of a document that recipes may name: as many as Dynamic Media takes out of one. */
export const MOST_PAGES = 100;

/**
 * The picture of a file that holds several: a page of a document, counted from 1, or what a camera made of its raw and put
 * into it.
 */
export interface MasterPart {
  readonly page: number;
  readonly preview?: true;
}

/** The one that a file is taken for. */
const WHOLE: MasterPart = { page: 1 };

/** The part of its master that a recipe is about. */
export const partOf = ({ page = 1, rawPreview }: MasterTreatment = {}): MasterPart => ({
  page,
  ...(rawPreview && { preview: true }),
});

/** Tells whether a part is what the facts of the file are about. */
export const isWhole = ({ page, preview }: MasterPart): boolean => page === WHOLE.page && preview !== true;

type Parted = Size & Partial<Pick<ImageFacts, 'pageSizes' | 'rewriteBytes' | 'preview'>>;

function missing({ pageSizes = [] }: Parted, page: number): RenditionError {
  const held = pageSizes.length === 0 ? 'one picture' : `${pageSizes.length + 1} pages`;
  const read = pageSizes.length + 1 === MOST_PAGES ? ` that dmx makes pictures of` : '';
  return new RenditionError('PAGE_MISSING', `expected a page ${page}, got a master of ${held}${read}`, {
    hint: 'Name a page that it has in `page`, or leave `page` away for the first.',
  });
}

/** The facts of a part of a master; those of the file where it is all of it. Throws RenditionError (PAGE_MISSING). */
export function factsOfPart<Facts extends Parted>(facts: Facts, { page, preview }: MasterPart): Facts {
  if (page === WHOLE.page) return preview && facts.preview ? { ...facts, ...facts.preview } : facts;
  const size = facts.pageSizes?.[page - 2];
  if (size === undefined) throw missing(facts, page);
  const [width, height] = size;
  const { pageSizes: _others, rewriteBytes, ...rest } = facts;
  const more = Math.max(1, (width * height) / (facts.width * facts.height));
  const rewriting = rewriteBytes === undefined ? {} : { rewriteBytes: Math.ceil(rewriteBytes * more) };
  return { ...rest, ...rewriting, width, height } as Facts;
}

/** The same; the facts of the whole file where it has no such part. */
export function anyFactsOfPart(facts: ImageFacts, part: MasterPart): ImageFacts {
  return part.page - 2 < (facts.pageSizes?.length ?? 0) ? factsOfPart(facts, part) : facts;
}
