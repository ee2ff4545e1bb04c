/**
 * The position of the next thing that is neither white space nor part of a document's prolog; -1 = not within this
 * text.
 */
function afterProlog(text: string): number {
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at, at + 4096))?.[0].length ?? 0;
    const end = prologEnd(text, at);
    if (end === at) return at;
    if (end < 0 || end >= text.length) return -1;
    at = end;
  }
}

/** The end of the comment, instruction, document type or white space at `at`; `at` itself where there is none. */
function prologEnd(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return endOf(text, '-->', at);
  if (text.startsWith('<?', at)) return endOf(text, '?>', at);
  if (text.startsWith('<!', at)) return doctypeEnd(text, at);
  return /\s/.test(text.charAt(at)) ? at + 1 : at;
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length;
}

/** A document type may have an internal subset in brackets, which contains `>`. */
function doctypeEnd(text: string, at: number): number {
  const close = text.indexOf('>', at);
  const open = text.indexOf('[', at);
  if (open < 0 || (close >= 0 && close < open)) return close < 0 ? -1 : close + 1;
  const inner = text.indexOf(']', open);
  return inner < 0 ? -1 : endOf(text, '>', inner);
}

/**
 * The local name of the first element of an XML text, or undefined where there is none, or not within this much of it.
 */
export function xmlRoot(text: string): string | undefined {
  const at = afterProlog(text);
  if (at < 0) return undefined;
  return /^<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(text.slice(at, at + 256))?.[1];
}
