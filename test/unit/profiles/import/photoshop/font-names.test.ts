import { expect, it } from 'vitest';
import { fontNamesOf } from '../../../../../src/profiles/import/photoshop/font-names.ts';

it.each([
  ['ArialMT', { name: 'Arial', bold: false, italic: false }],
  ['Arial-BoldMT', { name: 'Arial', bold: true, italic: false }],
  ['Arial-BoldItalicMT', { name: 'Arial', bold: true, italic: true }],
  ['TimesNewRomanPSMT', { name: 'Times New Roman', bold: false, italic: false }],
  ['MyriadPro-BoldIt', { name: 'Myriad Pro', bold: true, italic: true }],
  ['ProximaNova-Regular', { name: 'ProximaNova', bold: false, italic: false }],
])('takes %s apart', (postScript, name) => {
  expect(fontNamesOf(postScript)).toContainEqual(name);
});
