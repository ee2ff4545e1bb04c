import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../src/model/recipe/recipe.ts';
import { BASE_LAYER, EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';
import { type CommandProblem } from '../../../src/serving/problem.ts';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { recipeOf, strict } from '../../support/language/recipe-of.ts';

const lenient = { ...strict(), mode: 'lenient' } as const;
const problemsOf = (text: string): readonly CommandProblem[] => parseModifiers(text, strict()).problems;

describe('the segments of a text', () => {
  it('folds commands into the layer or effect whose segment they stand in', () => {
    const text = 'layer=0&rotate=5&layer=1&flip=ud&size=9,0&wid=10&effect=1&op_blur=3&size=7,7&layer=comp&flip=lr';
    const blurred: Layer = { number: 1, source: { kind: 'solid' }, own: { operations: { blur: 3 } } };
    const above: Layer = {
      number: 1,
      source: { kind: 'solid' },
      own: { flip: 'ud' },
      size: { unit: 'pixel', width: 9, height: 0 },
      effects: [blurred],
    };
    expect(parseModifiers(text, lenient)).toMatchObject({
      recipe: {
        ...EMPTY_PICTURE,
        composite: { flip: 'lr', layers: [{ ...BASE_LAYER, rotate: 5 }, above] },
        view: { width: 10 },
      },
      problems: [],
    });
  });

  it.each([
    ['layer=3,logo&pos=1,1&layer=logo,top&hide=1&layer=TOP&wid=5', ['layer']],
    ['layer=1,a&layer=2,a', ['layer']],
    ['layer=1,a&layer=1,a&layer=1,b&layer=b', []],
    ['layer=1,comp&pos=1,1', ['layer']],
    ['layer=-1', ['layer']],
    ['layer=1.5', ['layer']],
    ['effect=0&op_blur=3', ['effect']],
    ['effect=1.5', ['effect']],
    ['layer=0&sizeN=1,1', ['sizeN']],
  ])('names layers once: %s', (text, commands) => {
    expect(problemsOf(text)).toMatchObject(commands.map((command) => ({ code: 'COMMAND_RANGE', command })));
  });

  it.each(['src=,a', 'layer=1&src=,,a.jpg', 'defaultImage=,a'])(
    'refuses a picture that begins with a comma: %s',
    (text) => {
      expect(problemsOf(text)).toMatchObject([{ code: 'COMMAND_RANGE' }]);
    },
  );

  it.each([
    ['effect=-1&op_blur=3&op_usm=1,1,5&wid=9&layer=1&op_usm=1,1,5', [['op_usm', 21]]],
    [
      'layer=1&effect=-1&size=nothing&text=Hi&color=FF0000',
      [
        ['size', 19],
        ['text', 32],
      ],
    ],
    ['effect=-1&op_blur=3&$sharp$', [['op_usm', 21]]],
    ['layer=nobody&effect=1&layer=0&rotate=5', []],
  ])('tells commands that no effect hears: %s', (text, unheard) => {
    const { idle } = parseModifiers(text, strict({ sharp: 'fmt=png&op_usm=1,1,5' }));
    expect(idle.map(({ name, column }) => [name, column])).toEqual(unheard);
  });

  it('says nothing of any layer behind one that is none', () => {
    expect(recipeOf('').composite).toEqual(
      parseModifiers('layer=nobody&rotate=5&op_invert=1', lenient).recipe.composite,
    );
  });
});
