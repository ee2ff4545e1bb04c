import { describe, expect, it } from 'vitest';
import { type ParseOptions, parseModifiers } from '../../../src/serving/parse.ts';
import { strict } from '../../support/language/recipe-of.ts';

const problemsOf = (text: string, options: ParseOptions = strict()) => parseModifiers(text, options).problems;

describe('modifiers that say nothing', () => {
  it.each([
    ['a second ? of an address', '?wid=5', 1],
    ['a ? in place of &', '$preset$?wid=5', 9],
    ['a word alone, as a preset that lost its $', 'wid=5&preset', 7],
    ['a command without =', 'wid=5&blendmode', 16],
  ])('are no more than warnings for %s', (_what, text, column) => {
    const options = { ...strict({ preset: 'qlt=80' }), macroNames: ['Preset'] };
    expect(problemsOf(text, options)).toMatchObject([{ severity: 'warning', column }]);
    expect(parseModifiers(text, options).recipe.view).toEqual({ width: 5 });
  });

  it('name the preset that a word alone is', () => {
    const [problem] = problemsOf('wid=5&preset', { ...strict(), macroNames: ['Preset'] });
    expect(problem?.hint).toContain('`$Preset$`');
  });

  it.each(['preset', 'wid', 'wid=5?hei=3', 'wid 5', '$preset', 'src=is{a?wid=5?hei=3}', 'layer&wid=5'])(
    'are errors for %s',
    (text) => {
      expect(problemsOf(text).map(({ severity }) => severity)).toContain('error');
    },
  );

  it('leave comments and what they ask alone', () => {
    expect(problemsOf('.why=a?&.who?&wid=5')).toEqual([]);
  });
});
