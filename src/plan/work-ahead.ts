import type { Work } from '../model/jobs/work.ts';

// Enough that no worker is left with one of them at the end, where there are some dozen workers.
const LONGEST = 16;

// Enough jobs to measure the pace of a kind; with only a few more, the pace hardly matters.
const SCOUTS = 3;
const LEAST_JOBS = 12;

interface Placed {
  readonly path: string;
  readonly seconds: number;
}

interface Kind {
  readonly jobs: number;
  readonly scouts: readonly string[];
}

/**
 * Notes which jobs of a run are to begin before the others, whatever their paths: some of each kind (scouts), which tell
 * early how long their kind takes, and the longest of all, which would be left over at the end.
 */
export class WorkAhead {
  readonly #kinds = new Map<string, Kind>();
  #longest: readonly Placed[] = [];

  /** Notes the job of an asset. */
  add(path: string, { kind, seconds }: Work): void {
    const { jobs, scouts } = this.#kinds.get(kind) ?? { jobs: 0, scouts: [] };
    this.#kinds.set(kind, { jobs: jobs + 1, scouts: scouts.length < SCOUTS ? [...scouts, path] : scouts });
    const least = this.#longest.at(-1);
    if (this.#longest.length === LONGEST && least !== undefined && seconds <= least.seconds) return;
    this.#longest = [...this.#longest, { path, seconds }].toSorted((a, b) => b.seconds - a.seconds).slice(0, LONGEST);
  }

  /** Asset paths of the scouts. */
  get scouts(): ReadonlySet<string> {
    return new Set([...this.#kinds.values()].flatMap(({ jobs, scouts }) => (jobs < LEAST_JOBS ? [] : scouts)));
  }

  /** A list with those jobs in front; its other order stays. */
  order<T>(all: readonly T[], pathOf: (one: T) => string): readonly T[] {
    const ahead = new Set([...this.scouts, ...this.#longest.map(({ path }) => path)]);
    const isAhead = (one: T): boolean => ahead.has(pathOf(one));
    return [...all.filter(isAhead), ...all.filter((one) => !isAhead(one))];
  }
}
