import { parseColor } from '../../serving/color.ts';
import { parseNumber } from '../../serving/number.ts';

/** The types that variables may have. */
export const VARIABLE_TYPES = ['text', 'number', 'color', 'asset'] as const;
type VariableType = (typeof VARIABLE_TYPES)[number];

/** A variable of a preset, which makes that a template. */
export interface TemplateVariable {
  readonly name: string;
  readonly type: VariableType;
  readonly default: string;
  readonly description?: string;
}

type Scalar = string | number;

/** Variables of a document by name: the default of each alone, or with what is said of it. */
type DeclaredVariables = Readonly<
  Record<
    string,
    Scalar | { readonly default: Scalar; readonly type: VariableType; readonly description?: string | undefined }
  >
>;

/** Variables as declared; numeric keys are numbers. */
export function variablesOf(given: DeclaredVariables = {}): readonly TemplateVariable[] {
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
  if (type === 'color' && value.startsWith('#')) return 'a colour without `#`, which Image Serving does not write';
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
