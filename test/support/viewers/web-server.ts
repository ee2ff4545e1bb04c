import { createReadStream, statSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const MIME: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' },
  ...{ '.jpg': 'image/jpeg', '.webp': 'image/webp', '.png': 'image/png', '.avif': 'image/avif', '.tif': 'image/tiff' },
  ...{ '.m3u8': 'application/vnd.apple.mpegurl', '.mp4': 'video/mp4', '.vtt': 'text/vtt' },
};

/** A request that was answered. */
interface Served {
  readonly path: string;
  readonly status: number;
  readonly bytes: number;
  /** Of a request that sends something. */
  readonly body: string;
}

/** A web server on this machine that serves a folder, as any of them does: with ranges, and without a script of its own. */
export interface WebServer extends AsyncDisposable {
  readonly url: string;
  readonly served: Served[];
}

function send(file: string, range: string | undefined, response: ServerResponse): Omit<Served, 'path' | 'body'> {
  const stats = statSync(file, { throwIfNoEntry: false });
  const headers = {
    'content-security-policy': "script-src 'self'",
    'content-type': MIME[extname(file)] ?? 'application/octet-stream',
  };
  if (!stats?.isFile()) {
    response.writeHead(404, headers).end();
    return { status: 404, bytes: 0 };
  }
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  const start = Number(from ?? 0);
  const end = Math.min(stats.size - 1, to === undefined || to === '' ? stats.size - 1 : Number(to));
  const length = end - start + 1;
  const partial = from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${stats.size}` };
  const status = from === undefined ? 200 : 206;
  response.writeHead(status, { ...headers, ...partial, 'content-length': length, 'accept-ranges': 'bytes' });
  createReadStream(file, { start, end }).pipe(response);
  return { status, bytes: length };
}

/** Serves a folder, and pages that are given as text. `withoutRanges`: as servers that send whole files alone. */
export async function serveFolder(
  folder: string,
  {
    pages = {},
    withoutRanges = false,
  }: { readonly pages?: Readonly<Record<string, string>>; readonly withoutRanges?: boolean } = {},
): Promise<WebServer> {
  const served: Served[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    const page = pages[path];
    if (page !== undefined) {
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "script-src 'self'" })
        .end(page);
      return;
    }
    if (request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => served.push({ path, status: 204, bytes: 0, body }));
      response.writeHead(204).end();
      return;
    }
    const answer = send(join(folder, normalize(path)), withoutRanges ? undefined : request.headers.range, response);
    served.push({ path, body: '', ...answer });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
