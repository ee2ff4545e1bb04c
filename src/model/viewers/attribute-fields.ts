/** One part of an attribute's value; parts are separated by commas. */
export type AttributeField =
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly fallback: number;
      readonly least: number;
      readonly most: number;
    }
  | { readonly kind: 'choice'; readonly name: string; readonly fallback: string; readonly of: readonly string[] };

/** The value of a field: numbers stay numbers. */
export type FieldValue = number | string;

/** A number between `least` and `most`. */
export const number = (name: string, fallback: number, least = 0, most = Infinity): AttributeField => ({
  kind: 'number',
  ...{ name, fallback, least, most },
});

/** One of several words. The first is the fallback. */
export const choice = (name: string, ...of: readonly [string, ...string[]]): AttributeField => ({
  kind: 'choice',
  name,
  fallback: of[0],
  of,
});

/** `0` or `1`; `true` and `false` mean the same. */
export const flag = (name: string, fallback: 0 | 1): AttributeField => number(name, fallback, 0, 1);

const SWITCHES: Readonly<Record<string, string>> = { true: '1', false: '0' };

/** The values that a field takes, in words. */
function expectedOf(field: AttributeField): string {
  if (field.kind === 'choice') return field.of.join(' | ');
  if (field.most === 1 && field.least === 0 && Number.isInteger(field.fallback)) return '0 | 1';
  const above = field.least === -Infinity ? 'a number' : `a number from ${field.least}`;
  return field.most === Infinity ? above : `${above} to ${field.most}`;
}

function readField(field: AttributeField, text: string): FieldValue | undefined {
  if (field.kind === 'choice') return field.of.find((word) => word.toLowerCase() === text.toLowerCase());
  const value = Number(SWITCHES[text.toLowerCase()] ?? text);
  return text !== '' && value >= field.least && value <= field.most ? value : undefined;
}

/** The values of an attribute, a value for each field, or what is wrong with its text. */
export type ReadValue =
  | { readonly values: readonly FieldValue[] }
  | { readonly expected: string; readonly got: string };

/** Reads the text of an attribute. Fields that are left out or empty have their fallback. Never throws. */
export function readValue(fields: readonly AttributeField[], text: string): ReadValue {
  const parts = text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
  if (parts.length > fields.length) return { expected: `at most ${fields.length} values`, got: text };
  const values: FieldValue[] = [];
  for (const [i, field] of fields.entries()) {
    const part = parts[i] ?? '';
    const value = part === '' ? field.fallback : readField(field, part);
    if (value === undefined) return { expected: `${expectedOf(field)} for ${field.name}`, got: part };
    values.push(value);
  }
  return { values };
}

/** The grammar of a value, as references print it: `step[,limit]`. */
export function printGrammar(fields: readonly AttributeField[]): string {
  const names = fields.map((field) => (field.kind === 'choice' ? field.of.join('|') : field.name));
  return names.map((name, i) => (i === 0 ? name : `[,${name}`)).join('') + ']'.repeat(Math.max(0, fields.length - 1));
}

/** The default value of an attribute, as text. */
export const printFallback = (fields: readonly AttributeField[]): string =>
  fields.map(({ fallback }) => (fallback === Infinity ? '' : String(fallback))).join(',');
