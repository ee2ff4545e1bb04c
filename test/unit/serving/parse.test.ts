import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALL_COMMANDS } from '../../../src/serving/commands/index.ts';
import { type ParseOptions, parseModifiers } from '../../../src/serving/parse.ts';
import { printRecipe } from '../../../src/serving/print.ts';
import { recipeOf, strict } from '../../support/language/recipe-of.ts';

const canonical = (text: string, presets: Readonly<Record<string, string>> = {}): string =>
  printRecipe(recipeOf(text, presets));
const problemsOf = (text: string, options: ParseOptions = strict()) => parseModifiers(text, options).problems;
const lenient: ParseOptions = { ...strict(), mode: 'lenient' };

describe('the grammar', () => {
  it.each([
    ['wid=400&&hei=300&', 'wid=400&hei=300'],
    ['', ''],
    ['&.v=1465509119024&wid=400&.effect=Drop Shadow', 'wid=400'],
    ['WID=400&ResMode=BiCub&FMT=JPG', 'wid=400&fmt=jpeg&resMode=bicub'],
    ['wid=400&wid=500', 'wid=500'],
    ['op_usm=1.75%2C0.3%2c2,0', 'op_usm=1.75,0.3,2,0'],
    ['fit=%63rop', 'fit=crop,0'],
    ['align=+1,+.5', 'align=1,0.5'],
    [' wid = 400 \n & hei=300 ', 'wid=400&hei=300'],
    ['wid=400.5&crop=-0.5,0.4,10,10', 'wid=401&crop=0,0,10,10'],
    ['op_usm=5,2', 'op_usm=5,2,0,0'],
    ['op_usm=0.0,0.0,0,0', 'op_usm=0,0,0,0'],
    ['fit=constrain', 'fit=constrain,0'],
    ['fmt=tif,,jpeg&qlt=95', 'fmt=tif,,jpeg&qlt=95'],
    ['fmt=webp-alpha,,lossless', 'fmt=webp-alpha,,lossless'],
    ['fmt=jpeg,gray', 'fmt=jpeg,gray'],
    ['fmt=tif,,jpeg&fmt=png', 'fmt=png'],
    ['qlt=90,1&qlt=80', 'qlt=80'],
    ['qlt=,1', 'qlt=,1'],
    ['resMode=sharp', 'resMode=sharp2'],
    ['bgc=200,200,200,10', 'bgc=C8C8C8'],
    ['resMode=trilin', 'resMode=bilin'],
    ['crop=0,0,0,0', 'crop=0,0,0,0'],
    ['cropN=.1,0,0,0.5', 'cropN=0.1,0,0,0.5'],
    ['pscan=need&wid=5', 'wid=5'],
    ['req=tile&rect=0,0,9,9&id=a', 'rect=0,0,9,9'],
    ['wid=400&amp;hei=300&amp;', 'wid=400&hei=300'],
    ['imageRes=300&wid=5', 'wid=5'],
    ['wid=5&=1409897404976&_ck=7', 'wid=5'],
    ['dpr=on,0.05&dpr=on,13', 'dpr=on,13'],
    ['crop=1,2,3,4&cropN=0,0,.5,.5', 'cropN=0,0,0.5,0.5'],
    ['cropN=0,0,.5,.5&crop=1,2,3,4', 'crop=1,2,3,4'],
  ])('reads %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it.each([
    ['wid=240&fmt=jpeg&qlt=85&op_usm=5,2&bgc=200,200,200&align=-1,-1'],
    ['fmt=jpg&qlt=85,0&resMode=sharp2&op_usm=1.75,0.3,2,0'],
    ['wid=250&fmt=jpeg&qlt=80,0&resMode=sharp&op_usm=1.1,0.5,1,0'],
    ['hei=500&fmt=jpg&qlt=85&resmode=bisharp&op_usm=5,0.125,5,0'],
    ['wid=150&hei=150&fit=crop,1&fmt=jpeg&qlt=80,0&resMode=sharp2&op_usm=1.1,1,5,0'],
  ])('takes the preset %s as it is found', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it('parts modifiers before it decodes them', () => {
    expect(problemsOf('wid=400%26hei=300')).toMatchObject([{ code: 'COMMAND_RANGE', command: 'wid', column: 5 }]);
    expect(problemsOf('wid=a+b')).toMatchObject([{ message: expect.stringContaining('"a b"') }]);
    expect(problemsOf('wid=%FF%E4')).toMatchObject([{ message: expect.stringContaining('"ÿä"') }]);
  });

  it('keeps the commands of a nested request out of the outer one', () => {
    const text = 'src=is{co/bg?wid=1920&hei=640&src=(a&b)}&wid=10&mask={x&hei=5';
    const { recipe, problems } = parseModifiers(text, lenient);
    // The last bracket is never closed, so its value ends at the next `&` as any other.
    expect(recipe.view).toEqual({ width: 10, height: 5 });
    expect(problems.map(({ command }) => command)).toEqual(['src', 'mask']);
  });

  it.each([
    'src=is{$object$?$p$&wid=50&op_usm=1%2C2&flip=$f$}',
    'src=is($OBJECT$?$p$&wid=50&op_usm=1,2&flip=$f$)',
    'SRC= is{/%24object%24?&wid=50&.note&op_usm=1,2&$f=ud&flip=lr&$p$} ',
    'src=is{?wid=1}&src=is{?wid=50&hei=$h$&op_usm=1,2&flip=$f$&fmt=png}',
  ])('reads the request about the picture itself in %s', (text) => {
    const recipe = recipeOf(`$f=lr&$h=7&${text}&wid=400&rotate=$h$`, { p: 'hei=$h$' });
    expect(printRecipe(recipe).replace('&fmt=png', '')).toBe(
      'wid=400&src=is{?wid=50&hei=7&flip=lr&op_usm=1,2,0,0}&rotate=7',
    );
  });

  it.each(['src=$object$', 'src=is{$object$}', 'src=is{?}', 'src=/$object$'])('takes %s for the master', (text) => {
    expect(recipeOf(text).composite.layers[0].source).toEqual({ kind: 'master' });
    expect(recipeOf(`layer=2&${text}`).composite.layers[1]).toEqual({ number: 2, source: { kind: 'master' } });
  });

  it.each(['mask=a', 'mask=is{a}', 'mask=is{a?}', 'mask=is{a?.note=1}'])(
    'takes %s for the whole of a picture',
    (text) => {
      const recipe = recipeOf(text);
      expect(recipe.composite.layers[0].mask).toEqual({ object: { path: 'a' } });
      expect(printRecipe(recipe)).toBe('mask=a');
    },
  );

  it.each(['../item', 'ir{a?b}', 'fxg{a}', '{http://a/b.jpg}', 'is{?wid=5)', 'is{?'])(
    'says why src=%s is not supported',
    (value) => {
      expect(problemsOf(`wid=4&src=${value}`)).toMatchObject([
        { code: 'COMMAND_UNSUPPORTED', command: 'src', column: 11, message: expect.stringContaining(': ') },
      ]);
    },
  );

  it('tells where in a nested request a problem stands', () => {
    expect(problemsOf('src=is{?wid=x&oops=1&src=is{?hei=}}')).toMatchObject([
      { code: 'COMMAND_RANGE', command: 'wid', column: 13 },
      { code: 'COMMAND_UNKNOWN', command: 'oops', column: 15 },
      { code: 'COMMAND_RANGE', command: 'hei', column: 34 },
    ]);
    expect(problemsOf('$v=x&src=is{?wid=$v$}')).toMatchObject([{ command: 'wid', column: 6 }]);
    const deep = 'src=is{?'.repeat(10) + '}'.repeat(10);
    expect(problemsOf(deep)).toMatchObject([{ code: 'COMMAND_RANGE', command: 'src' }]);
  });
});

