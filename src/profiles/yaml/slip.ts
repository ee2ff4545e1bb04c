/** A line of a YAML file with the column that a problem was found at, 0 = its first character. */
interface Spot {
  readonly line: string;
  readonly column: number;
}

/** A slip that people make in YAML again and again. */
interface Slip {
  /** The advice for a problem at a spot; undefined where this slip is not what happened. */
  advise(spot: Spot): string | undefined;
}

/** A value as it stands at a spot: up to a comment, or to what ends it in `{ }` and `[ ]`. */
function tokenAt({ line, column }: Spot): string {
  return /^(?:"[^"]*"|'[^']*'|[^,}\]#\s][^,}\]]*?)?(?=\s*(?:[,}\]]|\s#|$))/.exec(line.slice(column))?.[0] ?? '';
}

/** A slip that the value at the spot tells of. */
function inValue(pattern: RegExp, advise: (groups: readonly string[]) => string): Slip {
  return {
    advise: (spot) => {
      const match = pattern.exec(tokenAt(spot));
      return match === null ? undefined : advise(match);
    },
  };
}

/** A slip that the line from its first character on tells of. */
function inLine(pattern: RegExp, advise: (groups: readonly string[]) => string): Slip {
  return {
    advise: ({ line }) => {
      const match = pattern.exec(line);
      return match === null ? undefined : advise(match);
    },
  };
}

/** A slip that the rest of the line tells of, behind the key if the problem is the key's. */
function behind(pattern: RegExp, advice: string): Slip {
  return { advise: ({ line, column }) => (pattern.test(line.slice(column)) ? advice : undefined) };
}

/** The table of slips: the first that fits a problem's place is told. */
const SLIPS: readonly Slip[] = [
  inLine(/^ *\t/, () => 'Indent with spaces: YAML takes no tabs.'),
  behind(
    /^[^#]*[\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb]/,
    'Curly quotes are letters to YAML: write " or \' around the text.',
  ),
  inLine(/^\s*-([A-Za-z_"']+)/, ([, word = '']) => `Put a space behind the dash: \`- ${word}\`.`),
  inLine(
    /^\s*(?:- )?([A-Za-z_][\w.-]*):([^\s:/\\][^#]*?)\s*(?:#.*)?$/,
    ([, key = '', value = '']) => `Put a space behind the colon: \`${key}: ${value}\`.`,
  ),
  behind(
    /^(?:[\w.-]+:)? *#[^\s]/,
    'A # behind a space begins a comment: put the value into quotes, such as "FFFFFF" for a colour.',
  ),
  inValue(
    /^(?:~|null)$/i,
    ([word = '']) =>
      `In YAML ${word} is an empty value: write the value, leave the key out, or put the word into quotes.`,
  ),
  inValue(
    /^["']?~\/(.*?)["']?$/,
    ([, rest = '']) => `No shell reads this, so ~ is no home: write the folder that ends in ${rest}.`,
  ),
  inValue(/^["']?#([0-9a-f])([0-9a-f])([0-9a-f])["']?$/i, ([, r = '', g = '', b = '']) => {
    return `Write all six digits: "${r}${r}${g}${g}${b}${b}".`;
  }),
  inValue(/^["'](\d+(?:\.\d+)?)["']$/, ([, number = '']) => `Write ${number} without quotes: it is a number.`),
  inValue(/^["']?(\d+(?:\.\d+)?) ?(?:px|%|pt)["']?$/i, ([, number = '']) => `Write ${number}, without a unit.`),
  inValue(
    /^["'](\d+),(\d+)["']$/,
    ([, a = '', b = '']) => `Write ${a}:${b} for a ratio, [${a}, ${b}] for two numbers.`,
  ),
  {
    // In `{ width: 1,000 }` the comma ends the value, and `000` is the next key.
    advise: ({ line, column }) => {
      const thousands = /(?<=[\s:])\d{1,3}(?:,\d{3})*,$/.exec(line.slice(0, column));
      const rest = /^\d{3}(?:,\d{3})*(?!\d)/.exec(line.slice(column));
      if (thousands === null || rest === null) return undefined;
      return `Write ${`${thousands[0]}${rest[0]}`.replaceAll(',', '')} without commas.`;
    },
  },
];

/**
 * The advice for a problem whose place shows a common slip, whatever the problem is about: YAML takes many a slip for
 * something valid, and what is told of that does not help. Undefined where none is seen.
 */
export function adviseOnSlip(line: string, column: number): string | undefined {
  for (const slip of SLIPS) {
    const advice = slip.advise({ line, column });
    if (advice !== undefined) return advice;
  }
  return undefined;
}
