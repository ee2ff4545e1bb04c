/** ffmpeg prints bytes that move a cursor as question marks. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const shown = (name: string): string => name.replaceAll(/[\u0000-\u0007\u000e-\u001f]/g, '?');

/**
 * Removes the absolute paths of `args` from a program's stderr: file names are untrusted text, and local folders are
 * private.
 */
export function redactPaths(said: string, args: readonly string[]): string {
  const files = args.flatMap((arg) => /^(?:file:)?(\/.+)$/s.exec(arg)?.[1] ?? []);
  // The longest first: one may begin like another.
  const longestFirst = [...new Set(files.map(shown))].toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce(
    (text, file) => text.replaceAll(`file:${file}`, 'the file').replaceAll(file, 'the file'),
    said,
  );
}