describe('presets', () => {
  const presets = {
    view: 'wid=240&fmt=jpeg&qlt=85&op_usm=5,2&bgc=200,200,200&align=-1,-1',
    usm: 'op_usm=1,1,6',
    nested: 'wid=100&$USM$&hei=50',
    a: 'wid=1&$b$',
    b: 'hei=2&$a$&qlt=3',
  };

  it('win over what stands before them and lose against what stands behind', () => {
    expect(recipeOf('$view$&wid=480', presets).view.width).toBe(480);
    expect(recipeOf('wid=480&$view$', presets).view.width).toBe(240);
  });

  it.each(['$VIEW$', '%24view%24', '$view$=', ' $view$ '])('are found as %s', (text) => {
    expect(canonical(text, presets)).toBe(canonical('$view$', presets));
  });

  it('may hold others', () => {
    expect(canonical('$nested$&hei=60', presets)).toBe('wid=100&hei=60&op_usm=1,1,6,0');
  });

  it('are reported when they are not known, with the nearest name', () => {
    const [problem, ...others] = problemsOf('wid=5&$viw$', strict(presets));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code: 'PRESET_UNKNOWN', severity: 'error', command: '$viw$', column: 7 });
    expect(problem?.hint).toContain('`view`');
    expect(problemsOf('$nobody$', lenient)).toMatchObject([{ code: 'PRESET_UNKNOWN', severity: 'warning' }]);
  });

  it('that go in circles are reported, and the rest of them is read', () => {
    const { recipe, problems } = parseModifiers('$a$', strict(presets));
    expect(problems).toMatchObject([{ code: 'PRESET_UNKNOWN', command: '$a$', column: 1 }]);
    expect(printRecipe(recipe)).toBe('wid=1&hei=2&qlt=3');
  });

  it('place their problems where they are invoked', () => {
    expect(problemsOf('wid=5& $x$', strict({ x: 'hei=5&op_usm=9' }))).toMatchObject([
      { code: 'COMMAND_RANGE', command: 'op_usm', column: 8 },
    ]);
  });
});

