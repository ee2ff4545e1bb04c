import { readFileSync } from 'node:fs';

type Line = Readonly<Record<string, unknown>>;

/** Fields that are measured; by all others a line is told from its neighbours. */
const MEASURED: ReadonlySet<string> = new Set([
  ...['seconds', 'cpuSeconds', 'peakMiB', 'milliseconds', 'secondsAThousand'],
  ...['ratio', 'renditionsPerSecond', 'mebibytes', 'bytesAnAsset'],
]);

const nameOf = (line: Line): string =>
  Object.entries(line)
    .filter(([key]) => !MEASURED.has(key) && key !== 'rounds')
    .map(([key, value]) => (key === 'bench' ? String(value) : `${key} ${String(value)}`))
    .join(', ');

/** The measured numbers of a line by their names; those of several ways stand under the way's name. */
function numbersOf(line: Line, above = ''): readonly (readonly [name: string, value: number])[] {
  return Object.entries(line).flatMap(([key, value]) => {
    const name = above === '' ? key : `${above}.${key}`;
    if (typeof value === 'number') return above !== '' || MEASURED.has(key) ? [[name, value] as const] : [];
    return typeof value === 'object' && value !== null ? numbersOf(value as Line, name) : [];
  });
}

/** The lines that sum up rounds, or were measured once. */
const isSummary = (line: Line): boolean => !('round' in line);

/** A row for each number that an earlier run printed too: before, now, and how many times as much it is. */
export function compareLines(before: readonly Line[], now: readonly Line[]): readonly string[] {
  const known = new Map(before.filter(isSummary).map((line) => [nameOf(line), new Map(numbersOf(line))]));
  return now.filter(isSummary).flatMap((line) => {
    const earlier = known.get(nameOf(line));
    const rows = numbersOf(line).flatMap(([name, value]) => {
      const old = earlier?.get(name);
      return old === undefined
        ? []
        : [
            `  ${name.padEnd(28)} ${old.toFixed(2).padStart(10)} ${value.toFixed(2).padStart(10)}  × ${(value / old).toFixed(2)}`,
          ];
    });
    return rows.length === 0 ? [] : [nameOf(line), ...rows];
  });
}

/** A table of the lines that sum up rounds: what was measured, then each of its numbers. */
export function tableLines(lines: readonly Line[]): readonly string[] {
  return lines
    .filter((line) => 'summary' in line)
    .map((line) => {
      const numbers = numbersOf(line).map(([name, value]) => `${name} ${value.toFixed(2)}`);
      return `${nameOf(line).replace(', summary median', '').padEnd(48)} ${numbers.join('  ')}`;
    });
}

/** The lines of an earlier run: what `npm run bench` printed, other lines left out. */
export function readLines(file: string): readonly Line[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
}
