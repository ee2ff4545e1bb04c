import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MemoryCatalog } from '../../../../src/catalog/memory.ts';
import type { Event } from '../../../../src/model/run/event.ts';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import { adoptFinished } from '../../../../src/run/work/adopt-finished.ts';
import { MemoryJournal, type JournalEntry } from '../../../../src/run/history/journal.ts';
import { MemoryStorage } from '../../../../src/storage/memory.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { addedFile, assetRecord, renditionRecord } from '../../../support/project/records.ts';

const PATH = 'renditions/a.jpg/thumb.jpg';
const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The record of an asset whose rendition holds a text. */
function recordOf(text: string, given: Partial<AssetRecord> = {}): AssetRecord {
  const rendition = renditionRecord({ path: PATH, bytes: text.length, sha256: digestOf(text) });
  return assetRecord('a.jpg', { renditions: [rendition], ...given });
}

function entryOf(record: AssetRecord, given: Partial<JournalEntry> = {}): JournalEntry {
  const [{ path, sha256 } = renditionRecord()] = record.renditions;
  return {
    ...{ record, replaces: null, drop: [], sweep: [], placed: [path] },
    changes: [addedFile(path, sha256)],
    ...given,
  };
}

/** An output whose file holds a text, with what the catalog knows of the asset, after a crash that left an entry. */
async function adopt(text: string, entry: JournalEntry, known?: AssetRecord) {
  const [storage, catalog, journal] = [new MemoryStorage(), new MemoryCatalog(), new MemoryJournal()];
  const file = join(ownFolder(), 'file');
  writeFileSync(file, text);
  await storage.commit(file, PATH);
  if (known) await catalog.record({ put: [known], drop: [], sweep: [] });
  journal.note(entry);
  const events: Event[] = [];
  await adoptFinished({ storage, catalog, journal, emit: (event) => void events.push(event) });
  let left = 0;
  for await (const _entry of journal.entries()) left++;
  expect(left).toBe(0);
  const changes = events.filter(({ type }) => type === 'rendition-changed');
  return { record: await catalog.asset('a.jpg'), changes: changes.length, digest: await storage.digest(PATH) };
}

const OLD = recordOf('old!', { recordedAt: '2025-01-01T00:00:00.000Z' });

describe('a finished asset that a crash left unrecorded', () => {
  it('is recorded where its file has the size and the digest that were noted', async () => {
    const record = recordOf('new!');
    expect(await adopt('new!', entryOf(record))).toMatchObject({ record, changes: 1 });
  });

  it('is not where its file only has the name and the size', async () => {
    expect(await adopt('else', entryOf(recordOf('new!')))).toMatchObject({ record: undefined, changes: 0 });
  });

  it('replaces the record that it was made after', async () => {
    const record = recordOf('new!');
    expect(await adopt('new!', entryOf(record, { replaces: OLD.recordedAt }), OLD)).toMatchObject({ record });
  });

  it('does not replace a record that came later', async () => {
    const later = recordOf('new!', { recordedAt: '2027-01-01T00:00:00.000Z' });
    const entry = entryOf(recordOf('new!'), { replaces: OLD.recordedAt });
    expect(await adopt('new!', entry, later)).toMatchObject({ record: later, changes: 0 });
  });

  it('is told once more where it was recorded already', async () => {
    const record = recordOf('new!');
    expect(await adopt('new!', entryOf(record), record)).toMatchObject({ record, changes: 1 });
  });

  it('takes its file away where that would pass for the one recorded', async () => {
    const record = recordOf('new!', {
      renditions: [...recordOf('new!').renditions, renditionRecord({ name: 'big', path: 'renditions/a.jpg/big.jpg' })],
    });
    const entry = entryOf(record, { replaces: OLD.recordedAt, placed: [PATH, 'renditions/a.jpg/big.jpg'] });
    expect(await adopt('new!', entry, OLD)).toMatchObject({ record: OLD, changes: 0, digest: undefined });
  });

  it('leaves the file that is recorded', async () => {
    const entry = entryOf(recordOf('new!'), { replaces: OLD.recordedAt });
    expect(await adopt('old!', entry, OLD)).toMatchObject({ record: OLD, digest: digestOf('old!') });
  });
});

/** An output with one finished file and the entry that a crash left of it, to be adopted with more than the rest. */
async function openCrashed(entries: readonly JournalEntry[]) {
  const [storage, catalog, journal] = [new MemoryStorage(), new MemoryCatalog(), new MemoryJournal()];
  const file = join(ownFolder(), 'file');
  writeFileSync(file, 'new!');
  await storage.commit(file, PATH);
  for (const entry of entries) journal.note(entry);
  const events: Event[] = [];
  const emit = (event: Event): void => void events.push(event);
  return { storage, catalog, journal, events, emit };
}

async function entriesOf(journal: MemoryJournal): Promise<number> {
  let count = 0;
  for await (const _entry of journal.entries()) count++;
  return count;
}

describe('what a crash left', () => {
  it('stays in the journal until its changes are told', async () => {
    const crashed = await openCrashed([entryOf(recordOf('new!'))]);
    const onAdopted = (): void => {
      throw new Error('killed');
    };
    await expect(adoptFinished({ ...crashed, onAdopted })).rejects.toThrow('killed');
    expect(await entriesOf(crashed.journal)).toBe(1);
    await adoptFinished(crashed);
    expect(await entriesOf(crashed.journal)).toBe(0);
    expect(crashed.events.filter(({ type }) => type === 'rendition-changed')).toHaveLength(2);
  });

  it('is told to the list of the run that was ended, behind what stands there', async () => {
    const list = join(ownFolder(), 'changes.jsonl');
    writeFileSync(list, '{"type":"added","path":"before"}\n');
    await adoptFinished({ ...(await openCrashed([entryOf(recordOf('new!'))])), changes: list });
    const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ path: 'before' }, { path: PATH }]);
  });

  it('does not hold up others where that list can not be written any more', async () => {
    const crashed = await openCrashed([entryOf(recordOf('new!'))]);
    await adoptFinished({ ...crashed, changes: join(ownFolder(), 'gone', 'changes.jsonl') });
    expect(crashed.events).toContainEqual(expect.objectContaining({ type: 'notice', level: 'warning' }));
    expect(await entriesOf(crashed.journal)).toBe(0);
  });

  it('is told once where two pages hold it', async () => {
    const entry = entryOf(recordOf('new!'));
    const crashed = await openCrashed([entry, entry]);
    await adoptFinished(crashed);
    expect(crashed.events.filter(({ type }) => type === 'rendition-changed')).toHaveLength(1);
  });

  it('is recorded with what was found in its master', async () => {
    const analysis = { faces: { version: '1', confidence: 0, subjects: [] } };
    const record = recordOf('new!');
    const crashed = await openCrashed([entryOf(record, { analysis })]);
    await adoptFinished(crashed);
    expect(await crashed.catalog.analyses([record.sha256])).toEqual(new Map([[record.sha256, analysis]]));
  });
});