describe('problems', () => {
  it('suggest the command that was meant', () => {
    const [problem] = problemsOf('width=400');
    expect(problem).toMatchObject({ code: 'COMMAND_UNKNOWN', severity: 'error', command: 'width', column: 1 });
    expect(problem?.hint).toContain('`wid`');
    expect(problemsOf('hie=3&op_umsr=1').map(({ hint }) => hint)).toEqual([
      expect.stringContaining('`hei`'),
      expect.stringContaining('`op_usm'),
    ]);
  });

  it('suggest the word that was meant, and say how the command is written', () => {
    expect(problemsOf('fit=corp')[0]?.hint).toContain('`crop`');
    expect(problemsOf('align=2,0')[0]).toMatchObject({
      message: 'expected a number -1…1 for align (horizontal), got "2"',
      hint: 'Write `align=horizontal,vertical`, for example `align=0,-1`.',
    });
  });

  it.each(['text', 'textPs'])('refuses lines of %s that run downwards, and no others', (command) => {
    const of = (words: string): string => `layer=1&${command}=${encodeURIComponent(`{\\rtf1${words} SALE}`)}`;
    expect(problemsOf(of('\\stextflow1'))).toMatchObject([{ code: 'COMMAND_RANGE', command }]);
    expect(problemsOf(of('\\stextflow0'))).toEqual([]);
    expect(problemsOf(of('\\\\stextflow1'))).toEqual([]);
  });

  it('name the very argument', () => {
    expect(problemsOf('wid=10&op_usm=1,1,999,0')).toMatchObject([{ command: 'op_usm', column: 19 }]);
    expect(problemsOf('op_usm=1, 1, 999')).toMatchObject([{ column: 14 }]);
    expect(problemsOf('$v=999& op_usm=1,$v$')).toMatchObject([{ command: 'op_usm', column: 9 }]);
    expect(problemsOf('align=0')).toMatchObject([{ command: 'align', column: 7 }]);
    expect(problemsOf('crop&wid=5')).toMatchObject([{ command: 'crop', column: 5 }]);
    expect(problemsOf('wid')).toMatchObject([{ command: 'wid', code: 'COMMAND_RANGE' }]);
  });

  it.each(['jpegxr', 'heic', 'jpeg2000-alpha'])('say that fmt=%s is not written yet', (name) => {
    expect(problemsOf(`fmt=${name}`)).toMatchObject([{ code: 'COMMAND_UNSUPPORTED', command: 'fmt', column: 5 }]);
  });

  it.each(['fmt=png,cmyk', 'fmt=webp,gray', 'fmt=tif-alpha,,jpeg', 'fmt=jpeg,,lzw', 'fmt=,,zip'])(
    'say that %s do not go together',
    (text) => {
      expect(problemsOf(text)).toMatchObject([{ code: 'COMMAND_RANGE', command: 'fmt' }]);
    },
  );

  it.each([
    ['quantize=mac&fmt=gif-alpha', 'quantize', 1],
    ['fmt=png8-alpha&wid=5&quantize=mac', 'quantize', 22],
    ['icc=DisplayP3&fmt=jpeg,gray', 'icc', 1],
    ['fmt=webp&icc=WebCoated', 'icc', 10],
    ['fmt=png&bitDepth=10', 'bitDepth', 9],
    ['bitDepth=16&fmt=tif,,jpeg', 'bitDepth', 1],
    ['$mac$&fmt=gif-alpha', 'quantize', 1],
  ])('say that the commands of %s do not go together', (text, command, column) => {
    const options = strict({ mac: 'quantize=mac' });
    expect(problemsOf(text, options)).toMatchObject([{ code: 'COMMAND_RANGE', severity: 'error', command, column }]);
  });

  it.each(['ts=1&wid=5', 'wid=5&utm_source=x', 'wid=5&imwidth=490', 'callback=jQuery&wid=5', 'wid=5&TS=2'])(
    'are no more than warnings for parameters of pages and CDNs: %s',
    (text) => {
      expect(problemsOf(text)).toMatchObject([{ code: 'COMMAND_UNKNOWN', severity: 'warning' }]);
      expect(parseModifiers(text, strict()).recipe.view).toEqual({ width: 5 });
    },
  );

  it('are warnings where lenient, values that cannot be used as well', () => {
    const text = 'ts=1&rp=2&fmt=heic&wid=abc&hei=5';
    expect(problemsOf(text, lenient).map(({ command, severity }) => [command, severity])).toEqual([
      ['ts', 'warning'],
      ['rp', 'warning'],
      ['fmt', 'warning'],
      ['wid', 'warning'],
    ]);
    expect(parseModifiers(text, lenient).recipe.view).toEqual({ height: 5 });
  });

  it('leave the sound commands in force', () => {
    expect(parseModifiers('wid=10&wid=x&oops=1', strict()).recipe.view).toEqual({ width: 10 });
  });

  it('do not blow up messages', () => {
    const [problem] = problemsOf(`wid=${'9'.repeat(100_000)}`);
    expect(problem?.message.length).toBeLessThan(200);
  });
});

