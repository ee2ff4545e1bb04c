import { readFileSync } from 'node:fs';
import { RenditionError } from '../../src/model/errors.ts';
import { withReferences } from '../../src/layout/original.ts';
import { makeFrame } from '../../src/layout/make-frame.ts';
import { presetKeys, presetText } from '../../src/serving/preset-text.ts';
import { parseModifiers } from '../../src/serving/parse.ts';
import { parseRecipe, printRecipe } from '../../src/serving/print.ts';
import { resolveRecipe } from '../../src/serving/resolve/resolve.ts';
import { inRepository } from '../support/files/repository.ts';
import { CLOUD } from '../support/language/server-settings.ts';
import { mayThrow } from './may-throw.ts';
import type { FuzzedReader } from './reader.ts';

const MACROS: Readonly<Record<string, string>> = {
  a: 'wid=400&$b$&$x=1',
  b: 'hei=300&fmt=png-alpha&text=$x$&$c$',
  c: 'op_usm=1,1,1&$a$',
};

const TEXTS = [
  'wid=400&hei=300&fit=crop,1&fmt=webp&qlt=80,0&resMode=sharp2&op_usm=1.75,0.2,2,0&bgc=255,255,255&dpr=2',
  '$a$&$b$&$x=12&wid=$x$&scl=$y$&template=a/b',
  'layer=0&src=is{shop/red?wid=200&layer=1&src=is(a/b?$a$)}&layer=1&src=a%2Fb&pos=10,-20&blend=multiply,50&opac=40',
  'layer=comp&mask=is{a?req=mask}&clipPathE=Path%201&perspective=0,0,1,0,1,1,0,1&rotate=33.3&flip=lr&anchor=1,2',
  'crop=10,10,-5,0&cropN=0,0,.5,.5&rgn=0,0,100,100&rgnN=0.1,0.2,0.3,0.4&align=-1,1&extend=10,10,10,10&scale=3',
  'clipPath=M0,0L10,0 10,10ZC1,2,3,4,5,6&size=100,100&color=0xff0000&effect=-1&op_grow=2&op_blur=3&.effect=Drop',
  'req=props&fmt=jpeg,rgb&iccEmbed=1&icc=sRGB,relative,1&quantize=adaptive,off,12,ff0000,00ff00&pathEmbed=true',
  'op_colorize=255,0,0,128&op_hue=-90&op_saturation=20&op_brightness=-30&op_contrast=10&op_noise=12&op_sharpen=1',
];

/** The modifiers of the documented commands, one example each. */
const examples = (): readonly string[] =>
  [...readFileSync(inRepository('profiles', 'presets.yaml'), 'utf8').matchAll(/"([^"\n]*=[^"\n]*)"/g)].map(
    ([, text = '']) => text,
  );

const isWhole = (problems: readonly { readonly column: number }[], text: string): boolean =>
  problems.every(({ column }) => column >= 1 && column <= text.length + 1);

/** Texts of the Image Serving language: what is sound in them prints to a text of the same meaning, and has a frame. */
export const MODIFIERS: FuzzedReader = {
  name: 'modifiers',
  seeds: [...TEXTS, ...examples()].map((text) => Buffer.from(text)),
  read: async (input) => {
    const text = input.toString();
    const definitions = { macros: (name: string) => MACROS[name.toLowerCase()], macroNames: Object.keys(MACROS) };
    const { recipe, problems } = parseModifiers(text, { mode: 'strict', ...definitions });
    if (!isWhole(problems, text)) throw new Error('a problem stands outside of the text');
    const printed = printRecipe(recipe);
    if (printRecipe(parseRecipe(printed)) !== printed) throw new Error('a recipe is not read as printed');
    presetText(presetKeys(text).keys);
    const resolved = resolveRecipe(recipe, CLOUD);
    const master = withReferences({ width: 4000, height: 3000 }, () => ({ width: 300, height: 500 }));
    await mayThrow(() => makeFrame(resolved, master), RenditionError);
  },
};
