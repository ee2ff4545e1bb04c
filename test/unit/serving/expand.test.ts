import { describe, expect, it } from 'vitest';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { strict } from '../../support/language/recipe-of.ts';
const problemsOf = (text: string) => parseModifiers(text, strict()).problems;

// Each of these took minutes where every command looked at all that came before it.
describe('a text of many', () => {
  it('variables and requests is read in a moment', () => {
    const variables = Array.from({ length: 100_000 }, (_, i) => `$v${i}=${i}`).join('&');
    const requests = 'src=is{?$v=2&wid=$v99999$}&'.repeat(5000);
    const { recipe, problems } = parseModifiers(`${variables}&${requests}`, strict());
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(printRecipe(recipe)).toBe('src=is{?wid=99999}');
  });

  it('letters in a path is read in a moment', () => {
    const { recipe, problems } = parseModifiers(`clipPath=M,1,2${',Z'.repeat(300_000)}`, strict());
    expect(problems).toEqual([]);
    expect(recipe.composite.clip?.path).toHaveLength(300_003);
  });

  it('characters is no longer in messages than people read', () => {
    const long = 'x'.repeat(100_000);
    for (const text of [`src=is{${long}}`, `wid=${long}`, `${long}=1`, `clipPath=M,1,${long}`, `bgc=${long}`]) {
      const [problem] = problemsOf(text);
      expect(problem?.message.length).toBeLessThan(400);
    }
  });
});

describe('a definition in a request', () => {
  it('holds in that request alone', () => {
    const { recipe, problems } = parseModifiers('src=is{?$v=5&wid=$v$}&hei=$v$', strict());
    expect(printRecipe(recipe)).toBe('src=is{?wid=5}');
    expect(problems).toMatchObject([{ command: 'hei' }]);
  });
});
