import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { endedChildrenSeconds, watchTree } from './process-tree.ts';

/** What one program took. */
export interface Measurement {
  readonly seconds: number;
  /** User and system time of the program and everything it started and waited for. */
  readonly cpuSeconds: number;
  /** Most resident memory of the program and everything it started, sampled every 50 ms. */
  readonly peakBytes: number;
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end and measures it. Measure one at a time: processor time is told apart by who ended. */
export async function measure(program: string, options: readonly string[], cwd: string): Promise<Measurement> {
  const cpuBefore = endedChildrenSeconds();
  const start = performance.now();
  const child = spawn(program, options, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CI: '1' } });
  const watch = child.pid === undefined ? undefined : watchTree(child.pid);
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  const seconds = (performance.now() - start) / 1000;
  return {
    seconds,
    cpuSeconds: endedChildrenSeconds() - cpuBefore,
    peakBytes: watch?.stop() ?? 0,
    exit: exit ?? -1,
    stdout,
    stderr,
  };
}

/** The middle of a list of numbers; the mean of the two in the middle where their count is even. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new RangeError('no numbers');
  return (low + high) / 2;
}

/** The lines that were printed. */
export const printed: Readonly<Record<string, unknown>>[] = [];

/** Prints one JSON line; numbers with a fraction get three digits of it. */
export function printLine(line: Readonly<Record<string, unknown>>): void {
  printed.push(line);
  const rounded = (_key: string, value: unknown): unknown =>
    typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;
  process.stdout.write(`${JSON.stringify(line, rounded)}\n`);
}
