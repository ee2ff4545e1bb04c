import { commandNamed } from '../../serving/commands/index.ts';
import { tokenise } from '../../serving/grammar.ts';
import { parseModifiers, type ParseOptions } from '../../serving/parse.ts';
import type { CommandProblem } from '../../serving/problem.ts';
import { NAME } from '../name.ts';
import { findPreset, type Preset, type ProfileLibrary } from '../library.ts';
import type { Found, FoundPreset, Stray } from './found.ts';
import { NameClaims } from './name-claims.ts';
import { type Modifier, segmentsOf } from './segments-of.ts';

/** One thing that was not imported unchanged. */
export interface Omission {
  /** Empty for a line that is no preset. */
  readonly preset: string;
  /** The modifier or line as it was written; empty where it is about the preset as a whole. */
  readonly modifier: string;
  readonly reason: string;
  readonly hint: string;
}

export interface ConvertedPresets {
  readonly presets: readonly Preset[];
  readonly omissions: readonly Omission[];
}

/** The longest name that `name` fields take. */
const MOST_LETTERS = 100;
/** Lines that are no presets and told of one by one: more are a file of another kind. */
const MOST_STRAYS = 20;
/**
 * Dynamic Media takes presets of 512 characters (reference A.3); with all variables of a template it is some thousands.
 */
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

  /** A macro as it was found, with the layers that are left out of it. */
  readonly #raw = (name: string): string | undefined =>
    this.#texts.get(name.toLowerCase()) ?? findPreset(this.#library, name)?.text;

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
    const options: ParseOptions = { mode: 'strict', body: true, macros: this.#macro, macroNames: this.#texts.keys() };
    const omissions: Omission[] = [];
    let rest = text.length <= MOST_TEXT ? text : '';
    if (rest !== text) omissions.push({ preset: name, modifier: '', ...TOO_LONG });
    // At most a hundred problems are reported at a time: repeat for the rest.
    for (;;) {
      const { kept, left } = sortOut(rest, options, this.#raw);
      omissions.push(...left.map(({ modifier, problem }) => omission(name, modifier, problem)));
      rest = kept.join('&');
      if (left.length === 0) break;
    }
    this.#open.delete(key);
    return { text: rest, omissions };
  }
}

function omission(preset: string, modifier: string, { message: reason, hint }: Left['problem']): Omission {
  return { preset, modifier, reason, hint };
}

interface Left {
  readonly modifier: string;
  readonly problem: Pick<CommandProblem, 'message' | 'hint'>;
}

interface Sorted {
  readonly kept: readonly string[];
  readonly left: readonly Left[];
}

/**
 * Parts the modifiers of a text by whether there is a problem with them; comments and empty ones go unsaid. With a layer
 * or effect that is none goes all that is said about it: its commands would be about another else.
 */
function sortOut(text: string, options: ParseOptions, raw: ParseOptions['macros']): Sorted {
  const problems = parseModifiers(text, options).problems;
  // A data request makes no picture, whatever else it has.
  const asksForData = problems.find(({ command, code }) => command === 'req' && code === 'COMMAND_UNSUPPORTED');
  if (asksForData) return { kept: [], left: [{ modifier: text, problem: asksForData }] };
  const kept: string[] = [];
  const left: Left[] = [];
  for (const { modifiers, elsewhere } of segmentsOf(text, raw)) {
    const [first] = modifiers;
    const problem = elsewhere && first && isSegment(first) ? problemAt(first, problems) : undefined;
    if (problem) left.push({ modifier: modifiers.map(({ text: modifier }) => modifier).join('&'), problem });
    for (const modifier of problem ? [] : modifiers) {
      const own = problemAt(modifier, problems);
      if (own) left.push({ modifier: modifier.text, problem: own });
      else kept.push(modifier.text);
    }
  }
  return { kept, left };
}

/** Tells whether a modifier starts a segment. */
function isSegment({ text }: Modifier): boolean {
  const [token] = tokenise(text);
  return token !== undefined && commandNamed(token.name)?.status === 'segment';
}

function problemAt({ start, end }: Modifier, problems: readonly CommandProblem[]): CommandProblem | undefined {
  return problems.find(({ column }) => column > start && column <= end + 1);
}

/** A name that a file of presets may use, as near to the given one as can be. */
export function presetName(given: string): string {
  if (NAME.test(given) && given.length <= MOST_LETTERS) return given;
  const tidy = given
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MOST_LETTERS);
  return NAME.test(tidy) ? tidy : 'preset';
}

/**
 * Turns what was found into presets that dmx accepts: commands with a problem are left out, each told with its reason,
 * names get the letters that names may have. A preset of which nothing is left is left out itself.
 */
export function convertPresets({ presets, strays }: Found, library: ProfileLibrary): ConvertedPresets {
  const names = new NameClaims();
  const renamed = presets.map((found) => ({ ...found, given: found.name, name: names.claim(presetName(found.name)) }));
  const cleaning = new Cleaning(renamed, library);
  const cleaned = renamed.map((preset) => ({ ...preset, ...cleaning.clean(preset.name) }));
  const empty = cleaned.filter(({ text }) => text === '');
  const templates = cleaned.filter((preset) => isTemplateCall(preset));
  const taken = cleaned.filter((preset) => preset.text !== '' && !isTemplateCall(preset));
  return {
    presets: taken.map(({ name, text }) => ({ name, text })),
    omissions: [
      ...cleaned.flatMap(({ given, name }) => (given === name ? [] : [renaming(given, name)])),
      ...cleaned.flatMap(({ omissions }) => omissions),
      ...empty.map(({ name }) => ({ preset: name, modifier: '', reason: 'nothing of it is left', hint: '' })),
      ...templates.map(templateCall),
      ...taken.flatMap(({ name, address }) => (address?.crops ?? []).map((crop) => croppedBy(crop, name))),
      ...strays.slice(0, MOST_STRAYS).map(stranger),
      ...(strays.length > MOST_STRAYS ? [others(strays.length - MOST_STRAYS)] : []),
    ],
  };
}

/** An address that gives variables and asks for nothing: its picture is a template, whose body it does not have. */
function isTemplateCall({ text, address }: FoundPreset): boolean {
  const tokens = [...tokenise(text)];
  return address !== undefined && tokens.length > 0 && tokens.every(({ kind }) => kind === 'variable');
}

function templateCall({ name, text: modifier }: FoundPreset): Omission {
  const reason = 'it is nothing but variables: what it is about is a template';
  return { preset: name, modifier, reason, hint: 'Export the template: its body stands in the catalog.' };
}

/** A preset says nothing about smart crops, so an address that asks for one asks for more than its modifiers. */
function croppedBy(crop: string, preset: string): Omission {
  return {
    preset,
    modifier: `:${crop}`,
    reason: 'a preset says how a picture is made, and not which smart crop of it',
    hint: `Write it into a profile: renditions: [{ name: ${preset}-${crop}, crop: ${crop}, preset: ${preset} }]`,
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
