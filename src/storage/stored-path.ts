// An empty segment, `.` or `..` anywhere, or NUL. One expression: 400,000 paths are checked in a run over a large library.
const NOT_PLAIN = /(?:^|\/)\.{0,2}(?:\/|$)|\0/;

/**
 * Refuses a path that is not plainly below the output: absolute, empty, with `.` or `..`, or holding NUL. Paths are made
 * by dmx from names that were checked; this is the last line against a catalog or manifest that was tampered with.
 */
export function checkStoredPath(path: string): void {
  if (NOT_PLAIN.test(path)) throw new RangeError(`expected a path below the output, got ${JSON.stringify(path)}`);
}
