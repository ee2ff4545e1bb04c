import type { FontName } from '../../../model/text/found-font.ts';

const BOLD = /bold|black|heavy|demi|(?:^|[^a-z])bd/i;
const ITALIC = /italic|oblique|it$/i;

/** Words of a name that are written together: `MyriadPro` is Myriad Pro. */
const parted = (family: string): string => family.replaceAll(/([a-z])([A-Z])/g, '$1 $2');

/** The families and style that the PostScript name of a font may stand for, the likeliest first. */
export function fontNamesOf(postScript: string): readonly FontName[] {
  const [family = '', style = ''] = postScript.split('-', 2);
  const plain = family.replace(/(?:PS)?MT$|PS$/, '');
  const [bold, italic] = [BOLD.test(style), ITALIC.test(style)];
  const families = [...new Set([plain, parted(plain), family, postScript])].filter((name) => name !== '');
  return families.map((name) => ({ name, bold, italic }));
}
