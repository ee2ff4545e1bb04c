import { describe, expect, it } from 'vitest';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import type { ErrorData } from '../../../../src/model/errors.ts';
import type { Artefact, JobResult } from '../../../../src/model/jobs/job.ts';
import type { AssetPlan, PlannedMaster, RenditionAction } from '../../../../src/model/plan.ts';
import type { RenditionRecord, Role } from '../../../../src/model/rendition.ts';
import { settle } from '../../../../src/run/work/settle.ts';
import { leftFile } from '../../../support/project/records.ts';
import { EMPTY_PICTURE } from '../../../../src/model/recipe/recipe-tree.ts';

const stat = { bytes: 10, mtimeNs: '1', inode: '1' };
const master: PlannedMaster = { file: 'a.jpg', stat, sha256: 'aa', mime: 'image/jpeg', facts: null };
const NOW = '2026-01-01T00:00:00Z';
const AT = { now: NOW, keepUntil: null };

const rendition = (name: string): RenditionRecord => ({
  ...{ name, role: 'preset', path: `r/${name}.jpg`, mime: 'image/jpeg', width: 1, height: 1, bytes: 7 },
  ...{ sha256: `sha of ${name}`, recipe: 'wid=1', fingerprint: `old ${name}`, engine: 'e' },
});

const make = (name: string, role: Role = 'preset', path = `r/${name}.jpg`): RenditionAction => ({
  action: 'make',
  reason: 'recipe changed',
  order: { name, role, extension: 'jpg', recipe: EMPTY_PICTURE, recipeText: 'wid=2' },
  path,
  fingerprint: `new ${name}`,
});

const artefact = (name: string): Artefact => ({
  ...{ name, file: `/scratch/${name}`, mime: 'image/jpeg', width: 4, height: 3, bytes: 9 },
  ...{ sha256: `new sha of ${name}`, engine: 'f' },
});

const result = (change: Partial<JobResult> = {}): JobResult => ({
  ...{ artefacts: [], failures: [], warnings: [], smartCrops: [] },
  ...change,
});

const previous: AssetRecord = {
  ...{ path: 'a.jpg', kind: 'image', state: 'ready', stat, sha256: 'aa', mime: 'image/jpeg', facts: null },
  ...{ profile: 'p', published: true, gone: false, smartCrops: [], renditions: [rendition('one'), rendition('two')] },
  ...{ errors: [], failed: {}, warnings: [], recordedAt: NOW },
};

const plan = (actions: readonly RenditionAction[], change: Partial<AssetPlan> = {}): AssetPlan => ({
  ...{
    path: 'a.jpg',
    master,
    profile: 'p',
    published: true,
    previous,
    actions,
    errors: [],
    warnings: [],
    record: true,
  },
  ...change,
});

const failure = (rendition: string | null, code: ErrorData['code'] = 'ENGINE_FAILED'): ErrorData => ({
  ...{ code, rendition, message: 'm', hint: 'h' },
});

