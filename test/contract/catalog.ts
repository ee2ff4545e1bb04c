import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { compareUtf8 } from '../../src/base/text.ts';
import type { Catalog, CatalogChange } from '../../src/catalog/catalog.ts';
import type { Analysis } from '../../src/model/analysis.ts';
import type { AssetRecord } from '../../src/model/catalog-record.ts';
import type { ErrorData } from '../../src/model/errors.ts';
import { NO_COUNTS, type RunRecord } from '../../src/model/run/run.ts';
import { CLIP } from '../support/video/clips.ts';
import { assetRecord, leftFile, renditionRecord } from '../support/project/records.ts';

const CORRUPT: ErrorData = { code: 'SOURCE_CORRUPT', rendition: null, message: 'damaged', hint: 'Replace it.' };

const run = (id: string, startedAt: string): RunRecord => ({
  id,
  title: `run ${id}`,
  command: 'ingest',
  state: 'running',
  options: { force: true, folders: ['a'] },
  pid: 42,
  startedAt,
  endedAt: null,
  counts: NO_COUNTS,
});

const found = (confidence: number): Analysis => ({
  cutout: { version: '1', confidence: 0, subjects: [] },
  faces: { version: '1', confidence, subjects: [{ box: [0, 0.1, 1, 0.3], score: confidence, label: 'face' }] },
});

async function paths(records: AsyncIterable<AssetRecord>): Promise<string[]> {
  const all: string[] = [];
  for await (const { path } of records) all.push(path);
  return all;
}

