import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXIT_CODES, exitOf, exitOfError, worst } from '../../../src/cli/exit.ts';
import { ERRORS, type ErrorCode } from '../../../src/model/errors.ts';

const CODES = EXIT_CODES.map(({ code }) => code);

describe('the exit code of a run', () => {
  it.each([
    ['finished', [], 0],
    ['finished', ['SOURCE_CORRUPT'], 3],
    ['finished', ['SOURCE_FORMAT_UNSUPPORTED'], 0],
    ['finished', ['SOURCE_CORRUPT', 'ENGINE_MISSING'], 4],
    ['finished', ['ENGINE_MISSING', 'STORAGE_FULL'], 5],
    ['interrupted', ['STORAGE_FULL'], 130],
    ['suspended', [], 130],
    ['terminated', ['SOURCE_CORRUPT'], 130],
  ] as const)('%s with %j is %i', (state, codes, exit) => {
    expect(exitOf({ state, codes })).toBe(exit);
  });

  it('counts formats that are not read as failures with --strict', () => {
    expect(exitOf({ state: 'finished', codes: ['SOURCE_FORMAT_UNSUPPORTED'] }, { strict: true })).toBe(3);
  });

  it('is one of the table for every error', () => {
    for (const code of Object.keys(ERRORS) as ErrorCode[]) expect(CODES).toContain(exitOfError(code));
  });

  it('puts 70 over 130 over 5 over 4 over 3 over 1 over 0', () => {
    expect(CODES.filter((code) => code !== 2 && code !== 6)).toEqual([70, 130, 5, 4, 3, 1, 0]);
  });

  it('does not depend on the order of what went wrong', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CODES)), (codes) => {
        expect(worst(codes)).toBe(worst(codes.toReversed()));
        expect(worst([...codes, 70])).toBe(70);
      }),
    );
  });
});
