const PART = String.raw`(?:(\d+):)?([0-5]?\d):([0-5]?\d)(?:[.,](\d{1,3}))?`;
const TIMES = new RegExp(String.raw`^\s*${PART}\s*-->\s*${PART}(?:\s+(.*))?$`);

/** The arrow between two times: no other line of a cue may hold it. */
export const ARROW = '-->';

function secondsOf([hours = '0', minutes = '0', seconds = '0', fraction = '0']: readonly (
  | string
  | undefined
)[]): number {
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  // Whole milliseconds: what both formats count in.
  return whole + Math.round(Number(`0.${fraction}`) * 1000) / 1000;
}

/** When a cue is shown, and what follows on its line. */
export interface CueTimes {
  readonly start: number;
  readonly end: number;
  readonly rest: string;
}

/**
 * Reads the line of a cue's times. Kinder than either standard: comma or point, one digit or three, hours or none.
 * Undefined where there are no two times in it, or of so many hours that their milliseconds are no exact numbers.
 */
export function parseCueTimes(line: string): CueTimes | undefined {
  const found = TIMES.exec(line);
  if (found === null) return undefined;
  const [start, end] = [secondsOf(found.slice(1, 5)), secondsOf(found.slice(5, 9))];
  const exact = [start, end].every((seconds) => seconds * 1000 <= Number.MAX_SAFE_INTEGER);
  return exact ? { start, end, rest: found[9] ?? '' } : undefined;
}

/** `00:01:02.500`; hours of two digits or more. */
export function printCueTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const part = (unit: number, most: number, digits: number): string =>
    String(Math.floor(milliseconds / unit) % most).padStart(digits, '0');
  return `${part(3_600_000, Infinity, 2)}:${part(60_000, 60, 2)}:${part(1000, 60, 2)}.${part(1, 1000, 3)}`;
}
