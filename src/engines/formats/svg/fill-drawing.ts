import { writeFile } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import { outsideReference } from './outside-references.ts';
import { readDrawingText } from './read-drawing.ts';
import { isRequest, requestsIn, withPictures } from './requests.ts';
import { withValues } from './variables.ts';

/** The things that are put into a drawing before it is drawn. */
interface Filling {
  /** Values of the drawing's variables, by lower-case name. */
  readonly values: Readonly<Record<string, string>>;
  /** Addresses of data in place of its requests, in the order of these. */
  readonly pictures?: readonly string[];
}

/** The text of a drawing without its comments. */
const withoutComments = (text: string): string => text.replaceAll(/<!--[^]*?(?:-->|$)/g, '');

/**
 * Writes a copy of a drawing with variables replaced by values, and requests by pictures. Throws SourceError where a
 * value would refer to other files (values are data), or a request is left.
 */
export async function fillDrawing(file: string, { values, pictures = [] }: Filling, target: string): Promise<void> {
  // Its probing held it to the limits.
  const asked = withValues(await readDrawingText(file, { maxdrawing: Infinity }), values);
  const text = withPictures(
    asked,
    new Map(
      requestsIn(asked)
        .slice(0, pictures.length)
        .map((request, i) => [request, pictures[i] ?? '']),
    ),
  );
  const reference = outsideReference(text, isRequest) ?? outsideReference(withoutComments(text));
  if (reference !== undefined)
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a drawing that names no file, got ${reference}`);
  await writeFile(target, text, 'latin1');
}
