import { plural } from '../../base/text.ts';
import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Emit } from '../../model/event.ts';
import type { RenditionRecord } from '../../model/rendition.ts';
import type { Storage } from '../../storage/storage.ts';
import { checkFiles, filesOf } from '../publishing/check-files.ts';
import type { Journal, JournalEntry } from '../history/journal.ts';

interface Ports {
  readonly journal: Journal;
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly emit: Emit;
}

/**
 * Records what a run that was killed had finished and not yet recorded, and empties the journal. An entry is adopted
 * where the record that it replaces still stands and every file that it placed has the size and the SHA-256 noted before
 * the file got its name; else the asset is planned and made again. Only for the holder of the output's lock, before
 * anything is planned.
 */
export async function adoptFinished({ journal, storage, catalog, emit }: Ports): Promise<void> {
  let adopted = 0;
  for await (const entry of journal.entries()) {
    const { record, drop, sweep } = entry;
    const known = await catalog.asset(record.path);
    const isNew = (known?.recordedAt ?? null) === entry.replaces;
    if (isNew && (await isPlaced(entry, storage))) {
      await catalog.record({ put: [record], drop, sweep });
      adopted++;
    } else if (known?.recordedAt !== record.recordedAt) {
      if (isNew) await removeImpostors(entry, known, storage);
      continue;
    }
    // Told once more where the kill came between the record and its telling: nobody misses a change.
    for (const change of entry.changes) emit({ type: 'rendition-changed', ...change });
  }
  journal.turn()();
  if (adopted > 0) emit(adoptedNotice(adopted));
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

/** Removes files of an entry that is not adopted which lie where the catalog knows other bytes: they would pass for them. */
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
