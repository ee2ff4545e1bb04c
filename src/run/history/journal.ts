import type { CatalogChange } from '../../catalog/catalog.ts';
import type { Analysis } from '../../model/analysis.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { RenditionChange } from '../../model/rendition.ts';

/** A finished asset as it is going to be recorded: noted before its files get their names. */
export interface JournalEntry extends Pick<CatalogChange, 'drop' | 'sweep'> {
  readonly record: AssetRecord;
  /** `recordedAt` of the record that this one replaces; null = there is none. */
  readonly replaces: string | null;
  /** Paths of the renditions in `record` whose files were put in place with it. */
  readonly placed: readonly string[];
  readonly changes: readonly RenditionChange[];
  /** The findings of detectors in the master by this work. */
  readonly analysis?: Analysis;
}

/**
 * Finished assets that the catalog may not hold yet, for the run after a crash. It is written page by page: a page is
 * dropped once all its entries are recorded. An entry proves nothing by itself: `adoptFinished` holds it against the
 * files. Losing entries costs work that is done again, no more: writing never throws.
 */
export interface Journal {
  note(entry: JournalEntry): void;
  /** Begins a new page; the answer drops the pages before it. */
  turn(): () => void;
  /** Every whole entry, oldest first. */
  entries(): AsyncIterable<JournalEntry>;
}

/** A journal in memory, lost with the process. */
export class MemoryJournal implements Journal {
  #pages: JournalEntry[][] = [[]];

  note(entry: JournalEntry): void {
    this.#pages.at(-1)?.push(structuredClone(entry));
  }

  turn(): () => void {
    const before = new Set(this.#pages);
    this.#pages.push([]);
    return () => {
      this.#pages = this.#pages.filter((page) => !before.has(page));
    };
  }

  async *entries(): AsyncIterable<JournalEntry> {
    yield* this.#pages.flat();
  }
}
