import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../../src/serving/parse.ts';

const problemsOf = (text: string) => parseModifiers(text, { mode: 'strict', macros: () => undefined }).problems;

describe('alignments of a text', () => {
  it.each([
    ['layer=1&text={\\ql A\\par\\qr B}', 9],
    ['layer=1&size=90,0&text=\\qc A\\par\\qr B', 19],
  ])('do not go together where it makes its own box: %s', (text, column) => {
    const conflict = { code: 'COMMAND_RANGE', severity: 'error', command: 'text', column };
    expect(problemsOf(text)).toMatchObject([conflict]);
  });

  it.each([
    'layer=1&size=90,40&text=\\ql A\\par\\qr B',
    'layer=1&textPs=\\ql A\\par\\qr B',
    'layer=1&text=\\qr A\\par\\qr B',
  ])('go together where they have a side to be aligned to: %s', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});
