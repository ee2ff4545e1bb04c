/**
 * Refuses a path that is not plainly below the output: absolute, empty, with `.` or `..`, or holding NUL. Paths are made
 * by dmx from names that were checked; this is the last line against a catalog or manifest that was tampered with.
 */
export function checkStoredPath(path: string): void {
  const segments = path.split('/');
  const plain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
  if (!plain || path.includes('\0')) {
    throw new RangeError(`expected a path below the output, got ${JSON.stringify(path)}`);
  }
}
