import { plural } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import { UsageError } from '../../model/errors.ts';
import type { Emit, Event } from '../../model/run/event.ts';
import type { RenditionChange, RenditionRecord } from '../../model/rendition.ts';
import type { Storage } from '../../storage/storage.ts';
import { ChangeList, unfinishedList } from '../publishing/changes.ts';
import { checkFiles, filesOf } from '../publishing/check-files.ts';
import type { WorkRuntime } from '../project/runtime.ts';
import type { Journal, JournalEntry } from '../history/journal.ts';

interface Adoption {
  readonly journal: Journal;
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly emit: Emit;
  /** The list of changes (absolute) of the run that was ended, where nothing that listens to `emit` writes it. */
  readonly changes?: string | undefined;
  /** Called when everything is recorded and told, before the journal forgets it. */
  readonly onAdopted?: () => void;
}

/**
 * Records what a run that was killed had finished and not yet recorded, and empties the journal. An entry is adopted
 * where the record that it replaces still stands and every file that it placed has the size and the SHA-256 noted before
 * the file got its name; else the asset is planned and made again. Only for the holder of the output's lock, before
 * anything is planned. Throws StorageError, CatalogError; the journal holds everything then.
 */
export async function adoptFinished({ journal, emit, changes, onAdopted, ...ports }: Adoption): Promise<void> {
  const adopted = await adoptEntries(journal, ports);
  for (const event of adopted.events) emit(event);
  if (changes !== undefined) appendChanges(changes, adopted.events, emit);
  onAdopted?.();
  journal.turn()();
  if (adopted.assets > 0) emit(adoptedNotice(adopted.assets));
}

/** The same outside of a run, for callers that have no list of changes: changes go to that of the interrupted run. */
export async function adoptLeft(runtime: WorkRuntime, emit: Emit): Promise<void> {
  const [last] = await runtime.history.runs(1);
  await adoptFinished({ ...runtime, emit, changes: unfinishedList(last) });
}

/** Records what may be adopted; answers how many assets that were, and the changes to tell. */
async function adoptEntries(
  journal: Journal,
  { storage, catalog }: Pick<Adoption, 'storage' | 'catalog'>,
): Promise<{ readonly assets: number; readonly events: readonly Event[] }> {
  let assets = 0;
  const events: Event[] = [];
  for await (const entry of eachOnce(journal)) {
    const { record, drop, sweep, analysis } = entry;
    const known = await catalog.asset(record.path);
    const isNew = (known?.recordedAt ?? null) === entry.replaces;
    if (isNew && (await isPlaced(entry, storage))) {
      const analyses = new Map(analysis && [[record.sha256, analysis]]);
      await catalog.record({ put: [record], drop, sweep, analyses });
      assets++;
    } else if (known?.recordedAt !== record.recordedAt) {
      if (isNew) await removeImpostors(entry, known, storage);
      continue;
    }
    // Events are repeated where the process was killed between record and event, so that no change is missed.
    events.push(...entry.changes.map(changeEvent));
  }
  return { assets, events };
}

/**
 * The entries of a journal, each once: an asset whose files were on their way while others were recorded is on two
 * pages.
 */
async function* eachOnce(journal: Journal): AsyncIterable<JournalEntry> {
  const seen = new Set<string>();
  for await (const entry of journal.entries()) {
    const { path, recordedAt } = entry.record;
    const key = `${recordedAt} ${path}`;
    if (!seen.has(key)) yield entry;
    seen.add(key);
  }
}

function changeEvent(change: RenditionChange): Event {
  return { type: 'rendition-changed', ...change };
}

/**
 * Adds changes to the list of a run that was ended. A list whose folder is gone is read by nobody, and said to be so.
 */
function appendChanges(file: string, changes: readonly Event[], emit: Emit): void {
  if (changes.length === 0) return;
  try {
    const list = new ChangeList(file, true);
    const tell = list.listening(() => undefined);
    for (const change of changes) tell(change);
    list.flush();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { message, hint } = error;
    emit({ type: 'notice', level: 'warning', message, hint });
  }
}

/** Renditions of an entry whose files were put in place with it. */
function placedBy({ record, placed }: JournalEntry): readonly RenditionRecord[] {
  const paths = new Set(placed);
  return record.renditions.filter(({ path }) => paths.has(path));
}

async function isPlaced(entry: JournalEntry, storage: Storage): Promise<boolean> {
  const files = placedBy(entry).flatMap((rendition) => filesOf(rendition, entry.record.path));
  return (await checkFiles(files, storage, { quick: false })).length === 0;
}

/**
 * Removes files of an entry that is not adopted which lie where the catalog knows other bytes: they would pass for
 * them.
 */
async function removeImpostors(
  { record, placed }: JournalEntry,
  known: AssetRecord | undefined,
  storage: Storage,
): Promise<void> {
  const paths = new Set(placed);
  const replaced = (known?.renditions ?? []).filter(({ path }) => paths.has(path));
  const damaged = await checkFiles(
    replaced.flatMap((rendition) => filesOf(rendition, record.path)),
    storage,
    { quick: false },
  );
  const impostors = new Set(damaged.map(({ rendition }) => rendition));
  await storage.remove(replaced.filter(({ name }) => impostors.has(name)).map(({ path }) => path));
}

function adoptedNotice(adopted: number): Parameters<Emit>[0] {
  const message = `${plural(adopted, 'asset')} of a run that was ended had been finished: recorded now`;
  return { type: 'notice', level: 'info', message, hint: '' };
}
