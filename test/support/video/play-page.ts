import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { inRepository } from '../files/repository.ts';

const MIME: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  m3u8: 'application/vnd.apple.mpegurl',
  mpd: 'application/dash+xml',
  mp4: 'video/mp4',
  m4a: 'audio/mp4',
  vtt: 'text/vtt',
};

/** Sends a file, or the range of it that is asked for, as every web server does. */
function send(file: string, request: IncomingMessage, response: ServerResponse): void {
  if (!existsSync(file)) return void response.writeHead(404).end();
  const { size } = statSync(file);
  const type = MIME[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { 'content-type': type, 'content-length': size });
    return void createReadStream(file).pipe(response);
  }
  const [start, end] = [Number(from), to === '' || to === undefined ? size - 1 : Math.min(Number(to), size - 1)];
  const headers = {
    'content-type': type,
    'content-range': `bytes ${start}-${end}/${size}`,
    'content-length': end - start + 1,
  };
  response.writeHead(206, headers);
  createReadStream(file, { start, end }).pipe(response);
}

// Before a test's own time is up: what runs out of that leaves its browser behind.
const PATIENCE_MS = 90_000;

async function giveUp(patienceMs: number): Promise<never> {
  await sleep(patienceMs, undefined, { ref: false });
  throw new Error(`expected the page to tell something within ${patienceMs / 1000} s`);
}

/** What a page told at its end. */
export type Told = Readonly<Record<string, unknown>>;

/**
 * Opens a page in headless Chromium and answers what it posts to `/told`. `/lib/…` is node_modules, all else lies in
 * `folder`.
 */
export async function play(
  chromium: string,
  folder: string,
  page: string,
  patienceMs: number = PATIENCE_MS,
): Promise<Told> {
  let tell: (told: Told) => void = () => undefined;
  const told = new Promise<Told>((resolve) => (tell = resolve));
  const server = createServer((request, response) => {
    const url = decodeURIComponent(request.url ?? '/');
    if (url === '/') return void response.writeHead(200, { 'content-type': 'text/html' }).end(page);
    if (url === '/told') {
      let text = '';
      request.on('data', (chunk: Buffer) => (text += chunk.toString()));
      request.on('end', () => tell(JSON.parse(text) as Told));
      return void response.writeHead(204).end();
    }
    send(url.startsWith('/lib/') ? inRepository('node_modules', url.slice(5)) : join(folder, url), request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), 'dmx-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];
  const args = [...flags, `--user-data-dir=${profile}`, `http://127.0.0.1:${port}/`];
  // The head of a group: its helpers write to the profile until they are gone too.
  const browser = spawn(chromium, args, { stdio: 'ignore', detached: true });
  try {
    return await Promise.race([told, giveUp(patienceMs)]);
  } finally {
    if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    await once(browser, 'exit');
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
