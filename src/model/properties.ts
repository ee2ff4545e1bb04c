/** The requests that are answered with what the catalog knows (reference D.1). */
export const REQ_KINDS = ['props', 'imageprops', 'userdata', 'exists'] as const;
export type ReqKind = (typeof REQ_KINDS)[number];

/** The requests that are answered with what is marked in a reply: its hotspots, its zoom targets. */
export const MARK_REQS = ['map', 'targets'] as const;
export type MarkReq = (typeof MARK_REQS)[number];

/** The answer to a request for properties, by dotted name. */
export type Properties = Readonly<Record<string, string | number>>;

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', ':': '\\:' };

/** Lines as Java reads properties: what the field's servers answer (reference D.1, text form without its time). */
export function printProperties(properties: Properties): string {
  const escaped = (value: string | number): string =>
    String(value).replaceAll(/[\\\n\r\t:]/g, (letter) => ESCAPES[letter] ?? letter);
  const lines = Object.entries(properties).map(([name, value]) => `${name}=${escaped(value)}\n`);
  return `#S7Z OK\n${lines.join('')}`;
}
