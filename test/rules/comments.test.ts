import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../support/files/repository.ts';

/** Doc comments that still begin so. The number only sinks: lower it with every comment that is mended. */
const BUDGET = 88;
/** How far the count may lie below the budget before the budget has to be lowered. */
const SLACK = 60;

/** The lines of doc comments that begin with a question word instead of a subject. */
function withoutSubject(text: string): readonly number[] {
  const starts = [...text.matchAll(/\/\*\*\s+(?:\*\s+)?(?:What|Where|Whether|How|Who)\b/g)];
  return starts.map(({ index }) => text.slice(0, index).split('\n').length);
}

describe('doc comments', () => {
  it('begin with their subject, apart from a number of them that only sinks', () => {
    const files = glob.sync('src/**/*.ts', { cwd: inRepository() });
    const places = files.flatMap((file) =>
      withoutSubject(readFileSync(inRepository(file), 'utf8')).map((line) => `${file}:${line}`),
    );
    expect(places.length, places.join('\n')).toBeLessThanOrEqual(BUDGET);
    expect(places.length, 'lower BUDGET to this').toBeGreaterThanOrEqual(BUDGET - SLACK);
  });

  it('are found in one line and in several', () => {
    const text =
      '/** What is made. */\nlet a;\n/**\n * Whether it is.\n */\nlet b;\n/** Whatever. */\n/** The whole. */\n';
    expect(withoutSubject(text)).toEqual([1, 3]);
  });
});
