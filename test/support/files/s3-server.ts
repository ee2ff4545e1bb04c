import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

// A server that speaks as much of S3 as publishing needs, and checks each signature by the words of AWS' page "Create a
// signed AWS API request" (Signature Version 4): written apart from the client's library, which it is to catch.

/** The keys that the server knows. */
export const S3_KEYS = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'a-secret/of+the=test' } as const;

/** The way in which a request is spoilt: answered with an error, or cut off. */
type Fault = (
  number: number,
) => { readonly status: number; readonly headers?: Record<string, string> } | 'cut' | undefined;

interface S3Object {
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}

/** A server with the bucket `media`. */
export interface S3Server {
  readonly endpoint: string;
  /** By key. */
  readonly objects: Map<string, S3Object>;
  /** Method and path of each request so far, spoilt ones too. */
  readonly requests: string[];
  fault: Fault;
}

/** Keys in one answer of a list. */
const PAGE = 100;

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** RFC 3986: all but unreserved letters are escaped, in upper case. */
const escape = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      /[\w.~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');

const escapePath = (path: string): string =>
  path
    .split('/')
    .map((part) => escape(decodeURIComponent(part)))
    .join('/');

/** The signature that a request should have. */
function signatureOf(request: IncomingMessage, scope: string, signed: string): string {
  const { method = '', url = '', headers } = request;
  const [path = '', query = ''] = url.split('?');
  const parameters = [...new URLSearchParams(query)]
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .toSorted();
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const hash = String(headers['x-amz-content-sha256']);
  const canonical = [method, escapePath(path), parameters.join('&'), lines.join(''), signed, hash].join('\n');
  const [date = '', region = '', service = '', end = ''] = scope.split('/');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [date, region, service, end].reduce<string | Buffer>(hmac, `AWS4${S3_KEYS.AWS_SECRET_ACCESS_KEY}`);
  return hmac(key, text).toString('hex');
}

/** The code of what is wrong with a request; undefined = nothing. */
function refusalOf(request: IncomingMessage, body: Buffer): string | undefined {
  const given = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
    request.headers.authorization ?? '',
  );
  const [, key, scope = '', signed = '', signature] = given ?? [];
  if (key !== S3_KEYS.AWS_ACCESS_KEY_ID) return 'InvalidAccessKeyId';
  if (!signed.split(';').includes('host')) return 'AuthorizationHeaderMalformed';
  if (signature !== signatureOf(request, scope, signed)) return 'SignatureDoesNotMatch';
  return request.headers['x-amz-content-sha256'] === sha256(body) ? undefined : 'XAmzContentSHA256Mismatch';
}

interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
}

const refused = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>AKIATEST</Message></Error>`,
});

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function list({ objects }: S3Server, query: URLSearchParams): Reply {
  const [prefix, after] = [query.get('prefix') ?? '', query.get('continuation-token') ?? ''];
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(prefix) && key > after)
    .toSorted((a, b) => (a < b ? -1 : 1));
  const page = keys.slice(0, PAGE);
  const entries = page.map(
    (key) => `<Contents><Key>${escapeText(key)}</Key><Size>${objects.get(key)?.body.length}</Size></Contents>`,
  );
  const next =
    keys.length > PAGE ? `<NextContinuationToken>${escapeText(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return { status: 200, body: `<?xml version="1.0"?><ListBucketResult>${entries.join('')}${next}</ListBucketResult>` };
}

function answer(request: IncomingMessage, body: Buffer, server: S3Server): Reply {
  const { method, headers } = request;
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
  const [, bucket, ...rest] = pathname.split('/');
  if (bucket !== 'media') return refused(404, 'NoSuchBucket');
  const refusal = refusalOf(request, body);
  if (refusal !== undefined) return refused(403, refusal);
  const key = decodeURIComponent(rest.join('/'));
  const found = server.objects.get(key);
  if (key === '') return list(server, searchParams);
  if (method === 'PUT') server.objects.set(key, { body, headers });
  else if (method === 'DELETE') server.objects.delete(key);
  else return found ? { status: 200, body: found.body } : refused(404, 'NoSuchKey');
  return { status: method === 'PUT' ? 200 : 204 };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** Starts a server, which ends with the test. */
export async function startS3(): Promise<S3Server> {
  const objects = new Map<string, S3Object>();
  const state: S3Server & { endpoint: string } = { endpoint: '', objects, requests: [], fault: () => undefined };
  const server = createServer((request, response) => {
    state.requests.push(`${request.method} ${request.url}`);
    const fault = state.fault(state.requests.length);
    if (fault === 'cut') {
      request.socket.destroy();
      return;
    }
    void bodyOf(request).then(
      (body) => {
        const { status, body: text } = fault ? refused(fault.status, 'SlowDown') : answer(request, body, state);
        response.writeHead(status, fault?.headers).end(text);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  state.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return state;
}
