import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Event } from '../../../src/model/run/event.ts';
import { NO_COUNTS } from '../../../src/model/run/run.ts';
import type { DoneTarget } from '../../../src/profiles/options/done-target.ts';
import { notifyDone } from '../../../src/run/notify-done.ts';
import { ownFolder } from '../../support/files/own-folder.ts';

const ENDS = {
  started: { type: 'run-started', run: 'r1', command: 'ingest', title: '', library: '/l', output: '/o' },
  finished: { type: 'run-finished', run: 'r1', state: 'finished', seconds: 1, counts: { ...NO_COUNTS, made: 7 } },
} as const;
const TOLD = { v: 1, ...ENDS.started, ...ENDS.finished };

async function tell(target: DoneTarget): Promise<{ codes: readonly string[]; notices: readonly Event[] }> {
  const notices: Event[] = [];
  const { signal } = new AbortController();
  const codes = await notifyDone(target, ENDS, { emit: (event) => notices.push(event), signal });
  return { codes, notices };
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=secret`;
}

const node = (code: string, ...args: readonly string[]): DoneTarget => ({
  program: [process.execPath, '-e', code, ...args],
});

describe('notifyDone', () => {
  it('gives a program the counts on its standard input, and does not ask it to start itself again', async () => {
    process.env['DMX_ON_DONE'] = 'again';
    onTestFinished(() => void delete process.env['DMX_ON_DONE']);
    const file = join(ownFolder(), 'told');
    const code = `fs.writeFileSync(process.argv[1], fs.readFileSync(0) + String(process.env.DMX_ON_DONE))`;
    expect(await tell(node(code, file))).toEqual({ codes: [], notices: [] });
    const [line, variable] = readFileSync(file, 'utf8').split('\n');
    expect(JSON.parse(line ?? '')).toEqual(TOLD);
    expect(variable).toBe('undefined');
  });

  it('takes it for done where a program reads nothing', async () => {
    expect(await tell({ program: ['true'] })).toEqual({ codes: [], notices: [] });
  });

  it.each([
    ['ON_DONE_FAILED', node('console.error("no disk"); process.exit(7)'), /7.*no disk/],
    ['ENGINE_MISSING', { program: ['no-such-program-here'] } as const, /no-such-program-here/],
  ] as const)('tells a program that failed: %s', async (code, target, message) => {
    const { codes, notices } = await tell(target);
    expect(codes).toEqual([code]);
    expect(notices).toMatchObject([{ type: 'notice', level: 'warning', message: expect.stringMatching(message) }]);
  });

  it('posts the counts to an address', async () => {
    const got: unknown[] = [];
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += chunk));
      request.on('end', () => {
        got.push(request.method, request.headers['content-type'], JSON.parse(body));
        response.writeHead(204).end();
      });
    });
    expect(await tell({ url })).toEqual({ codes: [], notices: [] });
    expect(got).toEqual(['POST', 'application/json', TOLD]);
  });

  it.each([500, 302])('tells an answer of %i, follows nothing, and keeps what is secret', async (status) => {
    const url = await serve((_request, response) => response.writeHead(status, { location: '/other' }).end());
    const { codes, notices } = await tell({ url });
    expect(codes).toEqual(['ON_DONE_FAILED']);
    expect(JSON.stringify(notices)).toContain(String(status));
    expect(JSON.stringify(notices)).not.toContain('secret');
  });

  it('tells an address where nobody listens', async () => {
    expect((await tell({ url: 'http://127.0.0.1:1/' })).codes).toEqual(['ON_DONE_FAILED']);
  });
});
