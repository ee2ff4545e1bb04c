import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printBytes } from '../../src/base/bytes.ts';
import { MASTER_LIMITS, type MasterLimit } from '../../src/model/master-limits.ts';
import { inRepository } from '../support/files/repository.ts';

const page = readFileSync(inRepository('docs/security.md'), 'utf8');

/** The number of a bound as the page has it. */
function shown({ of, most }: MasterLimit): string {
  return of.startsWith('bytes') ? printBytes(most, { binary: true }) : most.toLocaleString('en-US');
}

describe('docs/security.md', () => {
  it.each(Object.entries<MasterLimit>(MASTER_LIMITS))(
    'has the row of %s as the table of bounds has it',
    (key, limit) => {
      expect(page).toContain(`| ${limit.of} | ${shown(limit)} | ${limit.why} | \`${key}\` |`);
    },
  );
});
