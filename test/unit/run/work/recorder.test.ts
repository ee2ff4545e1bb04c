import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CatalogChange } from '../../../../src/catalog/catalog.ts';
import { MemoryCatalog } from '../../../../src/catalog/memory.ts';
import type { Event } from '../../../../src/model/run/event.ts';
import { MemoryJournal } from '../../../../src/run/history/journal.ts';
import { Recorder } from '../../../../src/run/work/recorder.ts';
import type { Settlement } from '../../../../src/run/work/settle.ts';
import { MemoryStorage } from '../../../../src/storage/memory.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { addedFile, assetRecord } from '../../../support/project/records.ts';

/** Counts transactions; refuses them while `isFull`. */
class WatchedCatalog extends MemoryCatalog {
  readonly groups: (readonly string[])[] = [];
  isFull = false;

  override async record(change: CatalogChange): Promise<void> {
    if (this.isFull) throw new Error('full');
    this.groups.push(change.put.map(({ path }) => path));
    await super.record(change);
  }
}

function open() {
  const [storage, catalog, journal] = [new MemoryStorage(), new WatchedCatalog(), new MemoryJournal()];
  const [events, failures]: [Event[], unknown[]] = [[], []];
  const recorder = new Recorder({
    ...{ storage, catalog, journal, trustCatalog: false, emit: (event) => void events.push(event) },
    onRecorded: () => undefined,
    onFailure: (error) => void failures.push(error),
  });
  return { storage, catalog, journal, recorder, events, failures };
}

/** A finished asset with one rendition, whose bytes are its path. */
function finished(path: string): Settlement {
  const file = join(ownFolder(), 'thumb.jpg');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, path);
  const to = `renditions/${path}/thumb.jpg`;
  return {
    ...{ record: assetRecord(path), replaces: null, drop: [], sweep: [], carries: [], removed: 0 },
    commits: [{ file, path: to }],
    changes: [addedFile(to, 'a')],
  };
}

async function journalled(journal: MemoryJournal): Promise<readonly string[]> {
  const paths: string[] = [];
  for await (const { record } of journal.entries()) paths.push(record.path);
  return paths;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the recorder', () => {
  it('records what finished within a second, all of it in one transaction, whether more comes or not', async () => {
    const { recorder, catalog, events, journal } = open();
    for (const path of ['a', 'b', 'c']) await recorder.store(finished(path));
    expect(catalog.groups).toEqual([]);
    expect(await journalled(journal)).toEqual(['a', 'b', 'c']);
    expect(recorder).toMatchObject({ taken: 3, recorded: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(catalog.groups).toEqual([['a', 'b', 'c']]);
    expect(recorder).toMatchObject({ taken: 3, recorded: 3 });
    expect(events.map(({ type }) => type)).toEqual(Array(3).fill('rendition-changed'));
    expect(await journalled(journal)).toEqual([]);
  });

  it('tells no change that is not recorded', async () => {
    const { recorder, catalog, events, failures } = open();
    catalog.isFull = true;
    await recorder.store(finished('a'));
    await vi.advanceTimersByTimeAsync(1000);
    expect(failures).toMatchObject([{ message: 'full' }]);
    expect(events).toEqual([]);
  });

  it('keeps what could not be recorded for the next time, in its order, and in the journal', async () => {
    const { recorder, catalog, journal } = open();
    catalog.isFull = true;
    await recorder.store(finished('a'));
    await expect(recorder.end()).rejects.toThrow('full');
    await recorder.store(finished('b'));
    expect(await journalled(journal)).toEqual(['a', 'b']);
    catalog.isFull = false;
    await recorder.end();
    expect(catalog.groups).toEqual([['a', 'b']]);
    expect(await journalled(journal)).toEqual([]);
  });

  it('keeps the note of an asset whose files are on their way while others are recorded', async () => {
    const { recorder, storage, journal, catalog } = open();
    await recorder.store(finished('a'));
    let goOn = (): void => undefined;
    const commit = storage.commit.bind(storage);
    storage.commit = async (...given) => {
      await new Promise<void>((go) => (goOn = go));
      return commit(...given);
    };
    const storing = recorder.store(finished('b'));
    await vi.advanceTimersByTimeAsync(0);
    await recorder.end();
    expect(catalog.groups).toEqual([['a']]);
    expect(await journalled(journal)).toEqual(['b']);
    goOn();
    await storing;
    await recorder.end();
    expect(catalog.groups).toEqual([['a'], ['b']]);
    expect(await journalled(journal)).toEqual([]);
  });

  it('notes what was found in a master with its asset, on every page', async () => {
    const analysis = { faces: { version: '1', confidence: 0, subjects: [] } };
    const { recorder, storage, journal } = open();
    const noted = async (): Promise<unknown[]> => {
      const found: unknown[] = [];
      for await (const entry of journal.entries()) found.push(entry.analysis);
      return found;
    };
    await recorder.store(finished('a'), analysis);
    expect(await noted()).toEqual([analysis]);
    let goOn = (): void => undefined;
    const commit = storage.commit.bind(storage);
    storage.commit = async (...given) => {
      await new Promise<void>((go) => (goOn = go));
      return commit(...given);
    };
    const storing = recorder.store(finished('b'), analysis);
    await vi.advanceTimersByTimeAsync(0);
    await recorder.end();
    expect(await noted()).toEqual([analysis]);
    goOn();
    await storing;
    await recorder.end();
  });
});
