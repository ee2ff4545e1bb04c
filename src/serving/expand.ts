import { decode, strayMarks, tokenise, type Token } from './grammar.ts';
import {
  circularMacro,
  type Finding,
  strayMark,
  tooMuchText,
  spoiledMacro,
  unknownMacro,
  unusedVariable,
} from './problem.ts';

/** The source of macros and variables. */
export interface Definitions {
  /** The text of a preset; names are case-insensitive, and that is the callee's to honour. */
  readonly macros: (name: string) => string | undefined;
  /** For "did you mean". */
  readonly macroNames?: Iterable<string>;
  /** The mistake because of which a preset has no text; undefined = there is no such preset. */
  readonly mistakeOf?: (name: string) => string | undefined;
  /** Values of `$name$` that win over those the text defines. Names are case-insensitive. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The text is the body of a preset: variables that it defines may be for the texts that name it. */
  readonly body?: true;
  /** The picture that the text is about is a drawing, which may have the variables that no command names. */
  readonly drawing?: boolean;
}

/** The listeners of an expansion. */
export interface ExpansionListeners {
  readonly report: Report;
  /** Is called at the end for each variable that no command names, with its value as it is written. */
  readonly leave: (name: string, value: string) => void;
}

type Report = (finding: Finding, column: number) => void;

/** One command with its macros and variables put in. */
export interface Assignment {
  readonly name: string;
  /** Not yet decoded; empty where there is no `=`. */
  readonly value: string;
  readonly column: number;
  readonly valueColumn: number;
  /** There is no `=`, although there are other modifiers. */
  readonly bare?: true;
  /** True if columns inside the value are those of the text: not where something was put in. */
  readonly verbatim: boolean;
  /**
   * The commands of a request inside the value, whose modifiers begin at a column of it. It knows what is defined here.
   */
  readonly within: (modifiers: string, column: number) => Iterable<Assignment>;
  /** All variables that hold in a request inside the value, not decoded, by lower-case name; they count as named. */
  readonly variablesWithin: (modifiers: string) => ReadonlyMap<string, string>;
}

/** The place of a text that is expanded. */
interface Place {
  /** The macros around it. */
  readonly chain: readonly string[];
  /** The place of the outermost of them, or the command that something was put into. */
  readonly at?: number;
  /** Columns of the whole text before it. */
  readonly before: number;
  readonly scope: Scope;
}

/** The variables that hold in a text, by lower-case name. */
interface Scope {
  /** Variables that the text itself defines. */
  readonly own: ReadonlyMap<string, string>;
  /** Defaults that its macros define. */
  readonly defaults: ReadonlyMap<string, string>;
  /** The scope of the enclosing text, for a nested request. */
  readonly around?: Scope;
}

/** The variables that a text and its macros define. */
interface VariablesOfText {
  readonly own: Map<string, string>;
  readonly defaults: ReadonlyMap<string, string>;
}

function lookUp(name: string, { own, defaults, around }: Scope): string | undefined {
  return own.get(name) ?? (around && lookUp(name, around)) ?? defaults.get(name);
}

type Valued = Extract<Token, { kind: 'command' | 'variable' }>;

/** Characters that macros and variables may add: a real preset has under 512, so this is hundreds of them nested. */
const MOST_TEXT = 2 ** 18;
/** Presets inside presets inside presets; each level is a level of recursion. */
const MOST_DEPTH = 32;
const REFERENCE = /\$([A-Za-z0-9._-]+)\$/g;

/** Texts without one of these define nothing. */
const DEFINING = /\$|%24/;

const isTemplate = ({ kind, name }: Token): boolean => kind === 'command' && name.toLowerCase() === 'template';

/** The template of a request, the last one that is named. Those of a company, `company/name`, are presets too. */
function templateOf(text: string): { readonly name: string; readonly column: number } | undefined {
  if (!/template/i.test(text)) return undefined;
  const token = [...tokenise(text)].findLast(isTemplate);
  if (token?.kind !== 'command') return undefined;
  return { name: decode(token.value).trim().split('/').at(-1) ?? '', column: token.column };
}

