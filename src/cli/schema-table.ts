/** The part of JSON Schema that our schemas come out as. */
export interface SchemaNode {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode | boolean;
  readonly prefixItems?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
}

/** Bounds beyond this only mean "any number" and are not printed. */
const UNBOUNDED = 1e6;

function printRange({ minimum, maximum }: SchemaNode): string {
  if (minimum === undefined || minimum <= -UNBOUNDED) return '';
  return maximum === undefined || maximum >= UNBOUNDED ? ` ≥ ${minimum}` : ` ${minimum}…${maximum}`;
}

const typesOf = ({ type = [] }: SchemaNode): readonly string[] => (typeof type === 'string' ? [type] : type);

const NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'keys',
};

/** The values that a field takes, in words. */
function printType(node: SchemaNode): string {
  if (node.const !== undefined) return JSON.stringify(node.const);
  if (node.enum !== undefined) return node.enum.map(String).join(', ');
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(printType))].join(', or ');
  const types = typesOf(node);
  if (types.includes('array')) {
    if (node.prefixItems !== undefined) return `[${node.prefixItems.map(printType).join(', ')}]`;
    return typeof node.items === 'object' ? `list of ${printType(node.items)}` : 'list';
  }
  // What is read from either is written as text by people.
  if (types.includes('string')) return 'text';
  return `${types.map((type) => NAMES[type] ?? type).join(' or ')}${printRange(node)}`;
}

/** The fields below a node, where it has any: its own, those of its items, those of its one alternative with fields. */
function fieldsOf(node: SchemaNode): { readonly node: SchemaNode; readonly list: boolean } | undefined {
  if (node.properties !== undefined) return { node, list: false };
  if (typeof node.items === 'object' && node.items.properties !== undefined) return { node: node.items, list: true };
  const alternative = node.anyOf?.find(({ properties }) => properties !== undefined);
  return alternative === undefined ? undefined : { node: alternative, list: false };
}

/** Rows of a table of fields: name with its parents, type, default, meaning; depth first, in the order declared. */
export function schemaRows(node: SchemaNode, parent = ''): readonly (readonly string[])[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, field]) => {
    const path = `${parent}${name}`;
    const below = fieldsOf(field);
    const needed = node.required?.includes(name) === true && field.default === undefined;
    const value = field.default === undefined ? (needed ? '*needed*' : '') : `\`${JSON.stringify(field.default)}\``;
    const row = [`\`${path}\``, printType(field), value, field.description ?? ''];
    return [row, ...(below === undefined ? [] : schemaRows(below.node, `${path}${below.list ? '[]' : ''}.`))];
  });
}
