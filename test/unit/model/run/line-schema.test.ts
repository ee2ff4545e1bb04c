import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { lineJsonSchema } from '../../../../src/model/run/line-schema.ts';
import { inRepository } from '../../../support/files/repository.ts';

describe('the schema of JSON lines', () => {
  it('has every type of line that is printed', () => {
    const schema = JSON.stringify(lineJsonSchema());
    const printed = glob
      .sync('src/**/*.ts', { cwd: inRepository('') })
      .flatMap((file) =>
        Array.from(
          readFileSync(inRepository(file), 'utf8').matchAll(/jsonLine\(\{ type: '([^']+)'/g),
          ([, type = '']) => type,
        ),
      );
    expect(printed.length).toBeGreaterThan(15);
    expect(printed.filter((type) => !schema.includes(`"const":"${type}"`))).toEqual([]);
  });
});