function addAll(into: Map<string, string>, more: ReadonlyMap<string, string>): void {
  for (const [name, value] of more) into.set(name, value);
}

class Expansion {
  readonly #definitions: Definitions;
  readonly #report: Report;
  readonly #leave: ExpansionListeners['leave'];
  /** The values that the caller set. */
  readonly #given: ReadonlyMap<string, string>;
  /** The variables that macros define, by lower-case name: each is looked through once. */
  readonly #macroVariables = new Map<string, ReadonlyMap<string, string>>();
  readonly #used = new Set<string>();
  #left = MOST_TEXT;

  constructor(definitions: Definitions, { report, leave }: ExpansionListeners) {
    this.#definitions = definitions;
    this.#report = report;
    this.#leave = leave;
    const given = Object.entries(definitions.variables ?? {}).map(
      ([name, value]) => [name.toLowerCase(), value] as const,
    );
    this.#given = new Map(given);
  }

  *start(text: string): Generator<Assignment> {
    const scope = this.#scopeOf(text);
    yield* this.#request(text, { chain: [], before: 0, scope });
    this.#leaveUnused(text, scope);
  }

  /**
   * The commands of a request: those of its template first, whose layer 0 shows nothing unless that says so, then its
   * own, which win (reference A.2, C: `template`).
   */
  *#request(text: string, place: Place): Generator<Assignment> {
    const template = templateOf(text);
    if (template) {
      const column = place.at ?? place.before + template.column;
      const canvas = { kind: 'command', name: 'src', value: '', column: 1, valueColumn: 1 } as const;
      yield { ...this.#assignment(canvas, column, { ...place, at: column }) };
      yield* this.#macro(template.name, place, column);
    }
    yield* this.#expand(text, place);
  }