describe('settling the end of a job', () => {
  it('records what was made and sweeps what it replaces elsewhere', () => {
    const moved = make('one', 'preset', 'r/one-{width}x{height}.jpg');
    const kept: RenditionAction = { action: 'keep', record: rendition('two'), stale: false };
    const { record, commits, sweep, changes } = settle(
      plan([moved, kept]),
      master,
      { result: result({ artefacts: [artefact('one')] }) },
      AT,
    );
    expect(commits).toEqual([{ file: '/scratch/one', path: 'r/one-4x3.jpg' }]);
    expect(record.renditions.map(({ path }) => path)).toEqual(['r/one-4x3.jpg', 'r/two.jpg']);
    expect(record).toMatchObject({ state: 'ready', failed: {} });
    expect(sweep).toEqual([leftFile('r/one.jpg', { bytes: 7 })]);
    expect(changes).toMatchObject([
      { change: 'changed', path: 'r/one-4x3.jpg', oldPath: 'r/one.jpg', sha256: 'new sha of one' },
    ]);
  });

  it('keeps for a time what a file of another name replaces, and nothing else', () => {
    const actions: RenditionAction[] = [
      make('one', 'preset', 'r/one.new.jpg'),
      { action: 'remove', reason: 'no longer asked for', record: rendition('two') },
    ];
    const keepUntil = '2026-01-08T00:00:00Z';
    const end = { result: result({ artefacts: [artefact('one')] }) };
    const { sweep, changes } = settle(plan(actions), master, end, { now: NOW, keepUntil });
    expect(sweep).toEqual([leftFile('r/one.jpg', { bytes: 7, keepUntil }), leftFile('r/two.jpg', { bytes: 7 })]);
    expect(changes).toMatchObject([
      { change: 'changed', path: 'r/one.new.jpg', oldPath: 'r/one.jpg', keepUntil },
      { change: 'removed', path: 'r/two.jpg' },
    ]);
  });

  it('keeps the last good rendition of one that failed, marked, and remembers what failed', () => {
    const end = { result: result({ artefacts: [artefact('two')], failures: [failure('one')] }) };
    const { record, sweep } = settle(plan([make('one'), make('two')]), master, end, AT);
    expect(record.state).toBe('partial');
    expect(record.renditions[0]).toMatchObject({ name: 'one', fingerprint: 'old one', stale: true });
    expect(record.failed).toEqual({ one: 'new one' });
    expect(sweep).toEqual([]);
  });

  it('keeps everything of an asset whose job failed whole', () => {
    const { record, commits } = settle(plan([make('one'), make('two')]), master, { error: failure(null) }, AT);
    expect(record.state).toBe('failed');
    expect(record.renditions.map(({ stale }) => stale)).toEqual([true, true]);
    expect(commits).toEqual([]);
  });

  it('lists no file that was missing before and could not be made', () => {
    const missing: RenditionAction = { ...make('one'), reason: 'file missing' } as RenditionAction;
    expect(settle(plan([missing]), master, { error: failure(null) }, AT).record.renditions).toEqual([]);
  });

  it('drops what is not asked for any more', () => {
    const gone: RenditionAction = { action: 'remove', reason: 'no longer asked for', record: rendition('two') };
    const kept: RenditionAction = { action: 'keep', record: rendition('one'), stale: false };
    const { record, sweep, changes } = settle(plan([kept, gone]), master, {}, AT);
    expect(record.renditions.map(({ name }) => name)).toEqual(['one']);
    expect(sweep).toEqual([leftFile('r/two.jpg', { bytes: 7 })]);
    expect(changes).toMatchObject([{ change: 'removed', path: 'r/two.jpg', oldPath: null, sha256: null }]);
  });

  it('carries files of a moved asset, forgets its old path and sweeps the old files', () => {
    const carry: RenditionAction = { action: 'carry', reason: 'moved', record: rendition('one'), path: 'r/b/one.jpg' };
    const { record, carries, drop, sweep } = settle(
      plan([carry], { path: 'b/a.jpg', movedFrom: 'a.jpg' }),
      master,
      {},
      AT,
    );
    expect(carries).toEqual([{ from: 'r/one.jpg', to: 'r/b/one.jpg' }]);
    expect(drop).toEqual(['a.jpg']);
    expect(sweep.map(({ path }) => path)).toEqual(['r/one.jpg', 'r/two.jpg']);
    expect(record.path).toBe('b/a.jpg');
  });

  it('takes a format that is not read for unsupported, not for failed', () => {
    const errors = [failure(null, 'SOURCE_FORMAT_UNSUPPORTED')];
    expect(settle(plan([], { errors, previous: undefined as never }), master, {}, AT).record.state).toBe('unsupported');
  });

  it('knows damage of a master as long as it has the same bytes, whatever a later job read of it', () => {
    const known: AssetRecord = { ...previous, damage: 'bad Huffman code', warnings: ['old'] };
    const after = (change: Partial<AssetPlan>, made: Partial<JobResult> = {}) =>
      settle(plan([make('one')], { previous: known, ...change }), change.master ?? master, { result: result(made) }, AT)
        .record;
    expect(after({}).damage).toBe('bad Huffman code');
    expect(after({}).warnings).toEqual([expect.stringContaining('bad Huffman code')]);
    expect(after({}, { damage: 'premature end' }).damage).toBe('premature end');
    const mended = after({ master: { ...master, sha256: 'bb' } });
    expect(mended).not.toHaveProperty('damage');
    expect(mended.warnings).toEqual([]);
  });

  it('replaces smart crops found anew and keeps those of renditions that stand', () => {
    const crop = (name: string, x: number) => ({
      name,
      rect: [x, 0, 1, 1] as const,
      focus: [0.5, 0.5] as const,
      by: 'center',
      confidence: 0,
    });
    const before = { ...previous, smartCrops: [crop('Large', 0), crop('Small', 0)] };
    const kept: RenditionAction = { action: 'keep', record: { ...rendition('Small'), role: 'crop' }, stale: false };
    const end = { result: result({ artefacts: [artefact('Large')], smartCrops: [crop('Large', 0.5)] }) };
    const { record } = settle(plan([make('Large', 'crop'), kept], { previous: before }), master, end, AT);
    expect(record.smartCrops).toEqual([crop('Large', 0.5), crop('Small', 0)]);
  });
});
