import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PICTURED, picturesPage } from '../../fixtures/make/command-pictures.ts';
import { COMMANDS } from '../../src/serving/commands/index.ts';
import { SEGMENTED } from '../../src/serving/segments.ts';
import { inRepository } from '../support/files/repository.ts';

describe('the page of what commands do', () => {
  it('is current (else: npm run pictures)', () => {
    expect(readFileSync(inRepository('docs/commands.md'), 'utf8')).toBe(picturesPage());
    expect(readdirSync(inRepository('docs/commands')).toSorted()).toEqual(
      PICTURED.map((name) => `${name}.webp`).toSorted(),
    );
  });

  it('shows every command of layers whose work is seen', () => {
    const seen = COMMANDS.filter(({ scope, idle }) => SEGMENTED.includes(scope) && idle === undefined);
    const missing = seen.map(({ name }) => name).filter((name) => !PICTURED.includes(name));
    // Nobody writes the first, which requests of drawings become; what the others say is told, not drawn.
    expect(missing).toEqual(['pictures', 'map', 'mapA']);
    expect(PICTURED.filter((name) => !existsSync(inRepository('docs/commands', `${name}.webp`)))).toEqual([]);
  });
});
