import { describe, expect, it } from 'vitest';
import { hasLetters, lettersIn, missingFamilies } from '../../../../../src/engines/formats/svg/letters.ts';

const bytes = (text: string): string => Buffer.from(text).toString('latin1');

describe('the letters of a drawing', () => {
  it('are those of its texts and their parts, each once', () => {
    const drawing = bytes(
      '<svg><title>not drawn</title><svg:text x="1">Ä&amp;B <tspan>&#x4e2d;B</tspan></svg:text><textPath>no</textPath></svg>',
    );
    expect(lettersIn(drawing).toSorted()).toEqual(['&', 'B', 'Ä', '中'].toSorted());
    expect([hasLetters(drawing), hasLetters('<svg><textPath>a</textPath></svg>')]).toEqual([true, false]);
  });

  it('are in fonts that are missing where none of a list is there, whichever way it is written', () => {
    const known = new Set(['arial', 'brand one']);
    const missing = (drawing: string): readonly string[] => missingFamilies(drawing, known);
    expect(missing('<text font-family="Times, serif"/>')).toEqual(['Times']);
    expect(missing(`<text font-family="'Gill Sans', Arial"/><text style="font-family:Arial;fill:red"/>`)).toEqual([]);
    expect(missing('<style>text { font-family: "Gill Sans", fantasy } b{font-family:\'Brand One\'}</style>')).toEqual([
      'Gill Sans',
    ]);
    expect(missing('<text font-family="sans-serif"/><text font-family="sans"/><text font-family=""/>')).toEqual([]);
  });
});
