import type { SetFinding } from '../model/sets.ts';
import type { Position } from './compile-rule.ts';

/** A frame of a spin. */
export interface Frame {
  readonly path: string;
  readonly at: Position;
}

/** The frames in the order in which they are shown, row after row, and what is wrong with them. */
export interface Arrangement {
  readonly frames: readonly string[];
  readonly grid?: { readonly rows: number; readonly columns: number };
  readonly findings: readonly Omit<SetFinding, 'set'>[];
}

const sorted = (numbers: Iterable<number>): readonly number[] => [...new Set(numbers)].toSorted((a, b) => a - b);

/** The numbers that are missing in a row of numbers that grows by its least step: 1, 6, 16 lacks 11. */
function missingIn(numbers: readonly number[]): readonly number[] {
  const steps = numbers.slice(1).map((number, i) => number - (numbers[i] ?? 0));
  const step = Math.min(...steps);
  return numbers.slice(1).flatMap((number, i) => {
    const before = numbers[i] ?? 0;
    const lacking = Math.round((number - before) / step) - 1;
    return Array.from({ length: Math.min(lacking, TOLD) }, (_, k) => before + (k + 1) * step);
  });
}

// The first missing ones are enough for a message.
const TOLD = 5;

const list = (items: readonly string[]): string =>
  items.length <= TOLD ? items.join(', ') : `${items.slice(0, TOLD).join(', ')} and ${items.length - TOLD} more`;

function gapFinding(what: string, numbers: readonly number[]): Arrangement['findings'] {
  const missing = missingIn(numbers);
  if (missing.length === 0) return [];
  const message = `expected ${what} in even steps, got none of ${list(missing.map(String))}`;
  return [{ fatal: false, message, hint: 'The spin jumps there: add the missing frames, or number the others anew.' }];
}

/** The last number of a name, between what stands around it. More digits are no count of frames. */
const COUNTED = /^(.*?)(\d{1,15})(\D*)$/;

/** The finding about frames that are missing among names that differ by their last number alone. */
export function countedGaps(names: readonly string[]): Arrangement['findings'] {
  const counted = names.flatMap((name) => {
    const [, before = '', number = '', after = ''] = COUNTED.exec(name) ?? [];
    return number === '' ? [] : [{ around: `${before}#${after}`, number: Number(number) }];
  });
  const isOneRow = counted.length === names.length && new Set(counted.map(({ around }) => around)).size === 1;
  return isOneRow ? gapFinding('frames', sorted(counted.map(({ number }) => number))) : [];
}

const key = ({ row, column }: Position): string => `${row} ${column}`;

/** Puts the frames of a spin in their places. Two in one place, and places without a frame in a spin of rows, leave it out. */
export function arrangeSpin(found: readonly Frame[], isGrid: boolean): Arrangement {
  const places = new Map<string, string>();
  for (const { path, at } of found) {
    const other = places.get(key(at));
    if (other !== undefined) {
      const where = isGrid ? `row ${at.row}, column ${at.column}` : `frame ${at.column}`;
      const message = `expected one picture for ${where}, got ${other} and ${path}`;
      return { frames: [], findings: [{ fatal: true, message, hint: 'Rename one of them.' }] };
    }
    places.set(key(at), path);
  }
  const rows = sorted(found.map(({ at }) => at.row));
  const columns = sorted(found.map(({ at }) => at.column));
  const cells = rows.flatMap((row) => columns.map((column) => ({ row, column })));
  const holes = cells.filter((cell) => !places.has(key(cell)));
  if (holes.length > 0) {
    const named = list(holes.map(({ row, column }) => `row ${row}, column ${column}`));
    const message = `expected ${rows.length} rows of ${columns.length} pictures each, got none for ${named}`;
    return { frames: [], findings: [{ fatal: true, message, hint: 'Add these pictures, or take their rows out.' }] };
  }
  return {
    frames: cells.map((cell) => places.get(key(cell)) ?? ''),
    ...(isGrid ? { grid: { rows: rows.length, columns: columns.length } } : {}),
    findings: [...(isGrid ? gapFinding('rows', rows) : []), ...gapFinding(isGrid ? 'columns' : 'frames', columns)],
  };
}
