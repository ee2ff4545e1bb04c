import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import glob from 'fast-glob';
import { parseSync, visitorKeys } from 'oxc-parser';
import { inRepository } from '../files/repository.ts';

/** One `import`, `export … from`, `import('…')` or `import('…').Type`; null = a dynamic import that is no plain text. */
interface Import {
  readonly specifier: string | null;
  readonly line: number;
}

/** `process.env`, `Date.now`, or a bare global such as `console`, where it is used. `spread` = `...process.env`. */
interface Mention {
  readonly name: string;
  readonly line: number;
  readonly spread: boolean;
}

/** What the rules look at in one file of the sources. */
export interface Source {
  /** Below the folder of sources, `/`-separated. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly mentions: readonly Mention[];
  /** Names of the properties that it reads: `x.name`, `{ name } = x`, and texts such as 'name' that may index. */
  readonly reads: ReadonlySet<string>;
  /** Lines from the first to the last of every function. */
  readonly functionLines: readonly number[];
  readonly lines: number;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof (value as Node | null)?.type === 'string';

/** Walks a syntax tree, telling each node its parent. */
function walk(node: Node, parent: Node | undefined, visit: (node: Node, parent: Node | undefined) => void): void {
  visit(node, parent);
  for (const key of visitorKeys[node.type] ?? []) {
    for (const child of [node[key]].flat()) if (isNode(child)) walk(child, node, visit);
  }
}

const REQUESTS = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);
const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);

/** Whether an identifier only names a member of something: `x.console`, `{ console: 1 }`. */
function isLabel(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined || parent['computed'] === true) return false;
  return parent['property'] === node || parent['key'] === node;
}

function nameOf(node: Node): string | undefined {
  if (node.type === 'Identifier') return node['name'] as string;
  if (node.type !== 'MemberExpression' || node['computed'] === true) return undefined;
  const object = nameOf(node['object'] as Node);
  return object === undefined ? undefined : `${object}.${(node['property'] as Node)['name'] as string}`;
}

/** The property that a node reads. */
function readOf(node: Node, parent: Node | undefined): string | undefined {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'Identifier' || parent === undefined || parent['computed'] === true) return undefined;
  const reads = parent.type === 'MemberExpression' && parent['property'] === node;
  return reads ? (node['name'] as string) : undefined;
}

/** The properties that a pattern takes out: `{ name, other: mine }`. */
function patternReads(node: Node): readonly string[] {
  if (node.type !== 'ObjectPattern') return [];
  const properties = node['properties'] as readonly Node[];
  return properties.flatMap(({ type, key }) => (type === 'Property' ? (nameOf(key as Node) ?? []) : []));
}

/** Reads what the rules judge out of one file's text. Throws when the text does not parse. */
export function parseSource(path: string, text: string): Source {
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0]?.message}`);
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1;

  const imports: Import[] = [];
  const mentions: Mention[] = [];
  const reads = new Set<string>();
  const functionLines: number[] = [];
  walk(program as unknown as Node, undefined, (node, parent) => {
    const line = lineAt(node.start);
    const source = node['source'];
    if (REQUESTS.has(node.type) && isNode(source)) {
      imports.push({ specifier: typeof source['value'] === 'string' ? source['value'] : null, line });
    }
    if (FUNCTIONS.has(node.type)) functionLines.push(lineAt(node.end) - line + 1);
    const read = readOf(node, parent);
    for (const one of [...patternReads(node), ...(read === undefined ? [] : [read])]) reads.add(one);
    const name = isLabel(node, parent) ? undefined : nameOf(node);
    if (name !== undefined) mentions.push({ name, line, spread: parent?.type === 'SpreadElement' });
  });
  return { path, imports, mentions, reads, functionLines, lines: text.trimEnd().split('\n').length };
}

/** Every TypeScript file below `src`. */
export function readSources(): readonly Source[] {
  const folder = inRepository('src');
  return glob
    .sync('**/*.ts', { cwd: folder, ignore: ['**/*.d.ts'] })
    .toSorted()
    .map((path) => parseSource(relative(folder, join(folder, path)), readFileSync(join(folder, path), 'utf8')));
}
