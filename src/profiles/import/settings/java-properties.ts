/** A line of Java properties: name, `=` or `:`, value. */
const LINE = /^\s*([^\s=:#!][^=:]*?)\s*[=:]\s*(.*)$/;
const COMMENT = /^\s*(?:[#!].*)?$/;

/** Reads Java properties; undefined where a line is none, so that the text is something else. The last of a name wins. */
export function javaProperties(text: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n|\?\?/)) {
    if (COMMENT.test(line)) continue;
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return undefined;
    found.set(name, value.trim());
  }
  return found.size === 0 ? undefined : found;
}
