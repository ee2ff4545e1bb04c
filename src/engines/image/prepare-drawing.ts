import { hasLetters, knownFamilies, lettersIn, missingFamilies, readyLetters } from '../formats/svg/letters.ts';
import { readDrawingText } from '../formats/svg/read-drawing.ts';
import { drawingFontFiles } from '../../system/fonts/drawing-fonts.ts';

const MOST_SHOWN = 20;
const ADVICE = 'put a font that has them into a folder of `fonts` in dmx.yaml';

/**
 * Has the letters of a drawing set in the fonts of the project, and tells which of them no such font has. Throws SourceError
 * where it cannot be read.
 */
export async function prepareDrawing(file: string): Promise<readonly string[]> {
  // Its probing held it to the limits.
  const text = await readDrawingText(file, { maxdrawing: Infinity });
  if (!hasLetters(text)) return [];
  await readyLetters();
  const remarks: string[] = [];
  const families = missingFamilies(text, knownFamilies());
  if (families.length > 0)
    remarks.push(`expected the fonts that the drawing names, got no ${families.join(', ')}: another one stands for it`);
  const { uncoveredLetters } = await import('../text/uncovered-letters.ts');
  const letters = await uncoveredLetters(lettersIn(text), drawingFontFiles());
  if (letters.length > 0)
    remarks.push(
      `expected fonts for all letters of the drawing, got none for ${letters.slice(0, MOST_SHOWN).join('')}: they are boxes; ${ADVICE}`,
    );
  return remarks;
}
