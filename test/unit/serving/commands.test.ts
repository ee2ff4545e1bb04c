import { describe, expect, it } from 'vitest';
import type { Argument } from '../../../src/serving/argument.ts';
import type { Command } from '../../../src/serving/command.ts';
import { ALL_COMMANDS, commandNamed, COMMANDS, MODIFIER_NAMES } from '../../../src/serving/commands/index.ts';
import { parseModifiers } from '../../../src/serving/parse.ts';
import { parseRecipe, printRecipe } from '../../../src/serving/print.ts';
import { commandReference } from '../../../src/serving/reference.ts';
import { recipeOf, strict } from '../../support/language/recipe-of.ts';

const written = COMMANDS.filter(({ scope }) => scope !== 'profile');
const effective = written.filter(({ idle }) => idle === undefined);
const ineffective = written.filter(({ idle }) => idle !== undefined);
const profileOnly = COMMANDS.filter(({ scope }) => scope === 'profile');

/** The segment that an example stands in: some commands say nothing of layer 0. */
const segmentOf = ({ name, example }: Pick<Command, 'name' | 'example'>): string =>
  example.slice(0, example.indexOf(`${name}=`));

/** The example's items, one argument replaced. Examples give every argument up to the one that is replaced, or it is added. */
function withArgument(row: Command, index: number, text: string): string {
  const { name, args, example } = row;
  const items = example.slice(segmentOf(row).length + name.length + 1).split(',');
  const given = args.map((argument, at) => items[at] ?? (argument.optional ? '' : '1'));
  const put = given.map((item, at) => (at === index ? text : item)).slice(0, Math.max(items.length, index + 1));
  return `${segmentOf(row)}${name}=${put.join(',')}`;
}

const notch = (argument: Argument): number => (argument.kind === 'number' && argument.whole ? 1 : 1e-9);
const plain = (value: number): string => value.toFixed(12).replace(/\.?0+$/, '');

const ranges = COMMANDS.flatMap((row) =>
  row.args.flatMap((argument, index) =>
    argument.kind === 'number' ? [{ row, index, argument, name: `${row.name} ${argument.name}` }] : [],
  ),
);

/** Reads a text as the row does: profile commands are refused in modifiers, so these go through the canonical text. */
function accepts(row: Command, text: string): boolean {
  if (row.scope !== 'profile') return parseModifiers(text, strict()).problems.length === 0;
  try {
    return printRecipe(parseRecipe(text)) !== '';
  } catch {
    return false;
  }
}

describe('the table', () => {
  it('names each command once, aliases included, whatever the case', () => {
    const names = ALL_COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]).map((name) =>
      name.toLowerCase(),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps the order of canonical texts, which fingerprints hold', () => {
    // Commands may be added to this list; those in it never change places.
    expect(COMMANDS.filter(({ idle }) => idle === undefined).map(({ name }) => name)).toEqual(
      (
        'wid hei fit align scl rgn rgnN rect dpr bfc req src variables pictures mask maskUse op_growMask op_growMaskR page crop cropN flip rotate size sizeN scale res perspective perspectiveN color extend extendN ' +
        'bgColor pos posN origin originN anchor anchorN blendMode hide effectMask op_invert op_colorbalance op_hue op_saturation op_brightness op_contrast op_colorize op_grow op_blur ' +
        'op_noise opac cropPathE clipPath clipPathE clipXPath clipXPathE text textPs textAttr textAngle textFlowPath textFlowXPath textPath pathAttr fmt qlt resMode bgc ' +
        'jpegSize effort animation hdr quantize printRes icc iccEmbed bitDepth xmpEmbed pathEmbed op_sharpen op_usm op_usmR locale defaultImage map mapA ' +
        'pyramid margins smartCrop smartCropRect smartCropFocus levelMask levelReserve sourceProfile rawPreview metadata'
      ).split(' '),
    );
  });

  it('knows every command of the reference', () => {
    expect(MODIFIER_NAMES).toHaveLength(103);
    for (const name of ['op_usmR', 'textFlowXPath', 'colorize', 'sizeN', 'layer', 'req', 'RESMODE'])
      expect(commandNamed(name), name).toBeDefined();
  });

  it('describes every command for the reference', () => {
    const rows = commandReference();
    expect(rows).toHaveLength(ALL_COMMANDS.length);
    expect(rows.every(({ summary }) => /^[A-Z].*\.$/.test(summary))).toBe(true);
    expect(rows.find(({ name }) => name === 'op_usm')).toEqual({
      name: 'op_usm',
      aliases: [],
      scope: 'composite',
      grammar: 'amount[,radius[,threshold[,monochrome]]]',
      arguments: ['amount: a number 0…5', 'radius: a number 0…250', 'threshold: a number 0…255', 'monochrome: 0 or 1'],
      default: '0,0,0,0',
      summary: expect.stringContaining('Unsharp mask'),
      example: 'op_usm=1.75,0.3,2,0',
      keys: ['unsharpMask'],
      state: 'done',
      reason: '',
    });
    expect(rows.find(({ name }) => name === 'fmt')?.keys).toEqual(['format', 'colorSpace', 'compression']);
    expect(rows.find(({ name }) => name === 'metadata')?.state).toBe('profiles only');
    expect(rows.find(({ name }) => name === 'network')).toMatchObject({
      state: 'no effect',
      reason: expect.stringContaining('files'),
    });
    const unexplained = rows.filter(({ state, reason }) => (reason !== '') !== (state === 'no effect'));
    expect(unexplained).toEqual([]);
    expect(rows.every(({ grammar }) => grammar !== '')).toBe(true);
  });
});

