import { Composer, Lexer, LineCounter, Parser, type CST, type Document, type YAMLError } from 'yaml';
import type { ErrorCode } from '../../model/errors.ts';
import { Diagnostics, type TextFile, LARGEST_YAML } from './diagnostics.ts';
import { DEEPEST, NodeReader } from './read-nodes.ts';
import type { YamlNode } from './node.ts';
/** Syntax errors after which a file is read no further. */
const MOST_ERRORS = 100;

export interface YamlFile {
  /** The documents that hold something, in order. */
  readonly roots: readonly YamlNode[];
  readonly findings: Diagnostics;
}

/** Parses a file of one or several YAML documents. Never throws: what cannot be read is a finding. */
export function readYaml({ name, text }: TextFile, code: ErrorCode): YamlFile {
  const lines = new LineCounter();
  // Editors do not count a byte-order mark as a column.
  const file = { name, text: text.replace(/^\uFEFF/, '') };
  const findings = new Diagnostics(file, code, lines);
  if (file.text.length > LARGEST_YAML || new TextEncoder().encode(file.text).length > LARGEST_YAML) {
    findings.onFile({ message: 'expected at most 1 MiB of YAML, got more', hint: 'Split the file.' });
    return { roots: [], findings };
  }
  const roots: YamlNode[] = [];
  for (const document of documents(file.text, lines, findings)) {
    for (const error of [...document.errors, ...document.warnings]) remarkSyntax(findings, error);
    if (document.contents === null) continue;
    const root = new NodeReader(findings).build(document.contents);
    if (root !== undefined && !(root.kind === 'scalar' && root.value === null)) roots.push(root);
  }
  return { roots, findings };
}

/**
 * Does what `parseAllDocuments` does, with an eye on the parser's stack: the composer recurses, and nesting of some hundred
 * thousand levels takes the whole process down, past any catch. Errors are counted too: each costs memory, none is news.
 */
function* documents(text: string, lines: LineCounter, findings: Diagnostics): Generator<Document.Parsed> {
  // The uniqueness check of the package compares all keys with all; the builder has a faster one.
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  for (const token of tokens(text, lines, findings)) yield* composer.next(token);
  // A file of nothing but errors has no document, yet its errors are to be told.
  yield* composer.end(true, text.length);
}

function* tokens(text: string, lines: LineCounter, findings: Diagnostics): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      if (token.type === 'error') errors++;
      yield token;
    }
    if (errors > MOST_ERRORS) return;
    if (parser.stack.length > DEEPEST) {
      findings.at(parser.offset, { message: 'expected shallow nesting, got more levels than any profile has' });
      return;
    }
  }
  yield* parser.end();
}

function remarkSyntax(findings: Diagnostics, { message, pos: [offset] }: YAMLError): void {
  findings.at(offset, { message: `expected valid YAML, got this: ${message}` });
}
