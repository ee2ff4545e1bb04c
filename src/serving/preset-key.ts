import * as z from 'zod';
import type { Json } from '../base/plain-data.ts';
import { type Argument, expectation } from './argument.ts';
import { printArguments } from './read-arguments.ts';

/** Arguments of a command by position; undefined where another key of the same command sets it. */
export type Spelling = readonly (string | undefined)[];

/** A friendly key of a preset: another spelling of one or more arguments of one command. */
export interface PresetKey {
  readonly key: string;
  /** The command it becomes; keys of the same command are spelled as one. */
  readonly command: string;
  readonly description: string;
  /** The schema of the key in YAML. Its error is the ⟨what⟩ of "expected ⟨what⟩ for ⟨name⟩". */
  readonly schema: z.ZodType;
  /** Throws ZodError for what the schema does not take. */
  readonly spell: (value: unknown) => Spelling;
  /** The key's value in a command's canonical items; undefined where they say nothing about it. */
  readonly read: (items: readonly string[]) => Json | undefined;
}

/** A key whose value has the type that its schema makes. */
export interface PresetKeyRow<S extends z.ZodType> extends Omit<PresetKey, 'schema' | 'spell'> {
  readonly schema: S;
  readonly spell: (value: z.output<S>) => Spelling;
}

/** A key with a spelling of its own. */
export function presetKey<S extends z.ZodType>({ schema, spell, ...row }: PresetKeyRow<S>): PresetKey {
  return { ...row, schema: schema.describe(row.description), spell: (value) => spell(schema.parse(value)) };
}

/** The schema of a key in a preset, where each may be left out. */
export const presetKeySchema = ({ schema }: PresetKey): z.ZodOptional => schema.optional();

/** The schema of one argument's values. */
function schemaOf(argument: Argument): z.ZodType {
  const error = expectation(argument);
  if (argument.kind === 'number') {
    const base = argument.whole ? z.int({ error }) : z.number({ error });
    return base.min(argument.min, { error }).max(argument.max, { error });
  }
  if (argument.kind === 'flag') return z.boolean({ error: 'true or false' });
  if (argument.kind !== 'word') return z.string({ error });
  return z.enum([...argument.words, ...Object.keys(argument.aliases), ...Object.keys(argument.notYet)], { error });
}

function valueOf(argument: Argument, item: string): Json {
  if (argument.kind === 'flag') return item === '1';
  return argument.kind === 'number' ? Number(item) : item;
}

interface ArgumentPlace {
  readonly command: string;
  /** Which item of the command's value it is, from 0. */
  readonly position: number;
  readonly argument: Argument;
}

/** A key that is one argument of its command. */
export function argumentKey(key: string, description: string, place: ArgumentPlace): PresetKey {
  const { command, position, argument } = place;
  return presetKey({
    key,
    command,
    description,
    schema: schemaOf(argument),
    spell: (value) => [...Array.from<undefined>({ length: position }), printArguments([value])],
    read: (items) => {
      const item = items[position] ?? '';
      return item === '' ? undefined : valueOf(argument, item);
    },
  });
}
