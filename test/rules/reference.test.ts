import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { makeDocuments } from '../../src/cli/documents.ts';
import { fillMarkers } from '../../src/cli/reference.ts';
import { inRepository } from '../support/repository.ts';

describe('the generated documents', () => {
  it.each(makeDocuments(COMMANDS))('$file is current (else: npm run docs)', ({ file, text }) => {
    expect(readFileSync(inRepository(file), 'utf8')).toBe(text);
  });

  it('replace what stands between their markers, and only that', () => {
    const page = 'before\n<!-- generated: a -->\nold\n<!-- end -->\nafter\n';
    const filled = 'before\n<!-- generated: a -->\n\nnew\n\n<!-- end -->\nafter\n';
    expect(fillMarkers(page, new Map([['a', 'new']]))).toBe(filled);
    expect(fillMarkers(filled, new Map([['a', 'new']]))).toBe(filled);
  });

  it('are not left out where their markers are lost', () => {
    expect(() => fillMarkers('nothing', new Map([['a', 'new']]))).toThrow(RangeError);
  });
});
