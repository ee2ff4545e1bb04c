import { describe, expect, it } from 'vitest';
import type { Examination } from '../../../../src/model/jobs/job.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { type CandidateRules, type KnownMaster, makeCandidate } from '../../../../src/run/planning/make-candidate.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';
import { assetRecord } from '../../../support/project/records.ts';

const stat = { bytes: 1, mtimeNs: '1', inode: '1' };
const RULES: CandidateRules = {
  config: parseConfig({
    name: 'dmx.yaml',
    text: `folders:
  - { path: "**", image: wide }
  - { path: print, image: print, tags: [paper] }
  - { path: off, image: none, publish: false }`,
  }).config,
  ...{ keepOnMove: false, settleMoves: false },
};
const READ: Examination = { sha256: '1', mime: 'image/png', facts: FACTS, stat };

function candidateOf(path: string, known: Partial<KnownMaster> = {}, rules: Partial<CandidateRules> = {}) {
  const file = { file: path, path, stat };
  return makeCandidate(
    { file, examination: READ, previous: undefined, sidecar: undefined, ...known },
    { ...RULES, ...rules },
  );
}

const MOVED = assetRecord('print/a.png', { sha256: '1' });
const FAILURE = { code: 'SOURCE_CORRUPT', rendition: null, message: 'm', hint: 'h' } as const;

describe('the candidate that a master is', () => {
  it('has the facts just read, and the profile and publication of its folder', () => {
    const master = { file: 'print/a.png', stat, sha256: '1', mime: 'image/png', facts: FACTS };
    expect(candidateOf('print/a.png')).toMatchObject({ master, profile: 'print', published: true, errors: [] });
    expect(candidateOf('off/a.png')).toMatchObject({ profile: null, published: false });
  });

  it('has what the catalog knows where it did not have to be read, lasting errors included', () => {
    const previous = assetRecord('a.png', {
      sha256: '2',
      facts: null,
      errors: [FAILURE, { ...FAILURE, rendition: 'x' }],
    });
    expect(candidateOf('a.png', { examination: undefined, previous })).toMatchObject({
      master: { sha256: '2', facts: null },
      errors: [FAILURE],
    });
  });

  it('says where it came from when it moved, and takes its new folder’s profile', () => {
    const moved = candidateOf('a.png', { previous: MOVED });
    expect(moved).toMatchObject({ movedFrom: 'print/a.png', profile: 'wide' });
    expect(moved.keptFrom).toBeUndefined();
  });

  it('keeps its old folder’s profile where that is wished, until moves are settled', () => {
    const kept = candidateOf('a.png', { previous: MOVED }, { keepOnMove: true });
    expect(kept).toMatchObject({ keptFrom: 'print/a.png', profile: 'print' });
    const previous = assetRecord('a.png', { keptFrom: 'print/a.png' });
    expect(candidateOf('a.png', { previous })).toMatchObject({ keptFrom: 'print/a.png', profile: 'print' });
    const settled = candidateOf('a.png', { previous }, { settleMoves: true });
    expect(settled).toMatchObject({ profile: 'wide' });
    expect(settled.keptFrom).toBeUndefined();
  });

  it('needs no engine where nothing is to be made of it', () => {
    const examination: Examination = { ...READ, error: { ...FAILURE, code: 'ENGINE_MISSING' } };
    expect(candidateOf('off/a.png', { examination }).errors).toEqual([]);
    expect(candidateOf('print/a.png', { examination }).errors).toHaveLength(1);
  });

  it('carries what its sidecar says, or why that cannot be read', () => {
    expect(candidateOf('a.png', { sidecar: { overrides: { focus: [0.5, 0.5] } } })).toMatchObject({
      overrides: { focus: [0.5, 0.5] },
    });
    expect(candidateOf('a.png', { sidecar: { error: FAILURE } }).errors).toEqual([FAILURE]);
  });
});
