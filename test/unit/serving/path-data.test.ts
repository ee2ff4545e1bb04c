import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { strict } from '../../support/language/recipe-of.ts';
import { parsePath } from '../../../src/serving/path-data.ts';

const problemsOf = (text: string) => parseModifiers(text, strict()).problems;

describe('a path that is none', () => {
  it('is told as it was written', () => {
    expect(problemsOf('clipPath=M,0,0,L,1')[0]?.message).toContain('got "M,0,0,L,1"');
  });
});

describe('a written path', () => {
  it.each([
    ['M,1,2,L,3,4,Z', ['M', 1, 2, 'L', 3, 4, 'Z']],
    ['m,1,2,3,4,l,-1,.5,z,m,1,1', ['M', 1, 2, 'L', 4, 6, 'L', 3, 6.5, 'Z', 'M', 2, 3]],
    ['M1,2L3,4Z', ['M', 1, 2, 'L', 3, 4, 'Z']],
    ['m10-5l-.5.5,10,2z', ['M', 10, -5, 'L', 9.5, -4.5, 'L', 19.5, -2.5, 'Z']],
    ['M 1 2 L3  4 Z', ['M', 1, 2, 'L', 3, 4, 'Z']],
    ['M1,2,c,1,0,2,0,3,1,4,1,5,1,6,2', ['M', 1, 2, 'C', 2, 2, 3, 2, 4, 3, 'C', 8, 4, 9, 4, 10, 5]],
  ])('%s is read', (text, expected) => {
    expect(parsePath(text.split(','))).toEqual(expected);
  });

  it.each([
    '',
    'L,1,2',
    'M',
    'M,1',
    'M,1,2,Q,1,2,3,4',
    'M,1,2,C,1,2',
    'M,1,2,Z,3',
    'M,1,x',
    '1,2',
    'M,1,,2',
    'M1,2;',
    'M1,2A1,1',
  ])('%s is none', (text) => {
    expect(parsePath(text.split(','))).toBeUndefined();
  });
});
