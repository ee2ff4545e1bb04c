import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readXml } from '../../../../../src/base/xml.ts';
import { outsideReference } from '../../../../../src/engines/formats/svg/outside-references.ts';
import { variablesIn, withValues } from '../../../../../src/engines/formats/svg/variables.ts';

const drawing = (inside: string): string => `<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`;

describe('variables of a drawing', () => {
  it('stand in texts and attributes, and nowhere else', () => {
    const text = drawing(
      '<!-- $a$ --><?b $b$?><![CDATA[$c$]]><a href="/is/image/$d$"/><image xlink:href=\'$e$\'/><g id="$F$">$g.1$ $h $$</g>',
    );
    expect(variablesIn(text)).toEqual(['f', 'g.1']);
    expect(withValues(text, { a: '1', b: '1', c: '1', d: '1', e: '1', f: 'x', 'g.1': 'y' })).toBe(
      text.replace('$F$', 'x').replace('$g.1$', 'y'),
    );
  });

  it('are not looked for in what values say', () => {
    expect(withValues('<g>$a$ $b$ $toString$</g>', { a: '$b$', b: '$a$' })).toBe('<g>$b$ $a$ $toString$</g>');
  });

  it('are data: whatever values say, the drawing keeps its elements, and reads them back', () => {
    const text = drawing('<g id="$a$" class=\'$a$\'>$a$</g>');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (value) => {
        const filled = withValues(text, { a: value });
        expect(filled).toMatch(/^[\t -~]*$/);
        const [root] = readXml(filled).children;
        expect(root?.children.map(({ name }) => name)).toEqual(['g']);
        const shown = value.replaceAll(/[^\P{Cc}\t\n\r\u{80}-\u{9f}\u{7f}]|[\u{fffe}\u{ffff}]/gu, '\u{fffd}');
        expect(root?.children[0]?.attributes.get('id')).toBe(shown);
      }),
    );
  });

  it('cost no more than the length of a text that never ends', () => {
    for (const part of ['<!--', '<![CDATA[', '<?', '<!DOCTYPE[', 'href="', '$a']) {
      const start = process.cpuUsage().user;
      variablesIn(part.repeat(200_000));
      expect(process.cpuUsage().user - start, part).toBeLessThan(2_000_000);
    }
  });

  it('may name a file by what they say, which is seen', () => {
    expect(outsideReference(withValues('<g style="$a$"/>', { a: 'fill:url(http://example.org/)' }))).toBeDefined();
  });
});
