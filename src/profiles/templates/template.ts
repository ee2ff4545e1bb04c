import * as z from 'zod';
import { parseColor } from '../../serving/color.ts';
import { parseNumber } from '../../serving/number.ts';

const KINDS = ['text', 'number', 'color', 'asset'] as const;
type VariableType = (typeof KINDS)[number];

/** A variable of a preset, which makes that a template. */
export interface TemplateVariable {
  readonly name: string;
  readonly type: VariableType;
  readonly default: string;
  readonly description?: string;
}

const scalar = z.union([z.string(), z.number()], { error: 'a text or a number' });

/** The letters of a variable's name. */
const variableName = z.string().regex(/^[A-Za-z0-9._-]+$/, { error: 'a name of letters, digits, . _ -' });

/** Variables of a preset by name: the default of each alone, or with its type and what it is. */
export const variables = z.record(
  variableName,
  z.union(
    [
      scalar,
      z.strictObject({
        default: scalar.describe('Value where none is given'),
        type: z.enum(KINDS).default('text').describe('What it may be: text, number, color, or asset: a picture'),
        description: z.string().optional().describe('What it is, in a sentence'),
      }),
    ],
    { error: 'a default, or keys such as { default: New, type: text }' },
  ),
);

/** Variables as they were declared; a number that stands alone is one. */
export function variablesOf(given: z.output<typeof variables> = {}): readonly TemplateVariable[] {
  return Object.entries(given).map(([name, value]): TemplateVariable => {
    if (typeof value !== 'object') return { name, type: 'text', default: String(value) };
    const { description, type } = value;
    return { name, type, default: String(value.default), ...(description !== undefined && { description }) };
  });
}

const EXPECTED: Readonly<Record<VariableType, string>> = {
  text: 'a text',
  number: 'a number',
  color: 'a colour such as FF0000',
  asset: 'a picture: its path below the library, $object$, or is{path?…}',
};

/** The expectation of a variable that a value does not meet; undefined where it does. */
export function expectedOf({ type }: TemplateVariable, value: string): string | undefined {
  const sound =
    type === 'text' ||
    (type === 'number' && parseNumber(value) !== undefined) ||
    (type === 'color' && parseColor(value) !== undefined) ||
    (type === 'asset' && value.trim() !== '');
  return sound ? undefined : EXPECTED[type];
}

/** A default as it stands in a text: an object keeps the request that it is. */
function written({ type, default: value }: TemplateVariable): string {
  if (type === 'asset') return value;
  return value.replaceAll(/[%&=+]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The definitions that stand before the text of a template: its defaults. */
export function definitionsOf(declared: readonly TemplateVariable[]): string {
  return declared.map((variable) => `$${variable.name}=${written(variable)}&`).join('');
}
