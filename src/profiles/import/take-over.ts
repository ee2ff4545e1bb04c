import { spansOf } from '../../serving/grammar.ts';
import { parseModifiers, type ParseOptions } from '../../serving/parse.ts';
import type { CommandProblem } from '../../serving/problem.ts';
import { NAME } from '../fields.ts';
import { findPreset, type Preset, type ProfileLibrary } from '../library.ts';
import type { Found, FoundPreset, Stray } from './found.ts';
import { NameClaims } from './name-claims.ts';

/** One thing that was not taken over as it stood. */
export interface Omission {
  /** Empty where it is about a line that is none. */
  readonly preset: string;
  /** The modifier or line as it was written; empty where it is about the preset as a whole. */
  readonly modifier: string;
  readonly reason: string;
  readonly hint: string;
}

export interface TakenOver {
  readonly presets: readonly Preset[];
  readonly omissions: readonly Omission[];
}

/** The longest name that `name` fields take. */
const MOST_LETTERS = 100;
/** Lines that are no presets and told of one by one: more are a file of another kind. */
const MOST_STRAYS = 20;
/** Dynamic Media takes presets of 512 characters (reference A.3); with all variables of a template it is some thousands. */
const MOST_TEXT = 2 ** 14;
const TOO_LONG = {
  reason: `expected at most ${MOST_TEXT} characters in a preset, got more`,
  hint: 'It is no preset, or its file is damaged.',
};

/** Cuts what is sound out of texts; the macros of a text are looked up among the cleaned texts of the others. */
class Cleaning {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #library: ProfileLibrary;
  readonly #done = new Map<string, { readonly text: string; readonly omissions: readonly Omission[] }>();
  readonly #open = new Set<string>();

  constructor(found: readonly FoundPreset[], library: ProfileLibrary) {
    this.#texts = new Map(found.map(({ name, text }) => [name.toLowerCase(), text]));
    this.#library = library;
  }

  clean(name: string): { readonly text: string; readonly omissions: readonly Omission[] } {
    const key = name.toLowerCase();
    const done = this.#done.get(key) ?? this.#cleaned(name, this.#texts.get(key) ?? '');
    this.#done.set(key, done);
    return done;
  }

  /**
   * A macro that is being cleaned is not there yet: one that uses itself loses that use, and says so. One of which
   * nothing is left will not be there either.
   */
  readonly #macro = (name: string): string | undefined => {
    const key = name.toLowerCase();
    if (this.#open.has(key)) return undefined;
    return this.#texts.has(key) ? this.clean(name).text || undefined : findPreset(this.#library, name)?.text;
  };

  #cleaned(name: string, text: string): { readonly text: string; readonly omissions: readonly Omission[] } {
    const key = name.toLowerCase();
    this.#open.add(key);
    const options: ParseOptions = { mode: 'strict', macros: this.#macro, macroNames: this.#texts.keys() };
    const omissions: Omission[] = [];
    let rest = text.length <= MOST_TEXT ? text : '';
    if (rest !== text) omissions.push({ preset: name, modifier: '', ...TOO_LONG });
    // Problems are told a hundred at a time, so what is left is looked at again.
    for (;;) {
      const { kept, left } = sortOut(rest, options);
      omissions.push(...left.map(({ modifier, problem }) => omission(name, modifier, problem)));
      rest = kept.join('&');
      if (left.length === 0) break;
    }
    this.#open.delete(key);
    return { text: rest, omissions };
  }
}

function omission(preset: string, modifier: string, { message: reason, hint }: CommandProblem): Omission {
  return { preset, modifier, reason, hint };
}

interface Sorted {
  readonly kept: readonly string[];
  readonly left: readonly { readonly modifier: string; readonly problem: CommandProblem }[];
}

/** Parts the modifiers of a text by whether there is a problem with them; comments and empty ones go unsaid. */
function sortOut(text: string, options: ParseOptions): Sorted {
  const { problems } = parseModifiers(text, options);
  const kept: string[] = [];
  const left: Sorted['left'][number][] = [];
  for (const { start, end } of spansOf(text)) {
    const modifier = text.slice(start, end).trim();
    if (modifier === '' || modifier.startsWith('.')) continue;
    const problem = problems.find(({ column }) => column > start && column <= end + 1);
    if (problem) left.push({ modifier, problem });
    else kept.push(modifier);
  }
  return { kept, left };
}

/** A name that a file of presets may use, as near to the given one as can be. */
function presetName(given: string): string {
  if (NAME.test(given) && given.length <= MOST_LETTERS) return given;
  const tidy = given.replaceAll(/[^A-Za-z0-9._-]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return tidy.slice(0, MOST_LETTERS) || 'preset';
}

/**
 * Turns what was found into presets that dmx accepts: commands with a problem are left out, each told with its reason,
 * names get the letters that names may have. A preset of which nothing is left is left out itself.
 */
export function takeOver({ presets, strays }: Found, library: ProfileLibrary): TakenOver {
  const names = new NameClaims();
  const renamed = presets.map(({ name, text }) => ({ given: name, name: names.claim(presetName(name)), text }));
  const cleaning = new Cleaning(renamed, library);
  const cleaned = renamed.map(({ given, name }) => ({ given, name, ...cleaning.clean(name) }));
  const empty = cleaned.filter(({ text }) => text === '');
  return {
    presets: cleaned.flatMap(({ name, text }) => (text === '' ? [] : [{ name, text }])),
    omissions: [
      ...cleaned.flatMap(({ given, name }) => (given === name ? [] : [renaming(given, name)])),
      ...cleaned.flatMap(({ omissions }) => omissions),
      ...empty.map(({ name }) => ({ preset: name, modifier: '', reason: 'nothing of it is left', hint: '' })),
      ...strays.slice(0, MOST_STRAYS).map(stranger),
      ...(strays.length > MOST_STRAYS ? [others(strays.length - MOST_STRAYS)] : []),
    ],
  };
}

function stranger({ line, text }: Stray): Omission {
  const reason = `expected a macro (name, tab, definition) or an address with modifiers, got line ${line}`;
  return { preset: '', modifier: text.slice(0, MOST_LETTERS), reason, hint: 'Comments begin with #.' };
}

const others = (count: number): Omission => ({
  ...{ preset: '', modifier: '', reason: `${count} more lines are neither macros nor addresses` },
  hint: 'Perhaps it is another kind of file.',
});

function renaming(given: string, name: string): Omission {
  const hint = `It is called ${name} now.`;
  return {
    preset: name,
    modifier: '',
    reason: `expected a name of its own, of letters, digits, . _ -, got ${given}`,
    hint,
  };
}
