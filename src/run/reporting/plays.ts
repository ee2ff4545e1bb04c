import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { compareUtf8 } from '../../base/text.ts';
import { UsageError } from '../../model/errors.ts';
import { nearFileHint } from '../project/near-file.ts';

/** Shares of a clip that count as reached, percent. */
const QUARTERS = [25, 50, 75, 100] as const;
type Quarter = (typeof QUARTERS)[number];

/** The plays of one clip. */
interface ClipPlays {
  readonly clip: string;
  readonly plays: number;
  /** The plays that came so far, by percent. */
  readonly reached: Readonly<Record<Quarter, number>>;
  /** The share that was watched on average, in whole quarters and so at least: 0…1. */
  readonly watched: number;
  /** The quarter (its end, percent) in which most stopped; null where nobody did. */
  readonly dropOff: Quarter | null;
}

/** A log of plays, read. */
export interface PlaysView {
  /** Sorted by plays, descending. */
  readonly clips: readonly ClipPlays[];
  /** Lines that are no event of a clip. */
  readonly unread: number;
}

/** Anybody may write to a log: names that are longer, and clips beyond these, are none of ours. */
const [MOST_LETTERS, MOST_CLIPS] = [1024, 100_000] as const;

interface Milestone {
  readonly clip: string;
  readonly percent: number;
}

/** The event of a line: a milestone, another one (null), or none (undefined). */
function readLine(line: string): Milestone | null | undefined {
  try {
    const { clip, event, percent } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    if (typeof clip !== 'string' || clip === '' || clip.length > MOST_LETTERS || typeof event !== 'string')
      return undefined;
    if (event !== 'milestone') return null;
    return typeof percent === 'number' ? { clip, percent } : undefined;
  } catch {
    return undefined;
  }
}

function playsOf(clip: string, counts: ReadonlyMap<number, number>): ClipPlays {
  const of = (percent: number): number => counts.get(percent) ?? 0;
  const plays = Math.max(of(0), ...QUARTERS.map(of));
  const reached = { 25: of(25), 50: of(50), 75: of(75), 100: of(100) };
  const lost = QUARTERS.map((quarter, i) => (i === 0 ? plays : of(quarter - 25)) - reached[quarter]);
  const most = Math.max(...lost);
  const watched =
    plays === 0 ? 0 : QUARTERS.reduce((sum, quarter) => sum + reached[quarter], 0) / (QUARTERS.length * plays);
  return { clip, plays, reached, watched, dropOff: most > 0 ? (QUARTERS[lost.indexOf(most)] ?? null) : null };
}

/** The sums of a log. */
class Plays {
  readonly #counts = new Map<string, Map<number, number>>();
  #unread = 0;

  /** Counts a line. */
  add(line: string): void {
    if (line.trim() === '') return;
    const event = readLine(line);
    if (event === null) return;
    const counts = event && this.#countsOf(event.clip);
    if (event === undefined || counts === undefined) this.#unread += 1;
    else counts.set(event.percent, (counts.get(event.percent) ?? 0) + 1);
  }

  view(): PlaysView {
    const clips = [...this.#counts].map(([clip, counts]) => playsOf(clip, counts));
    return {
      clips: clips.toSorted((a, b) => b.plays - a.plays || compareUtf8(a.clip, b.clip)),
      unread: this.#unread,
    };
  }

  #countsOf(clip: string): Map<number, number> | undefined {
    const known = this.#counts.get(clip);
    if (known !== undefined || this.#counts.size >= MOST_CLIPS) return known;
    const counts = new Map<number, number>();
    this.#counts.set(clip, counts);
    return counts;
  }
}

/**
 * Reads what viewers reported of clips: a line of JSON for each event, `{"clip","event","seconds","percent"}`. Throws UsageError
 * FILE_UNREADABLE.
 */
export async function readPlays(file: string): Promise<PlaysView> {
  const plays = new Plays();
  try {
    const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
    for await (const line of lines) plays.add(line);
  } catch (cause) {
    const message = `expected a log of plays, got ${file}, which cannot be read`;
    throw new UsageError('FILE_UNREADABLE', message, { place: file, hint: nearFileHint('', file), cause });
  }
  return plays.view();
}