describe('every example', () => {
  it.each(effective)('of $name parses and prints back', ({ name, example }) => {
    const recipe = recipeOf(example);
    expect(printRecipe(recipe)).toContain(`${name}=`);
    expect(parseRecipe(printRecipe(recipe))).toEqual(recipe);
    expect(printRecipe(recipeOf(example.toUpperCase()))).toBe(printRecipe(recipe));
  });

  it.each(ineffective)('of $name parses and changes nothing', ({ example }) => {
    expect(recipeOf(example)).toEqual(recipeOf(''));
    expect(recipeOf(`wid=5&${example.toUpperCase()}&hei=6`)).toEqual(recipeOf('wid=5&hei=6'));
  });

  it.each(profileOnly)('of $name is canonical text, and no modifier', ({ name, example }) => {
    const recipe = parseRecipe(example);
    expect(printRecipe(recipe)).toContain(example);
    expect(parseRecipe(printRecipe(recipe))).toEqual(recipe);
    expect(parseModifiers(example, strict()).problems).toMatchObject([{ code: 'COMMAND_UNKNOWN', command: name }]);
  });
});

describe('every range', () => {
  it.each(ranges)('of $name takes its ends', ({ row, index, argument }) => {
    expect(accepts(row, withArgument(row, index, plain(argument.min)))).toBe(true);
    expect(accepts(row, withArgument(row, index, plain(argument.max)))).toBe(true);
  });

  it.each(ranges)('of $name refuses what lies just outside', ({ row, index, argument }) => {
    for (const outside of [argument.min - notch(argument), argument.max + notch(argument)]) {
      const text = withArgument(row, index, plain(outside));
      expect(accepts(row, text), text).toBe(false);
      if (row.scope === 'profile') continue;
      const value = segmentOf(row).length + row.name.length + 1;
      const column = value + 1 + text.slice(value).split(',').slice(0, index).join(',').length;
      expect(parseModifiers(text, strict()).problems).toMatchObject([
        { code: 'COMMAND_RANGE', severity: 'error', command: row.name, column: index === 0 ? column : column + 1 },
      ]);
    }
  });
});

describe('every command', () => {
  const free = new Set(['text', 'quoted', 'labels', 'label', 'object', 'objects']);
  const strictly = written.filter(({ args }) => args.every(({ kind }) => !free.has(kind)));
  it.each(strictly)('$name refuses nothing at all, nonsense and too much', ({ name, example, args }) => {
    for (const value of [
      '',
      '=',
      '=☃',
      '=NaN',
      '=1e3',
      '=0x',
      '=,,,,,,',
      '=$x$',
      `=${example.split(`${name}=`)[1]},1,1,1,1,1`,
    ])
      expect(parseModifiers(`${segmentOf({ name, example })}${name}${value}`, strict()).problems, value).toMatchObject([
        { code: expect.stringMatching(/^COMMAND_(RANGE|UNSUPPORTED)$/), command: name },
      ]);
    expect(args.length).toBeGreaterThan(0);
  });

  it.each([
    ['perspective=0,0,10,0,10,10', 'fewer than eight'],
    ['perspective=0,0,10,0,10,10,0,x', 'what is no number'],
    ['perspective=0,0,10,0,10,10,0,10000001', 'what is out of range'],
    ['perspectiveN=0,0,1,0,1,1,0,1001', 'what is out of range, in fractions'],
    ['perspective=0,0,10,0,0,0,0,10', 'corners that coincide'],
    ['perspective=0,0,5,0,10,0,0,10', 'three corners on a line'],
    ['perspective=0,0,10,0,3,3,0,10', 'a concave shape'],
    ['perspectiveN=0,0,1,1,1,0,0,1', 'a shape that crosses itself'],
  ])('%s is refused: %s', (text) => {
    const column = text.indexOf('=') + 2;
    expect(parseModifiers(text, strict()).problems).toMatchObject([
      { code: 'COMMAND_RANGE', severity: 'error', column },
    ]);
  });

  it.each(['r3', 'R4', 'R3T201', 'R3T', 'R3T1.5', 'R2T5', 'R1,R2'])('%s is no filter of perspective', (filter) => {
    expect(parseModifiers(`perspective=0,0,9,0,9,9,0,8,${filter}`, strict()).problems).toMatchObject([
      { code: 'COMMAND_RANGE', command: 'perspective' },
    ]);
  });

  it.each(['fmt=heic', 'fmt=JPEG2000-alpha', 'fmt=swf', 'fmt=m3u8', 'req=set'])(
    '%s is refused with the reason',
    (text) => {
      const [problem, ...others] = parseModifiers(text, strict()).problems;
      expect(others).toEqual([]);
      expect(problem).toMatchObject({ code: 'COMMAND_UNSUPPORTED', column: text.indexOf('=') + 2 });
      expect(problem?.message).toMatch(/ is not supported yet: \w+/);
    },
  );
});
