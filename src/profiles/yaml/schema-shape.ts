import type { z } from 'zod';
import type { YamlNode } from './node.ts';

/** A zod schema as its internals tell of it, which are the same for all kinds. */
type Schema = z.core.$ZodType;

/** The parts of a definition that lead to further schemas; by kind it holds some of it. */
interface Definition {
  readonly type: string;
  readonly innerType?: Schema;
  readonly in?: Schema;
  readonly options?: readonly Schema[];
  readonly shape?: Readonly<Record<string, Schema>>;
  readonly valueType?: Schema;
  readonly element?: Schema;
  readonly items?: readonly Schema[];
  readonly values?: readonly unknown[];
  readonly entries?: Readonly<Record<string, unknown>>;
}

const definitionOf = (schema: Schema): Definition => schema._zod.def as unknown as Definition;

/**
 * The schemas that a value may follow, in order: without defaults, transforms and the like around them, unions split.
 */
function alternativesOf(schema: Schema | undefined): readonly Schema[] {
  if (schema === undefined) return [];
  const { innerType, in: input, options } = definitionOf(schema);
  if (options !== undefined) return options.flatMap(alternativesOf);
  const inner = innerType ?? input;
  return inner === undefined ? [schema] : alternativesOf(inner);
}

/** The schema of a key's value in a map; undefined where no alternative has the key. */
function entrySchema(alternatives: readonly Schema[], key: string): Schema | undefined {
  for (const one of alternatives) {
    const { shape, valueType } = definitionOf(one);
    const found = shape !== undefined && Object.hasOwn(shape, key) ? shape[key] : valueType;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schema of an item of a list; undefined where no alternative is a list. */
function itemSchema(alternatives: readonly Schema[], index: number): Schema | undefined {
  for (const one of alternatives) {
    const { element, items } = definitionOf(one);
    const found = element ?? items?.[index];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Tells whether a schema takes some texts that it lists, and nothing else of their kind. */
function listsTexts(schema: Schema): boolean {
  const { values = [], entries = {} } = definitionOf(schema);
  return [...values, ...Object.values(entries)].some((value) => typeof value === 'string');
}

/**
 * The plain data of a node as a schema wants it: where that takes a text, a number or a boolean is the text that stands in the file.
 * A name may be called 007, 1e3 or true; null and ~ are no value, as programs that write YAML mean them.
 */
export function dataFor(node: YamlNode, schema: Schema | undefined): unknown {
  const alternatives = alternativesOf(schema);
  if (node.kind === 'list') return node.items.map((item, i) => dataFor(item, itemSchema(alternatives, i)));
  if (node.kind === 'map') {
    return Object.fromEntries(
      Array.from(node.entries, ([key, { value }]) => [key, dataFor(value, entrySchema(alternatives, key))]),
    );
  }
  const { value, source } = node;
  if (typeof value === 'string' || value === null || source === null) return value;
  // The first that takes it, as what it is or as any text; where none does, one of the texts that are listed is meant.
  const types = alternatives.map((one) => definitionOf(one).type);
  const taken = types.find((type) => type === 'string' || type === typeof value);
  return taken === 'string' || (taken === undefined && alternatives.some(listsTexts)) ? source : value;
}
