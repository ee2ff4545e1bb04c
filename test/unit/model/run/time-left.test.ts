import { describe, expect, it } from 'vitest';
import { addProgress } from '../../../../src/model/run/run-progress.ts';
import { NO_PROGRESS } from '../../../../src/model/run/run.ts';
import { secondsLeft } from '../../../../src/model/run/time-left.ts';
import { type Moment, simulateRun, type ThoughtJob } from '../../../support/project/simulated-run.ts';

/** Numbers of chance that a seed determines. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Mostly between 1 / `spread` and `spread`, as often above 1 as below. */
  factor(spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return spread ** (Math.max(-2, Math.min(2, normal)) / 1.5);
  }
}

/** Estimated seconds of a usual job of each kind, how much they differ, and how many of a library are such. */
const KINDS = [
  { kind: 'jpeg', seconds: 0.6, spread: 2, share: 0.34, tells: false },
  { kind: 'png', seconds: 0.08, spread: 1.5, share: 0.44, tells: false },
  { kind: 'psd', seconds: 5, spread: 2.5, share: 0.12, tells: false },
  { kind: 'tiff', seconds: 2, spread: 2, share: 0.06, tells: false },
  { kind: 'clip', seconds: 25, spread: 4, share: 0.04, tells: true },
] as const;

interface Library {
  readonly seed: number;
  readonly size: number;
  readonly order: 'mixed' | 'by folder';
  readonly workers: number;
  readonly batch: number;
}

/** Photographs, drawings, Photoshop files and clips whose estimates are off by kind, by machine and one by one. */
function libraryOf({ seed, size, order }: Library): readonly ThoughtJob[] {
  const dice = new Dice(seed);
  const machine = dice.factor(3);
  const paces = KINDS.map(() => machine * dice.factor(2));
  const jobs = KINDS.flatMap(({ kind, seconds, spread, share, tells }, i) =>
    Array.from({ length: Math.max(2, Math.round(size * share)) }, () => {
      const estimate = seconds * dice.factor(spread);
      return { work: { kind, seconds: estimate }, seconds: estimate * (paces[i] ?? 1) * dice.factor(1.4), tells };
    }),
  );
  // Folders of some assets of one kind each, or no order at all.
  const keyed = jobs.map((job) => ({ job, key: 0 }));
  const run = order === 'mixed' ? 1 : 8;
  let key = 0;
  for (const [i, one] of keyed.entries()) keyed[i] = { ...one, key: i % run === 0 ? (key = dice.next()) : key };
  return keyed.toSorted((a, b) => a.key - b.key).map(({ job }) => job);
}

/** What was expected to be left at times of a run, as a multiple of what was. */
function judge(moments: readonly Moment[], times: readonly number[]): readonly number[] {
  const end = moments.at(-1)?.at ?? 0;
  let progress = NO_PROGRESS;
  let next = 0;
  return times.map((time) => {
    const at = end * time;
    for (; (moments[next]?.at ?? Infinity) <= at; next++) {
      const { event, at: told } = moments[next]!;
      progress = addProgress(progress, event, told);
    }
    return (secondsLeft(progress, at) ?? 0) / (end - at);
  });
}

const MIDDLE = Array.from({ length: 15 }, (_, i) => 0.15 + i * 0.05);

/** A library of some size, in some order, on some machine: all that a seed determines. */
function anyLibrary(seed: number): Library {
  const size = 200 + Math.floor(new Dice(seed * 7919).next() * 400);
  const order = seed % 2 === 0 ? 'mixed' : 'by folder';
  return { seed, size, order, workers: [1, 2, 4][seed % 3] ?? 2, batch: seed % 4 < 2 ? 50 : 200 };
}

describe('the time left', () => {
  it('is right within a factor of 1.5 over the middle of a run over a mixed library', () => {
    const libraries = Array.from({ length: 400 }, (_, i) => anyLibrary(i + 1));
    const wrong = libraries.filter((library) =>
      judge(simulateRun(libraryOf(library), library), MIDDLE).some((ratio) => ratio > 1.5 || ratio < 1 / 1.5),
    );
    // Of a hundred libraries one may have a last job that nobody could foresee.
    expect(wrong.length).toBeLessThanOrEqual(libraries.length / 100);
  });
});
