// oxlint-disable-next-line no-control-regex -- styles are what is looked for
const STYLES = /\u001b\[\d+m/g;

// Longer labels do not widen the label column, which would narrow the text of every row.
const WIDEST_LABEL = 14;

const widthOf = (text: string): number => text.replaceAll(STYLES, '').length;

/** The columns that further rows of a line leave free: what stands before its text, a label, an arrow. */
function hangOf(text: string): number {
  const [, indent = '', label = ''] = /^( *)(\S+(?: \S+)*? {2,}|→ )?/.exec(text) ?? [];
  const whole = indent.length + label.length;
  return whole <= WIDEST_LABEL ? whole : indent.length + 2;
}

function wrapRow(line: string, width: number, hang: number): string {
  if (widthOf(line) <= width) return line;
  const indent = ' '.repeat(hang);
  let [wrapped, column] = ['', 0];
  for (const [word = '', gap = ''] of line.matchAll(/( *)[^ ]+/g)) {
    const columns = widthOf(word);
    if (column > indent.length && column + columns > width) {
      wrapped += `\n${indent}${word.slice(gap.length)}`;
      column = indent.length + columns - gap.length;
    } else {
      wrapped += word;
      column += columns;
    }
  }
  return wrapped;
}

/**
 * Each line of a text in rows of at most `width` columns, broken between words where terminals would break within them. Words that are longer
 * than a row (paths, addresses) stay whole, so that they can be copied. Styles take no columns. `hang`: the columns that
 * further rows leave free.
 */
export function wrapLine(text: string, width: number, hang?: number): string {
  const lines = text.split('\n');
  return lines.map((line) => wrapRow(line, width, hang ?? hangOf(line.replaceAll(STYLES, '')))).join('\n');
}
