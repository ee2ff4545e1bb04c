import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { inRepository } from '../files/repository.ts';

/** A problem as an editor underlines it; lines count from 1. */
export interface Underlined {
  readonly line: number;
  readonly message: string;
}

interface Diagnostic {
  readonly range: { readonly start: { readonly line: number } };
  readonly message: string;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: {
    readonly uri: string;
    readonly diagnostics: readonly Diagnostic[];
    readonly items: readonly unknown[];
  };
}

/** The messages of a stream of the Language Server Protocol. */
async function* readMessages(stream: Readable): AsyncGenerator<Message> {
  let bytes: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    for (;;) {
      const head = bytes.indexOf('\r\n\r\n') + 4;
      const length = Number(/Content-Length: (\d+)/.exec(bytes.subarray(0, head).toString())?.[1]);
      if (!(bytes.length >= head + length)) break;
      yield JSON.parse(bytes.subarray(head, head + length).toString()) as Message;
      bytes = bytes.subarray(head + length);
    }
  }
}

/** Writes a message of the Language Server Protocol. */
function send(stream: Writable, message: object): void {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  stream.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}

function openFiles(stream: Writable, files: Iterable<readonly [uri: string, file: string]>): void {
  send(stream, { method: 'initialized', params: {} });
  for (const [uri, file] of files) {
    const textDocument = { uri, languageId: 'yaml', version: 1, text: readFileSync(file, 'utf8') };
    send(stream, { method: 'textDocument/didOpen', params: { textDocument } });
  }
}

/** Opens files (absolute paths) in the language server that editors use for YAML; answers what it underlines in each. */
export async function openInEditor(files: readonly string[]): Promise<ReadonlyMap<string, readonly Underlined[]>> {
  const program = inRepository('node_modules/yaml-language-server/bin/yaml-language-server');
  const server = spawn(process.execPath, [program, '--stdio']);
  const names = new Map(files.map((file) => [pathToFileURL(file).href, file]));
  const found = new Map<string, readonly Underlined[]>();
  const capabilities = { workspace: { configuration: true }, textDocument: { publishDiagnostics: {} } };
  const { stdin, stdout } = server;
  send(stdin, { id: 1, method: 'initialize', params: { processId: process.pid, rootUri: null, capabilities } });
  for await (const { id, method, params } of readMessages(stdout)) {
    if (id === 1 && method === undefined) openFiles(stdin, names);
    if (method === 'workspace/configuration') {
      // Every setting as it is by itself, but no schemas from the network.
      const settings = params?.items.map(() => ({ schemaStore: { enable: false }, validate: true }));
      send(stdin, { id, result: settings });
    }
    if (method !== 'textDocument/publishDiagnostics' || params === undefined) continue;
    const underlined = params.diagnostics.map(({ range, message }) => ({ line: range.start.line + 1, message }));
    found.set(names.get(params.uri) ?? '', underlined);
    if (found.size === names.size) break;
  }
  server.kill();
  return found;
}
