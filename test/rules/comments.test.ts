import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../support/files/repository.ts';

/** The lines of doc comments that begin with a question word instead of a subject. */
function withoutSubject(text: string): readonly number[] {
  const starts = [...text.matchAll(/\/\*\*\s+(?:\*\s+)?(?:What|Where|Whether|How|Who)\b/g)];
  return starts.map(({ index }) => text.slice(0, index).split('\n').length);
}

describe('doc comments', () => {
  it('begin with their subject', () => {
    const files = glob.sync('src/**/*.ts', { cwd: inRepository() });
    const places = files.flatMap((file) =>
      withoutSubject(readFileSync(inRepository(file), 'utf8')).map((line) => `${file}:${line}`),
    );
    expect(places).toEqual([]);
  });

  it('are found in one line and in several', () => {
    const text =
      '/** What is made. */\nlet a;\n/**\n * Whether it is.\n */\nlet b;\n/** Whatever. */\n/** The whole. */\n';
    expect(withoutSubject(text)).toEqual([1, 3]);
  });
});
