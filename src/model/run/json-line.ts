/** LINE_VERSION is that of the lines: it changes only if a field were to go or to change its meaning. */
export const LINE_VERSION = 1;

/** One JSON line for machines, with its newline. `type` is the kind of line; fields are only ever added. */
export function jsonLine<T extends { readonly type: string }>(data: T): string {
  return `${JSON.stringify({ v: LINE_VERSION, ...data })}\n`;
}
