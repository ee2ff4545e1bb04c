import { writeFile } from 'node:fs/promises';
import { SourceError } from '../../../model/errors.ts';
import { outsideReference } from './outside-references.ts';
import { readDrawingText } from './read-drawing.ts';
import { withValues } from './variables.ts';

/**
 * Writes a drawing anew with values of its variables. Throws SourceError where they make it name other files: a value is
 * data, and opens none.
 */
export async function fillDrawing(
  file: string,
  values: Readonly<Record<string, string>>,
  target: string,
): Promise<void> {
  // Its probing held it to the limits.
  const text = withValues(await readDrawingText(file, { maxdrawing: Infinity }), values);
  const reference = outsideReference(text);
  if (reference !== undefined)
    throw new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected values that name no file, got ${reference}`);
  await writeFile(target, text, 'latin1');
}
