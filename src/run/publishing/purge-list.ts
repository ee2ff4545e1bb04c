import { encodedPath } from '../../base/encoded-path.ts';
import type { Emit } from '../../model/run/event.ts';
import { appendToList, beginList } from './list-file.ts';

/** Addresses that one request to a CDN takes (Dynamic Media's limit); an empty line stands between blocks. */
const BLOCK = 1_000;

/** A list of the addresses that a CDN has to forget. */
export interface PurgePlace {
  /** Absolute. */
  readonly file: string;
  /** Addresses of a file, with `{path}` for its path below the target. */
  readonly templates: readonly string[];
}

/**
 * The URLs of changed and removed files, to be purged from caches; new files are not cached anywhere. A publication
 * that continues an interrupted one continues its list.
 */
export class PurgeList {
  readonly #place: PurgePlace | undefined;
  /** The file that changes with any other; undefined = it is not there yet. */
  readonly #index: string | undefined;
  readonly #paths = new Set<string>();
  #written = 0;
  #changed = false;

  /**
   * `index`: the path of what names all files, which changes with any of them; undefined = it is not there yet. Throws
   * UsageError where the list cannot be written.
   */
  constructor(place: PurgePlace | undefined, index: string | undefined, append: boolean) {
    this.#place = place;
    this.#index = index;
    if (place !== undefined) beginList(place.file, 'purge.file', append);
  }

  /** Addresses that were written. */
  get count(): number {
    return this.#written;
  }

  /** Notes changes among events and passes all on. */
  listening(emit: Emit): Emit {
    return (event) => {
      if (event.type === 'rendition-changed') {
        this.#changed = true;
        if (event.change !== 'added') this.#paths.add(event.path);
      }
      emit(event);
    };
  }

  /** Writes what was noted. `last`: with what names all files, if there was any change. */
  flush(last = false): void {
    if (this.#place === undefined) return;
    if (last && this.#changed && this.#index !== undefined) this.#paths.add(this.#index);
    const { file, templates } = this.#place;
    const paths = [...this.#paths].map(encodedPath);
    this.#paths.clear();
    const lines = paths.flatMap((path) => templates.map((template) => template.replaceAll('{path}', () => path)));
    if (lines.length === 0) return;
    appendToList(file, lines.map((line) => this.#line(line)).join(''));
  }

  #line(address: string): string {
    const opens = this.#written > 0 && this.#written % BLOCK === 0;
    this.#written += 1;
    return `${opens ? '\n' : ''}${address}\n`;
  }
}
