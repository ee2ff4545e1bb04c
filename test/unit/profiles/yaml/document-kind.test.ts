import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../../src/model/errors.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';

const problemsOf = (text: string): readonly Problem[] =>
  parseLibrary([{ name: 'own.yaml', text, shipped: false }]).problems;

describe('a document of profiles', () => {
  it('is told a list for a map as what it is, with what to do', () => {
    const [dashes] = problemsOf('- kind: set\n- kind: set');
    expect(dashes?.message).toContain('a list of 2');
    expect(dashes?.hint).toMatch(/dashes.*---/);
    expect(problemsOf('kind: [set, set, set]')[0]?.message).toContain('a list of 3');
    expect(problemsOf('hello')[0]?.message).toContain('hello');
    expect(problemsOf('kind: image-presets\npresets:\n  - a: wid=9')[0]?.hint).toContain('dashes');
  });
});
