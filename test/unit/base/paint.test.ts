import { expect, it } from 'vitest';
import { printable } from '../../../src/base/paint.ts';

it.each([
  ['a\u001b[2Jb', String.raw`a\x1b[2Jb`],
  ['line\nanother', String.raw`line\x0aanother`],
  ['\u0085', String.raw`\x85`],
  ['photo\u202Egpj.exe', String.raw`photo\u202egpj.exe`],
  ['\u2066a\u2069\u2028', String.raw`\u2066a\u2069\u2028`],
  ['שלום-é-日本.jpg', 'שלום-é-日本.jpg'],
])('%j is shown as %s', (text, shown) => {
  expect(printable(text)).toBe(shown);
});
