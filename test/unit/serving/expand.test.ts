import { describe, expect, it } from 'vitest';
import { type ParseOptions, parseModifiers } from '../../../src/serving/parse.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { recipeOf, strict } from '../../support/language/recipe-of.ts';

const canonical = (text: string, presets: Readonly<Record<string, string>> = {}): string =>
  printRecipe(recipeOf(text, presets));
const problemsOf = (text: string, options: ParseOptions = strict()) => parseModifiers(text, options).problems;
const lenient: ParseOptions = { ...strict(), mode: 'lenient' };

// Each of these took minutes where every command looked at all that came before it.
describe('a text of many', () => {
  it('variables and requests is read in a moment', () => {
    const variables = Array.from({ length: 100_000 }, (_, i) => `$v${i}=${i}`).join('&');
    const requests = 'src=is{?$v=2&wid=$v99999$}&'.repeat(5000);
    const { recipe, problems } = parseModifiers(`${variables}&${requests}`, strict());
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(printRecipe(recipe)).toBe('src=is{?wid=99999}');
  });

  it('requests beside many variables that are set is read in a moment', () => {
    const variables = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`v${i}`, '9']));
    const { recipe } = parseModifiers('src=is{?$v2=3&wid=$v2$}&'.repeat(5000), { ...strict(), variables });
    expect(printRecipe(recipe)).toBe('src=is{?wid=9}');
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
  it('reads nested requests whose brackets came encoded, as programs that make addresses write them', () => {
    const plain = printRecipe(
      parseModifiers('layer=1&src=is{a/b.png?wid=5&hei=6&layer=2&src=is(c?rotate=90)}&pos=1,2', strict()).recipe,
    );
    expect(plain).toContain('is{a/b.png?');
    for (const text of [
      'layer=1&src=is%7Ba/b.png?wid=5&hei=6&layer=2&src=is(c?rotate=90)%7D&pos=1,2',
      'layer=1&src=is%7ba/b.png?wid=5&hei=6&layer=2&src=is%28c?rotate=90%29%7d&pos=1,2',
      'layer=1&src=is{a/b.png?wid=5&hei=6&layer=2&src=is%7Bc?rotate=90%7D}&pos=1,2',
    ]) {
      const { recipe, problems } = parseModifiers(text, strict());
      expect([text, printRecipe(recipe), problems]).toEqual([text, plain, []]);
    }
    expect(parseModifiers('layer=1&src=is%7Ba?wid=5&pos=1,2', strict()).problems).not.toEqual([]);
  });

  it('holds in that request alone', () => {
    const { recipe, problems } = parseModifiers('src=is{?$v=5&wid=$v$}&hei=$v$', strict());
    expect(printRecipe(recipe)).toBe('src=is{?wid=5}');
    expect(problems).toMatchObject([{ command: 'hei' }]);
  });
});

describe('a template', () => {
  const presets = { badge: '$w=90&$h=20&size=$w$,$h$&wid=5&layer=1&src=$object$&rotate=$h$', bare: 'wid=5' };
  const badge = 'wid=5&src=&size=90,20&layer=1&src=is{?}&rotate=20';

  it('comes before all else and gives way to it, wherever it is named', () => {
    expect(canonical('template=badge', presets)).toBe(badge);
    expect(canonical('wid=7&template=co/BADGE&$w=80', presets)).toBe(
      badge.replace('90', '80').replace('wid=5', 'wid=7'),
    );
    expect(canonical('template=bare&template=badge', presets)).toBe(badge);
    expect(canonical('template=bare&src=a', presets)).toBe('wid=5&src=a');
  });

  it('may be that of a request in another', () => {
    expect(canonical('wid=3&layer=1&src=is{?template=badge&$h=30}', presets)).toBe(
      'wid=3&layer=1&src=is{?wid=5&src=&size=90,30&layer=1&src=is{?}&rotate=30}',
    );
  });

  it('is told where there is none of that name', () => {
    expect(problemsOf('wid=5&template=nobody')).toMatchObject([{ code: 'PRESET_UNKNOWN', column: 7 }]);
  });

  it('that names itself is told', () => {
    const options = { ...strict(), macros: () => 'wid=4&$a$' };
    expect(problemsOf('template=a', options)).toMatchObject([{ code: 'PRESET_UNKNOWN' }]);
  });
});

describe('variables', () => {
  it('are put in wherever they are defined, the last definition of a text', () => {
    expect(canonical('$w=300&wid=$W$')).toBe('wid=300');
    expect(canonical('wid=$w$&$w=300')).toBe('wid=300');
    expect(canonical('$w=200&wid=$w$&$w=300')).toBe('wid=300');
  });

  it('win over those of the presets they are given to, wherever they stand', () => {
    const presets = { badge: '$w=100&$h=50&wid=$w$&hei=$h$', outer: '$badge$&$h=60' };
    expect(canonical('$badge$', presets)).toBe('wid=100&hei=50');
    expect(canonical('$w=300&$badge$', presets)).toBe('wid=300&hei=50');
    expect(canonical('$badge$&$w=300', presets)).toBe('wid=300&hei=50');
    expect(canonical('$outer$&$w=300', presets)).toBe('wid=300&hei=60');
    expect(canonical('$badge$&$tag$&wid=$h$', { badge: '$h=50', tag: '$h=70' })).toBe('wid=70');
    expect(canonical('$badge$&$tag$&$BADGE$&wid=$h$', { badge: '$h=50', tag: '$h=70' })).toBe('wid=50');
    expect(canonical('src=is{?$badge$}&$w=300', presets)).toBe('src=is{?wid=300&hei=50}');
  });

  it('that nothing uses are warned of in every mode: they are a template’s most often', () => {
    const warned = { code: 'VARIABLE_UNUSED', severity: 'warning', command: '$img', column: 7 };
    for (const options of [strict(), lenient])
      expect(problemsOf('wid=5&$img=x&$w=3&hei=$w$', options)).toMatchObject([warned]);
    const set = { ...strict(), variables: { W: '5', typo: '6' } };
    expect(problemsOf('wid=$w$', set)).toMatchObject([{ code: 'VARIABLE_UNUSED', command: '$typo', column: 1 }]);
  });

  it('may be several in one value, and are put in once', () => {
    expect(canonical('$a=1&$b=5,2&op_usm=$a$.$b$')).toBe('op_usm=1.5,2,0,0');
    const [problem] = problemsOf('$var2=apple&$var1=my$var2$tree&flip=$var1$');
    expect(problem?.message).toContain('"my$var2$tree"');
  });

  it('that the caller sets win over those of the text, which are defaults', () => {
    const options = { ...strict(), variables: { W: '500' } };
    expect(parseModifiers('$w=300&wid=$w$', options).recipe.view.width).toBe(500);
  });

  it('reach into presets and come out of them', () => {
    expect(canonical('$w=300&$p$&hei=$h$', { p: 'wid=$w$&$h=7' })).toBe('wid=300&hei=7');
  });
});
