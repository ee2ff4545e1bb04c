import { SET_LIMITS, type SetRule } from '../model/sets.ts';

/** A rule with its expressions read. Names are those of files without extension. */
export interface CompiledRule {
  readonly rule: SetRule;
  /** The base of the set that a file is a member of; undefined = of none. `folder`: the name of the folder it lies in. */
  readonly baseOf: (name: string, folder: string) => string | undefined;
  /** The first expression of `order` that is the whole name, counted from 0; behind all of them where none is. */
  readonly rankOf: (name: string) => number;
  /** Row and column of a spin; `null` where the name does not say. Absent = the rule does not ask. */
  readonly positionOf?: (name: string) => Position | null;
}

/** The place of a frame in a spin, as its name says. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

const whole = (expression: string): RegExp => new RegExp(`^(?:${expression})$`, 'u');

/** The number that the first group captures. */
function numberIn(expression: RegExp, name: string): number | undefined {
  const digits = expression.exec(name)?.[1];
  return digits !== undefined && /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}

function positionReader({ row, column }: SetRule): CompiledRule['positionOf'] {
  if (column === undefined) return undefined;
  const columns = new RegExp(column, 'u');
  const rows = row === undefined ? undefined : new RegExp(row, 'u');
  return (name) => {
    const at = { row: rows === undefined ? 1 : numberIn(rows, name), column: numberIn(columns, name) };
    return at.row === undefined || at.column === undefined ? null : { row: at.row, column: at.column };
  };
}

/** The base that a rule finds in a name; where it says none, that is the folder's name: all that match there are one set. */
function baseReader({ match, base, name: rule }: SetRule): CompiledRule['baseOf'] {
  const matches = whole(match);
  const bases = base === undefined ? undefined : new RegExp(base, 'u');
  return (name, folder) => {
    const found = matches.exec(name);
    if (found === null) return undefined;
    if (bases === undefined) return found.length > 1 ? found[1] || undefined : folder || rule;
    const [all, group] = bases.exec(name) ?? [];
    return (group ?? all) || undefined;
  };
}

/** Reads the expressions of a rule, once for all names. Names that are too long are in no set. */
export function compileRule(rule: SetRule): CompiledRule {
  const orders = rule.order.map(whole);
  const baseOf = baseReader(rule);
  const positionOf = positionReader(rule);
  return {
    rule,
    baseOf: (name, folder) => (name.length > SET_LIMITS.name ? undefined : baseOf(name, folder)),
    rankOf: (name) => {
      const rank = orders.findIndex((order) => order.test(name));
      return rank < 0 ? orders.length : rank;
    },
    ...(positionOf === undefined ? {} : { positionOf }),
  };
}