  *#expand(text: string, place: Place): Generator<Assignment> {
    const { at, before } = place;
    for (const { mark, column } of strayMarks(text)) this.#report(strayMark(mark), at ?? before + column);
    for (const token of tokenise(text)) {
      if (this.#left < 0) return;
      const column = at ?? before + token.column;
      if (token.kind === 'macro') yield* this.#macro(token.name, place, column);
      else if (token.kind === 'command' && !isTemplate(token)) {
        const beside = token.bare === true && text.trim().length > token.name.length;
        yield { ...this.#assignment(token, column, place), ...(beside && { bare: true }) };
      }
    }
  }

  /**
   * The variables of a text. A definition holds for all of the text, also in front of it (live addresses define theirs
   * at the end); of several in one text the last one counts. Those of the text and of the texts around it win over those
   * of its macros, which thus are defaults, and what the caller set wins over all.
   */
  #scopeOf(text: string, around?: Scope): Scope {
    const { own, defaults } = this.#variablesOf(text, []);
    if (!around) return { own: new Map([...own, ...this.#given]), defaults };
    for (const name of own.keys()) {
      const given = this.#given.get(name);
      if (given !== undefined) own.set(name, given);
    }
    return { own, defaults, around };
  }

  #variablesOf(text: string, chain: readonly string[]): VariablesOfText {
    const own = new Map<string, string>();
    // By last mention: of several that define a variable the last one counts.
    const macros = new Set<string>();
    const addLast = (name: string): void => {
      macros.delete(name.toLowerCase());
      macros.add(name.toLowerCase());
    };
    const template = templateOf(text);
    if (template) addLast(template.name);
    for (const token of DEFINING.test(text) ? tokenise(text) : []) {
      if (token.kind === 'variable') own.set(token.name.toLowerCase(), token.value);
      if (token.kind === 'macro') addLast(token.name);
    }
    const defaults = new Map<string, string>();
    for (const name of macros) addAll(defaults, this.#variablesIn(name, chain));
    return { own, defaults };
  }

  #variablesIn(macro: string, chain: readonly string[]): ReadonlyMap<string, string> {
    const key = macro.toLowerCase();
    const known = this.#macroVariables.get(key);
    if (known) return known;
    if (chain.includes(key) || chain.length >= MOST_DEPTH) return new Map();
    const { own, defaults } = this.#variablesOf(this.#definitions.macros(macro) ?? '', [...chain, key]);
    const found = new Map([...defaults, ...own]);
    this.#macroVariables.set(key, found);
    return found;
  }

  /**
   * Variables that the text or the caller defines and that nothing names are a drawing's, or a template's, which is
   * missing. Those of a template that no command of it names are a drawing's.
   */
  #leaveUnused(text: string, { own, defaults }: Scope): void {
    if (this.#left < 0 || this.#definitions.body) return;
    const isUnused = ([name]: readonly [string, unknown]): boolean => !this.#used.has(name);
    for (const [name, value] of [...defaults, ...own].filter(isUnused)) this.#leave(name, value);
    if (this.#definitions.drawing === true) return;
    const defined = new Map([...this.#given.keys()].map((name): [string, number] => [name, 1]));
    for (const token of tokenise(text))
      if (token.kind === 'variable') defined.set(token.name.toLowerCase(), token.column);
    for (const [name, column] of [...defined].filter(isUnused))
      if (!defaults.has(name)) this.#report(unusedVariable(name), column);
  }

  /** All variables that hold in a request which lies in another one: a drawing may name any of them. */
  #variablesWithin(modifiers: string, around: Scope): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    const gather = ({ own, defaults, around: further }: Scope): void => {
      addAll(found, defaults);
      if (further) gather(further);
      addAll(found, own);
    };
    gather(this.#scopeOf(modifiers, around));
    for (const name of found.keys()) this.#used.add(name);
    return found;
  }

  *#macro(name: string, { chain, scope }: Place, column: number): Generator<Assignment> {
    const key = name.toLowerCase();
    if (chain.includes(key)) return this.#report(circularMacro(chain, key), column);
    const body = this.#definitions.macros(name);
    if (body === undefined) {
      const { mistakeOf, macroNames = [] } = this.#definitions;
      const mistake = mistakeOf?.(name);
      return this.#report(mistake === undefined ? unknownMacro(name, macroNames) : spoiledMacro(name, mistake), column);
    }
    if (chain.length >= MOST_DEPTH) return this.#report(tooMuchText(`$${name}$`, `${MOST_DEPTH} levels`), column);
    if (this.#spend(body.length + 1, `$${name}$`, column))
      yield* this.#expand(body, { chain: [...chain, key], at: column, before: 0, scope });
  }

  #assignment({ name, value, valueColumn }: Valued, column: number, place: Place): Assignment {
    const { chain, at, before, scope } = place;
    const filled = value.includes('$') ? this.#fill(name, value, column, scope) : value;
    const verbatim = at === undefined && filled === value;
    const within = (modifiers: string, start: number): Iterable<Assignment> =>
      this.#request(modifiers, {
        chain,
        before: start - 1,
        scope: this.#scopeOf(modifiers, scope),
        ...(!verbatim && { at: column }),
      });
    const variablesWithin = (modifiers: string) => this.#variablesWithin(modifiers, scope);
    return { name, value: filled, column, valueColumn: before + valueColumn, verbatim, within, variablesWithin };
  }

  /** Substitutes variables once: their values are not expanded again. Undefined ones are left as they are. */
  #fill(name: string, value: string, column: number, scope: Scope): string {
    return value.replaceAll(REFERENCE, (reference: string, variable: string) => {
      this.#used.add(variable.toLowerCase());
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
export function expandModifiers(
  text: string,
  definitions: Definitions,
  listeners: ExpansionListeners,
): Generator<Assignment> {
  return new Expansion(definitions, listeners).start(text);
}
