import { outputSize } from '../../src/layout/composite.ts';
import { parseModifiers } from '../../src/serving/parse.ts';
import { printRecipe } from '../../src/serving/print.ts';
import { resolveRecipe } from '../../src/serving/resolve/resolve.ts';
import { CLOUD } from '../support/language/server-settings.ts';
import { median, printLine } from './measure.ts';

/** Presets as they are found (reference H.2). */
const PRESETS = [
  'wid=240&fmt=jpeg&qlt=85&op_usm=5,2&bgc=200,200,200&align=-1,-1',
  'fmt=jpg&qlt=85,0&resMode=sharp2&op_usm=1.75,0.3,2,0',
  'wid=400&hei=400&fmt=jpeg&qlt=75,0&op_sharpen=0&resMode=bicub&op_usm=0.0,0.0,0,0&iccEmbed=0',
  'wid=1600&op_usm=0.5,2,10,0&fmt=webp&qlt=80,1&fit=constrain,0&op_sharpen=0&resMode=sharp2&iccEmbed=0&printRes=72',
  'fit=crop,1&fmt=webp-alpha&qlt=79&wid=1280&hei=1280&align=0.00,0.00&bfc=off',
  'fmt=png-alpha&pscan=auto&scl=1&hei=402&wid=632&qlt=100,1&resMode=sharp2&size=632,402',
];
const ROUNDS = 200;
const REPEATS = 50;

/** From text to canonical text and size: all that is done before a master is looked at. */
function fold(text: string): number {
  const { recipe } = parseModifiers(text, { mode: 'strict', macros: () => undefined });
  const resolved = resolveRecipe(recipe, CLOUD);
  return printRecipe(resolved).length + outputSize(resolved, { width: 3000, height: 2000 }).width;
}

/** Milliseconds of folding and geometry, one preset each: processor time, median of 200 rounds. */
export async function benchFold(): Promise<void> {
  for (const text of PRESETS) {
    const rounds = Array.from({ length: ROUNDS }, () => {
      const before = process.cpuUsage();
      for (let i = 0; i < REPEATS; i++) fold(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / REPEATS;
    });
    printLine({ bench: 'fold', text, milliseconds: median(rounds) });
  }
}
