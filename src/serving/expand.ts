import { tokenise, type Token } from './grammar.ts';
import { circularMacro, type Finding, tooMuchText, unknownMacro } from './problem.ts';

/** What macros and variables are taken from. */
export interface Definitions {
  /** The text of a preset; names are case-insensitive, and that is the callee's to honour. */
  readonly macros: (name: string) => string | undefined;
  /** For "did you mean". */
  readonly macroNames?: Iterable<string>;
  /** Values of `$name$` that win over those the text defines. Names are case-insensitive. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** One command with its macros and variables put in. */
export interface Assignment {
  readonly name: string;
  /** Not yet decoded; empty where there is no `=`. */
  readonly value: string;
  readonly column: number;
  readonly valueColumn: number;
  /** Whether columns inside the value are those of the text: not where something was put in. */
  readonly verbatim: boolean;
  /** The commands of a request inside the value, whose modifiers begin at a column of it. It knows what is defined here. */
  readonly within: (modifiers: string, column: number) => Iterable<Assignment>;
}

/** Where a text lies that is expanded. */
interface Place {
  /** The macros around it. */
  readonly chain: readonly string[];
  /** Where the outermost of them stands, or the command that something was put into. */
  readonly at?: number;
  /** Columns of the whole text before it. */
  readonly before: number;
  readonly scope: Scope;
}

/** What is defined in a text, by lower-case name; a request in it knows what is defined around it. */
interface Scope {
  readonly own: Map<string, string>;
  readonly around?: Scope;
}

function lookUp(name: string, { own, around }: Scope): string | undefined {
  return own.get(name) ?? (around && lookUp(name, around));
}

type Report = (finding: Finding, column: number) => void;
type Valued = Exclude<Token, { kind: 'macro' }>;

/** Characters that macros and variables may add: a real preset has under 512, so this is hundreds of them nested. */
const MOST_TEXT = 2 ** 18;
/** Presets inside presets inside presets; each level is a level of recursion. */
const MOST_DEPTH = 32;
const REFERENCE = /\$([A-Za-z0-9._-]+)\$/g;

class Expansion {
  readonly #definitions: Definitions;
  readonly #report: Report;
  /** What the caller set. */
  readonly #given: ReadonlyMap<string, string>;
  #left = MOST_TEXT;

  constructor(definitions: Definitions, report: Report) {
    this.#definitions = definitions;
    this.#report = report;
    const given = Object.entries(definitions.variables ?? {}).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    this.#given = new Map(given);
  }

  start(text: string): Generator<Assignment> {
    return this.#expand(text, { chain: [], before: 0, scope: { own: new Map(this.#given) } });
  }

  *#expand(text: string, place: Place): Generator<Assignment> {
    const { at, before } = place;
    for (const token of tokenise(text)) {
      if (this.#left < 0) return;
      const column = at ?? before + token.column;
      if (token.kind === 'macro') yield* this.#macro(token.name, place, column);
      else if (token.kind === 'variable') this.#define(token, place);
      else yield this.#assignment(token, column, place);
    }
  }

  *#macro(name: string, { chain, scope }: Place, column: number): Generator<Assignment> {
    const key = name.toLowerCase();
    if (chain.includes(key)) return this.#report(circularMacro(chain, key), column);
    const body = this.#definitions.macros(name);
    if (body === undefined) return this.#report(unknownMacro(name, this.#definitions.macroNames ?? []), column);
    if (chain.length >= MOST_DEPTH) return this.#report(tooMuchText(`$${name}$`, `${MOST_DEPTH} levels`), column);
    if (this.#spend(body.length + 1, `$${name}$`, column))
      yield* this.#expand(body, { chain: [...chain, key], at: column, before: 0, scope });
  }

  /** What the caller set wins over every definition in the text, which thus serves as the default. */
  #define({ name, value }: Valued, { scope }: Place): void {
    const key = name.toLowerCase();
    if (!this.#given.has(key)) scope.own.set(key, value);
  }

  #assignment({ name, value, valueColumn }: Valued, column: number, place: Place): Assignment {
    const { chain, at, before, scope } = place;
    const filled = value.includes('$') ? this.#fill(name, value, column, scope) : value;
    const verbatim = at === undefined && filled === value;
    const within = (modifiers: string, start: number): Iterable<Assignment> =>
      this.#expand(modifiers, {
        chain,
        before: start - 1,
        scope: { own: new Map(), around: scope },
        ...(!verbatim && { at: column }),
      });
    return { name, value: filled, column, valueColumn: before + valueColumn, verbatim, within };
  }

  /** Puts variables in, once: what they hold is not looked at again. What is not defined stays as it is. */
  #fill(name: string, value: string, column: number, scope: Scope): string {
    return value.replaceAll(REFERENCE, (reference: string, variable: string) => {
      const held = lookUp(variable.toLowerCase(), scope);
      return held !== undefined && this.#spend(held.length, name, column) ? held : reference;
    });
  }

  /** False once the budget is spent, which is reported once and ends the expansion. */
  #spend(characters: number, name: string, column: number): boolean {
    if (this.#left < 0) return false;
    this.#left -= characters;
    if (this.#left < 0) this.#report(tooMuchText(name, `${MOST_TEXT} characters`), column);
    return this.#left >= 0;
  }
}

/**
 * The commands of a text in order, macros expanded in place and variables put in. Never endless: circles are reported
 * and skipped, and what macros and variables add is limited.
 */
export function expandModifiers(text: string, definitions: Definitions, report: Report): Generator<Assignment> {
  return new Expansion(definitions, report).start(text);
}