/** Each is so long that whoever looks back at what it has read runs out of the test's time. */
function expectRead(text: string, options: ParseOptions = strict()): void {
  const { problems, idle } = parseModifiers(text, options);
  expect(problems.length).toBeLessThanOrEqual(100);
  expect(idle.length).toBeLessThanOrEqual(100);
}

describe('hostile texts', () => {
  const N = 400_000;
  it.each([
    ['unknown commands', 'widd=1&'.repeat(N)],
    ['brackets that never close', 'src=is{&'.repeat(N)],
    ['brackets in brackets', `src=is${'{'.repeat(N)}${'}'.repeat(N)}`],
    ['requests in requests', `${'src=is{?'.repeat(N / 100)}wid=1${'}'.repeat(N / 100)}`],
    ['requests side by side', 'src=is{?wid=1}&'.repeat(N / 10)],
    ['brackets of the wrong kind', 'a={)&'.repeat(N)],
    ['commas', `op_usm=${','.repeat(N)}`],
    ['percent signs', `wid=${'%'.repeat(N)}%ff%e2%28${'%c3'.repeat(N)}`],
    ['dollars', `${'$'.repeat(N)}&wid=${'$'.repeat(N)}&wid=${'$a'.repeat(N)}`],
    ['variables', `$a=${'x'.repeat(1000)}&wid=${'$a$'.repeat(N)}`],
    ['digits', `wid=${'9'.repeat(N)}&bgc=${'f'.repeat(N)}&align=0.${'0'.repeat(N)}1,0`],
    ['known commands', 'wid=1&hei=2&op_usm=1,1,1,1&'.repeat(N / 10)],
    ['equals signs', '='.repeat(N)],
    ['ampersands and spaces', ' & '.repeat(N)],
    ['commands without effect', 'network=on&'.repeat(N / 10)],
    ['mentions of a preset of many variables', '$many$&'.repeat(N / 4)],
  ])('of %s are read in a moment', (_what, text) => {
    expectRead(text, strict({ many: Array.from({ length: 20_000 }, (_, i) => `$v${i}=1`).join('&') }));
  });

  it('cannot make presets explode', () => {
    const bomb: Record<string, string> = { p0: 'wid=1' };
    for (let i = 1; i < 30; i++) bomb[`p${i}`] = `$p${i - 1}$&$p${i - 1}$`;
    expect(problemsOf('$p29$', strict(bomb))).toMatchObject([{ code: 'COMMAND_RANGE', column: 1 }]);
  });

  it('cannot nest presets for ever', () => {
    const endless: ParseOptions = { mode: 'strict', macros: (name) => `$${name}x$&wid=5` };
    const { recipe, problems } = parseModifiers('$x$', endless);
    expect(problems).toMatchObject([{ code: 'COMMAND_RANGE' }]);
    expect(recipe.view.width).toBe(5);
  });

  it('of any kind are parsed without a throw', () => {
    const names = ALL_COMMANDS.map(({ name }) => name);
    const piece = fc.oneof(
      fc.constantFrom(
        ...names,
        '$a$',
        '$b$',
        '$v=',
        '$v$',
        '&',
        '=',
        ',',
        '%2C',
        '%',
        '{',
        '}',
        '(',
        ')',
        '.',
        'is{',
        '0x',
      ),
      fc.constantFrom('1', '-1', '0.5', '400', 'crop', 'jpeg', 'FFFFFF', '1e9', 'k', 'g', '99999999999'),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const hostile = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    const presets = { a: 'wid=5&$b$&hei=$v$', b: '$a$&fit=crop&$v=9', c: '$v=$a$&$b$&$c$' };
    const options = [strict(presets), { ...strict(presets), mode: 'lenient' as const, variables: { v: '7' } }];
    let parsed = 0;
    fc.assert(
      fc.property(hostile, fc.constantFrom(...options), (text, option) => {
        const { recipe, problems } = parseModifiers(text, option);
        parsed += recipe.kind === 'picture' && problems.every(({ column }) => column >= 1) ? 1 : 0;
      }),
      { numRuns: 100_000 },
    );
    expect(parsed).toBe(100_000);
  });
});