/** What every catalog promises. `make` hands out a new, empty one. */
export function describeCatalog(name: string, make: () => Promise<Catalog>): void {
  describe(`the ${name} catalog`, () => {
    let catalog: Catalog;

    beforeEach(async () => {
      catalog = await make();
    });

    afterEach(() => catalog.close());

    const record = (change: Partial<CatalogChange>): Promise<void> =>
      catalog.record({ put: [], drop: [], sweep: [], ...change });

    const put = (...names: readonly string[]): Promise<void> => record({ put: names.map((path) => assetRecord(path)) });

    it('knows nothing at first', async () => {
      expect(await paths(catalog.assets())).toEqual([]);
      expect(await catalog.asset('a.jpg')).toBeUndefined();
      expect(await catalog.assetsByDigest('0'.repeat(64))).toEqual([]);
      expect(await catalog.fact('library')).toBeUndefined();
      expect(await catalog.sweepList()).toEqual([]);
      expect(await catalog.runs()).toEqual([]);
      expect(await catalog.run('1')).toBeUndefined();
      expect(await catalog.summary()).toEqual({
        states: { ready: 0, partial: 0, failed: 0, unsupported: 0 },
        gone: 0,
        goneBytes: 0,
        renditions: 0,
        renditionBytes: 0,
        masterBytes: 0,
        engines: [],
      });
    });

    it('names what lies in a folder, and nothing that lies deeper or is gone', async () => {
      await put('a.jpg', 'shoes.jpg', 'shoes/b/c/d.jpg', 'shoes/b/e.jpg', 'shoes/b.jpg', 'shoes/b0', 'shoesé/x.jpg');
      await record({ put: [assetRecord('shoes/old.jpg', { gone: true })] });
      expect(await catalog.namesIn('', '', 9)).toEqual(['a.jpg', 'shoes.jpg', 'shoes/', 'shoesé/']);
      expect(await catalog.namesIn('', 'sh', 2)).toEqual(['shoes.jpg', 'shoes/']);
      expect(await catalog.namesIn('shoes', '', 9)).toEqual(['b.jpg', 'b/', 'b0']);
      expect(await catalog.namesIn('shoes/b', 'e', 9)).toEqual(['e.jpg']);
      expect(await catalog.namesIn('hats', '', 9)).toEqual([]);
    });

    it('gives a record back as it was put', async () => {
      const whole = assetRecord('shoes/red "1".jpg', {
        swatchColor: '#8a4b3c',
        keptFrom: 'old',
        facts: CLIP,
        errors: [CORRUPT],
        warnings: ['two\nlines'],
        smartCrops: [{ name: 'Large', rect: [0, 0, 1, 0.5], focus: [0.5, 0.25], by: 'face', confidence: 0.93 }],
        renditions: [renditionRecord(), renditionRecord({ name: 'hero', stale: true })],
      });
      await record({ put: [whole] });
      expect(await catalog.asset('shoes/red "1".jpg')).toEqual(whole);
    });

    it('replaces a record, and forgets one', async () => {
      await put('a.jpg', 'b.jpg');
      await record({ put: [assetRecord('a.jpg', { state: 'failed' })], drop: ['b.jpg', 'never-there.jpg'] });
      expect((await catalog.asset('a.jpg'))?.state).toBe('failed');
      expect(await paths(catalog.assets())).toEqual(['a.jpg']);
    });

    it('puts after it drops, so that two assets may change places', async () => {
      await put('a.jpg', 'b.jpg');
      await record({ put: [assetRecord('a.jpg', { profile: 'new' })], drop: ['a.jpg', 'b.jpg'] });
      expect((await catalog.asset('a.jpg'))?.profile).toBe('new');
      expect(await paths(catalog.assets())).toEqual(['a.jpg']);
    });

    it('iterates in UTF-8 order, whatever the names', async () => {
      const names = [
        '~',
        '\u{1F600}',
        '\uFFFD',
        '\uE000',
        'é',
        'e\u0301',
        'Z',
        'a',
        'a/b',
        'a-b',
        'a b',
        'a0',
        '%',
        "'",
        'z\n',
      ];
      await put(...names);
      expect(await paths(catalog.assets())).toEqual(names.toSorted(compareUtf8));
    });

    it('iterates in UTF-8 order, for any names', async () => {
      const segment = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((text) => !text.includes('\0'));
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(segment, { maxLength: 30 }), async (names) => {
          const fresh = await make();
          await fresh.record({ put: names.map((path) => assetRecord(path)), drop: [], sweep: [] });
          expect(await paths(fresh.assets())).toEqual(names.toSorted(compareUtf8));
          await fresh.close();
        }),
        { numRuns: 20 },
      );
    });

    it('iterates over many more records than one read holds', async () => {
      const names = Array.from({ length: 1_501 }, (_, i) => `f${i % 7}/${String(i).padStart(5, '0')}.jpg`);
      await put(...names);
      const sorted = names.toSorted(compareUtf8);
      expect(await paths(catalog.assets())).toEqual(sorted);
      expect(await paths(catalog.assets('f3'))).toEqual(sorted.filter((path) => path.startsWith('f3/')));
    });

    it('reads those that are asked for, however many', async () => {
      const names = Array.from({ length: 250 }, (_, i) => `f${i % 7}/${String(i).padStart(5, '0')}.jpg`);
      await put(...names);
      const asked = names.filter((_, i) => i % 2 === 0).toSorted(compareUtf8);
      expect(await paths(catalog.assetsAt([...asked, 'unknown']))).toEqual(asked);
      expect(await paths(catalog.assetsAt([]))).toEqual([]);
    });

    it('narrows to a folder, which is no mere beginning of a name', async () => {
      await put('shoe/a', 'shoes', 'shoes/a', 'shoes/b/c', 'shoes-old/a', 'shoes0', 'shoes.jpg', 'Shoes/a');
      expect(await paths(catalog.assets('shoes'))).toEqual(['shoes', 'shoes/a', 'shoes/b/c']);
      expect(await paths(catalog.assets('shoes/b'))).toEqual(['shoes/b/c']);
      expect(await paths(catalog.assets('none'))).toEqual([]);
      expect((await catalog.summary('shoes')).states.ready).toBe(3);
      expect((await catalog.summary('shoes', ({ path }) => path !== 'shoes/a')).states.ready).toBe(2);
    });

    it('may be written to while it is read', async () => {
      await put('a', 'b', 'c');
      const seen: string[] = [];
      for await (const { path } of catalog.assets()) {
        seen.push(path);
        await record({ put: [assetRecord(path, { state: 'partial' })] });
      }
      expect(seen).toEqual(['a', 'b', 'c']);
      expect((await catalog.summary()).states.partial).toBe(3);
    });

    it('may be left in the middle of reading', async () => {
      await put('a', 'b', 'c');
      for await (const { path } of catalog.assets()) if (path === 'a') break;
      await put('d');
      expect(await paths(catalog.assets())).toEqual(['a', 'b', 'c', 'd']);
    });

    it('finds every record of the same bytes, gone or not', async () => {
      const same = 'b'.repeat(64);
      await record({
        put: [
          assetRecord('~', { sha256: same }),
          assetRecord('a', { sha256: same, gone: true }),
          assetRecord('b', { sha256: 'c'.repeat(64) }),
        ],
      });
      expect((await catalog.assetsByDigest(same)).map(({ path }) => path)).toEqual(['a', '~']);
    });

    it('finds the records with errors whose master is there', async () => {
      await record({
        put: [
          assetRecord('shoes/b', { state: 'failed', errors: [CORRUPT] }),
          assetRecord('a', { state: 'partial', errors: [CORRUPT, CORRUPT] }),
          assetRecord('c'),
          assetRecord('d', { errors: [CORRUPT], gone: true }),
        ],
      });
      expect(await paths(catalog.failures())).toEqual(['a', 'shoes/b']);
      expect(await paths(catalog.failures('shoes'))).toEqual(['shoes/b']);
      await put('a');
      expect(await paths(catalog.failures())).toEqual(['shoes/b']);
    });

    it('counts states, sizes and engines; what is gone by itself', async () => {
      const thumb = renditionRecord({ bytes: 10, engine: 'one' });
      await record({
        put: [
          assetRecord('a', { renditions: [thumb, { ...thumb, path: 'x/web.webp' }] }),
          assetRecord('b', { state: 'partial', renditions: [thumb, { ...thumb, engine: 'two' }] }),
          assetRecord('c', { state: 'failed', renditions: [] }),
          assetRecord('d', { state: 'unsupported', kind: 'video', renditions: [] }),
          assetRecord('e', { renditions: [{ ...thumb, path: 'x/pyramid.tif', role: 'pyramid', bytes: 2 ** 40 }] }),
          assetRecord('f', { gone: true, renditions: [{ ...thumb, engine: 'old' }] }),
        ],
      });
      expect(await catalog.summary()).toEqual({
        states: { ready: 2, partial: 1, failed: 1, unsupported: 1 },
        gone: 1,
        goneBytes: 10,
        renditions: 5,
        renditionBytes: 40 + 2 ** 40,
        masterBytes: 5_000_000,
        engines: [
          { made: 'jpg', engine: 'one', renditions: 2 },
          { made: 'jpg', engine: 'two', renditions: 1 },
          { made: 'pyramid', engine: 'one', renditions: 1 },
          { made: 'webp', engine: 'one', renditions: 1 },
        ],
      });
      expect((await catalog.summary('e')).renditionBytes).toBe(2 ** 40);
    });

    it('knows whether the manifest is due', async () => {
      expect(await catalog.manifestDue()).toBe(true);
      await catalog.manifestWritten();
      await catalog.setFact('library', 'x');
      await catalog.putRun(run('1', '2026-01-01T00:00:00.000Z'));
      await catalog.swept(['x']);
      expect(await catalog.manifestDue()).toBe(false);
      await record({});
      expect(await catalog.manifestDue()).toBe(true);
    });

    it('keeps what was found in masters apart from their records, and hands out what is asked for', async () => {
      await record({
        put: [assetRecord('a', { sha256: 'a' }), assetRecord('b', { sha256: 'b' })],
        analyses: new Map([
          ['a', found(0.25)],
          ['b', found(0.5)],
        ]),
      });
      expect(await catalog.analyses([])).toEqual(new Map());
      expect(await catalog.analyses(['b', 'never-seen'])).toEqual(new Map([['b', found(0.5)]]));
      await record({ put: [assetRecord('b', { sha256: 'b' })], analyses: new Map([['b', found(1)]]) });
      expect(await catalog.analyses(['a', 'b'])).toEqual(
        new Map([
          ['a', found(0.25)],
          ['b', found(1)],
        ]),
      );
    });

    it('forgets what was found in a master with the last record of it, and takes it along when that moves', async () => {
      const analyses = new Map([['a', found(1)]]);
      await record({ put: [assetRecord('one', { sha256: 'a' }), assetRecord('two', { sha256: 'a' })], analyses });
      await record({ put: [assetRecord('one', { sha256: 'changed' })] });
      expect([...(await catalog.analyses(['a'])).keys()]).toEqual(['a']);
      await record({ put: [assetRecord('moved', { sha256: 'a' })], drop: ['two'] });
      expect([...(await catalog.analyses(['a'])).keys()]).toEqual(['a']);
      await record({ drop: ['moved'] });
      expect(await catalog.analyses(['a'])).toEqual(new Map());
      await record({ analyses });
      expect(await catalog.analyses(['a'])).toEqual(new Map());
    });

    it('keeps the files that wait to be removed, sorted, each once', async () => {
      await record({ sweep: ['~', 'b', 'a', 'b'].map((path) => leftFile(path)) });
      const kept = leftFile('a', { bytes: 7, keepUntil: '2026-01-01T00:00:00.000Z', files: ['x/1.ts'] });
      await record({ sweep: [kept, leftFile('é')] });
      expect(await catalog.sweepList()).toEqual([kept, ...['b', '~', 'é'].map((path) => leftFile(path))]);
      await catalog.swept(['a', '~', 'never']);
      expect(await catalog.sweepList()).toEqual([leftFile('b'), leftFile('é')]);
    });

    it('lets no file wait to be removed that a record lists again', async () => {
      const listed = renditionRecord({ path: 'renditions/a/thumb.jpg' });
      await record({ sweep: [leftFile('renditions/a/thumb.jpg'), leftFile('renditions/a/old.jpg')] });
      await record({ put: [assetRecord('a', { renditions: [listed] })], sweep: [leftFile('renditions/a/thumb.jpg')] });
      expect(await catalog.sweepList()).toEqual([leftFile('renditions/a/old.jpg')]);
    });

    it('takes more in one change than one statement holds', async () => {
      const many = Array.from({ length: 350 }, (_, i) => `n${String(i).padStart(3, '0')}`);
      await record({ put: many.map((path) => assetRecord(path)), sweep: many.map((path) => leftFile(path)) });
      expect((await catalog.sweepList()).map(({ path }) => path)).toEqual(many);
      await catalog.swept(many);
      await record({ drop: many });
      expect(await catalog.sweepList()).toEqual([]);
      expect(await paths(catalog.assets())).toEqual([]);
    });

    it('takes calls at the same time', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => put(`${i}`)));
      expect(await paths(catalog.assets())).toHaveLength(20);
    });

    it('keeps runs, the one entered last first whatever the clock said, and brings them up to date', async () => {
      await catalog.putRun(run('b', '2026-01-02T00:00:00.000Z'));
      await catalog.putRun(run('a', '2026-01-01T00:00:00.000Z'));
      await catalog.putRun(run('c', '2026-01-02T00:00:00.000Z'));
      await catalog.putRun({ ...run('a', '2026-01-01T00:00:00.000Z'), state: 'finished', title: 'done' });
      expect((await catalog.runs()).map(({ id }) => id)).toEqual(['c', 'a', 'b']);
      expect((await catalog.runs(2)).map(({ id }) => id)).toEqual(['c', 'a']);
      expect(await catalog.run('a')).toEqual({
        ...run('a', '2026-01-01T00:00:00.000Z'),
        state: 'finished',
        title: 'done',
      });
    });
  });
}
