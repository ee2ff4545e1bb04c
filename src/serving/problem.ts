import { nearest } from '../base/text.ts';
import type { ErrorCode } from '../model/errors.ts';
import { argumentGrammar } from './argument.ts';
import type { Refusal } from './read-arguments.ts';
import type { Command, SegmentCommand } from './command.ts';
import { MODIFIER_NAMES } from './commands/index.ts';
import { KEY_COMMANDS } from './key-commands.ts';

/** One thing wrong in modifier text. */
export interface CommandProblem {
  readonly code: Extract<
    ErrorCode,
    | 'COMMAND_UNKNOWN'
    | 'COMMAND_UNSUPPORTED'
    | 'COMMAND_RANGE'
    | 'PRESET_UNKNOWN'
    | 'PROFILE_INVALID'
    | 'VARIABLE_UNUSED'
  >;
  /** `warning`: the command is skipped and the rest applies: in lenient mode, or for foreign parameters. */
  readonly severity: 'error' | 'warning';
  /** The command's name as the table spells it, or as written where it is not known; a macro's between `$`. */
  readonly command: string;
  /** 1-based, in the text that was parsed; inside a macro that of its invocation. */
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** A problem before its place is known. `severity`: a warning in every mode; absent, the mode decides. */
export type Finding = Omit<CommandProblem, 'severity' | 'column'> & {
  readonly column?: number;
  readonly severity?: 'warning';
};

/** No message needs more of a value than this. */
const MOST_CHARACTERS = 40;

const cut = (value: string): string => (value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value);

/** Quotes a value for messages. */
const quote = (value: string): string => (value === '' ? 'nothing' : `"${cut(value)}"`);

const didYouMean = (name: string, candidates: Iterable<string>): string | undefined => {
  const suggestion = nearest(name, candidates);
  return suggestion === undefined ? undefined : `Did you mean \`${suggestion}\`?`;
};

const COMMAND_OF_KEY = new Map<string, string>(
  Object.entries(KEY_COMMANDS).map(([key, command]) => [key.toLowerCase(), command]),
);

export function unknownCommand(name: string): Finding {
  const command = COMMAND_OF_KEY.get(name.toLowerCase());
  const spelled = command && `In modifiers it is called \`${command}\`.`;
  return {
    code: 'COMMAND_UNKNOWN',
    command: name,
    message: `expected a command, got ${quote(name)}`,
    hint: spelled ?? didYouMean(name, MODIFIER_NAMES) ?? 'The commands are listed in profiles/README.md.',
  };
}

/** A parameter that pages, CDNs and trackers add to addresses: Image Serving reads past it. */
export function foreignParameter(name: string, reason: string): Finding {
  return {
    code: 'COMMAND_UNKNOWN',
    severity: 'warning',
    command: name,
    message: `expected a command, got ${quote(name)}: ${reason}`,
    hint: 'It changes nothing; leave it out.',
  };
}

/** A command about the master, within a request that another one is made of. */
export function innerCommand(command: string): Finding {
  return {
    code: 'COMMAND_RANGE',
    command,
    message: `expected ${command} outside of all nested requests, got it within one`,
    hint: `Write \`${command}\` once, behind the request that is asked: it is about the master wherever that is read.`,
  };
}

/** The advice for characters in place of `&`. */
const STRAY_MARKS = {
  '?': 'Write `&` in its place; only where modifiers begin an address has a `?`.',
  '&amp;': 'Write `&` in its place: HTML writes it so, and addresses do not.',
} as const;

/** A `?` among modifiers, which Image Serving reads as `&` (reference: live addresses), or an `&` as HTML writes it. */
export function strayMark(mark: keyof typeof STRAY_MARKS): Finding {
  return {
    code: 'COMMAND_RANGE',
    severity: 'warning',
    command: mark,
    message: `expected & between commands, got "${mark}", which is read as one`,
    hint: STRAY_MARKS[mark],
  };
}

/** A word alone that is no command: Image Serving reads past it, and a preset may have lost its `$`. */
export function strayWord(name: string, known: Iterable<string>): Finding {
  const preset = [...known].find((one) => one.toLowerCase() === name.toLowerCase());
  return {
    ...unknownCommand(name),
    severity: 'warning',
    message: `expected a command with a value, got ${quote(name)} alone, which is left out`,
    ...(preset !== undefined && { hint: `Did you mean \`$${preset}$\`?` }),
  };
}

/** A command without `=`, which the grammar allows and which says nothing. */
export function missingValue({ name, example }: Command, { column }: Refusal): Finding {
  return {
    code: 'COMMAND_RANGE',
    severity: 'warning',
    command: name,
    column,
    message: `expected a value for ${name}, got none, not even =: it is left out`,
    hint: `Write it as in \`${example}\`, or leave it out.`,
  };
}

export function unusedVariable(name: string): Finding {
  return {
    code: 'VARIABLE_UNUSED',
    severity: 'warning',
    command: `$${name}`,
    message: `expected $${name}$ in a command or in a template that is named, got a value for it that nothing uses`,
    hint: 'Is this a template? Name the preset that holds its body, or leave the variable out.',
  };
}

export function profileCommand(name: string): Finding {
  return {
    code: 'COMMAND_UNKNOWN',
    command: name,
    message: `expected a command, got "${name}", which only profiles say`,
    hint: 'Write it as a key of the profile or of dmx.yaml.',
  };
}

/** `written`: the command, with its value where that is what is not supported. */
function unsupportedValue(name: string, reason: string, written: string): Finding {
  return {
    code: 'COMMAND_UNSUPPORTED',
    command: name,
    message: `${written} is not supported yet: ${reason}`,
    hint: 'Leave it out; profiles/README.md lists what is supported.',
  };
}

export function unknownMacro(name: string, known: Iterable<string>): Finding {
  return {
    code: 'PRESET_UNKNOWN',
    command: `$${name}$`,
    message: `expected the name of a preset, got ${quote(name)}`,
    hint: didYouMean(name, known) ?? 'The presets are listed by `dmx presets list`.',
  };
}

/** A preset that is there, and that cannot be used because of its own mistake. */
export function spoiledMacro(name: string, mistake: string): Finding {
  return {
    code: 'PROFILE_INVALID',
    command: `$${name}$`,
    message: `expected a preset without mistakes, got ${quote(name)}: ${mistake}`,
    hint: 'Mend that preset: dmx profiles check tells all its mistakes.',
  };
}

/** A preset may only use others that are defined before it, so one that uses itself is not defined there. */
export function circularMacro(chain: readonly string[], name: string): Finding {
  return {
    code: 'PRESET_UNKNOWN',
    command: `$${name}$`,
    message: `expected presets that end, got ${[...chain, name].map((link) => `$${link}$`).join(' in turn uses ')}`,
    hint: 'Take one of them out of the circle.',
  };
}

export function tooMuchText(name: string, limit: string): Finding {
  return {
    code: 'COMMAND_RANGE',
    command: name,
    message: `expected ${limit} of presets and variables put in, got more`,
    hint: 'Write the preset without nesting others so often.',
  };
}

/** A segment that can not be entered, and with it what stands in it. */
export function refusedSegment(
  { name, grammar, example }: SegmentCommand,
  { expected, got }: { readonly expected: string; readonly got: string },
): Finding {
  return {
    code: 'COMMAND_RANGE',
    command: name,
    message: `expected ${expected} for ${name}, got ${quote(got)}`,
    hint: `Write \`${name}=${grammar}\`, for example \`${example}\`.`,
  };
}

export function refusedValue(row: Command, { code, argument, expected, got, column, reason }: Refusal): Finding {
  if (reason !== undefined) return { ...unsupportedValue(row.name, reason, `${row.name}=${cut(got)}`), column };
  const subject = row.args.length === 1 ? row.name : `${row.name} (${argument})`;
  const words = row.args.flatMap((declared) =>
    declared.kind === 'word' && declared.name === argument ? [...declared.words, ...Object.keys(declared.aliases)] : [],
  );
  const usage = `Write \`${row.name}=${argumentGrammar(row.args)}\`, for example \`${row.example}\`.`;
  return {
    code,
    command: row.name,
    column,
    message: `expected ${expected} for ${subject}, got ${quote(got)}`,
    hint: didYouMean(got, words) ?? usage,
  };
}
