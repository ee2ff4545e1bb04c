import { createReadStream } from 'node:fs';
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { readXml } from '../../base/xml.ts';
import { StorageError } from '../../model/errors.ts';

/** Keys of an account, as AWS names them. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A bucket and how it is reached. */
export interface S3Place {
  readonly bucket: string;
  /** Address of a server that speaks S3; absent = that of AWS. */
  readonly endpoint?: string;
  readonly region: string;
  readonly credentials: S3Credentials;
}

/** A request about a bucket, or an object in it. */
export interface S3Request {
  readonly method: 'GET' | 'PUT' | 'HEAD' | 'DELETE';
  /** '' = the bucket. */
  readonly key?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: S3Body;
}

/** The body of a request: bytes, or a file of this machine (absolute path). `sha256` is of the bytes, hexadecimal. */
export type S3Body = { readonly sha256: string; readonly bytes: number } & (
  | { readonly content: string | Uint8Array }
  | { readonly file: string }
);

/** An answer with its text. */
export interface S3Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Servers that are busy, or restart, answer again soon. */
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 20_000;
/** No byte for so long: the connection is dead. */
const SILENCE_MS = 60_000;

const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** The digest of nothing. */
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Every letter that is not plain is escaped, as S3's signatures count them. */
const escapeKey = (key: string): string =>
  key
    .split('/')
    .map((part) =>
      encodeURIComponent(part).replaceAll(
        /[!'()*]/g,
        (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
      ),
    )
    .join('/');

/** The code of an error that S3 answered with; nothing else of it is told, which may hold keys. */
function codeOf({ text }: S3Answer): string {
  return readXml(text, 100).children[0]?.children.find(({ name }) => name === 'Code')?.text ?? '';
}

const HINTS = {
  STORAGE_DENIED: 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and the rights of their owner in this bucket.',
  STORAGE_GONE: 'Check the bucket, its region and `endpoint`, and run the same command again: it goes on.',
} as const;

const hostOf = ({ bucket, endpoint, region }: S3Place): string =>
  endpoint === undefined
    ? `https://${bucket}.s3.${region}.amazonaws.com/`
    : `${endpoint.replace(/\/*$/, '')}/${bucket}/`;

/** Waits that grow, and differ from one client to the next, so that a busy server is not met by all at once. */
function waitMs(attempt: number, retryAfter: string | undefined): number {
  const asked = Number(retryAfter) * 1000;
  if (asked > 0) return Math.min(asked, LONGEST_WAIT_MS);
  return Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2);
}

/** Speaks to a bucket: signs, sends, and tries again where that helps. */
export class S3Client {
  readonly #place: S3Place;
  readonly #base: string;
  readonly #agent: HttpAgent;

  constructor(place: S3Place) {
    this.#place = place;
    this.#base = hostOf(place);
    this.#agent = this.#base.startsWith('https:')
      ? new HttpsAgent({ keepAlive: true })
      : new HttpAgent({ keepAlive: true });
  }

  /** The address of an object, without a signature. */
  addressOf(key: string): string {
    return `${this.#base}${escapeKey(key)}`;
  }

  /**
   * The answer to a request: one of success, or 404 for an object that is not there. Throws StorageError (STORAGE_DENIED,
   * STORAGE_GONE) for others, once trying again does not help.
   */
  async send(request: S3Request): Promise<S3Answer> {
    for (let attempt = 0; ; attempt++) {
      const answer = await this.#attempt(request).catch((error: unknown) => {
        if (attempt + 1 < ATTEMPTS) return undefined;
        throw this.#refusal(request, 'STORAGE_GONE', error instanceof Error ? error.message : String(error), error);
      });
      if (answer && !this.#isPassing(answer)) return this.#judge(request, answer);
      if (answer && attempt + 1 === ATTEMPTS) {
        throw this.#refusal(request, 'STORAGE_GONE', `${answer.status} ${codeOf(answer)}`.trim());
      }
      await wait(waitMs(attempt, answer?.headers['retry-after']));
    }
  }

  #isPassing(answer: S3Answer): boolean {
    return PASSING.has(answer.status) || (answer.status === 400 && codeOf(answer) === 'RequestTimeout');
  }

  #judge(request: S3Request, answer: S3Answer): S3Answer {
    const { status } = answer;
    if (status < 300) return answer;
    const code = codeOf(answer);
    if (status === 404 && request.key !== undefined && code !== 'NoSuchBucket') return answer;
    const kind = status === 401 || status === 403 ? 'STORAGE_DENIED' : 'STORAGE_GONE';
    throw this.#refusal(request, kind, `${status} ${code}`.trim());
  }

  #refusal({ method, key = '' }: S3Request, code: keyof typeof HINTS, got: string, cause?: unknown): StorageError {
    const place = this.addressOf(key);
    return new StorageError(code, `expected ${method} ${place} to succeed, got ${got}`, {
      place,
      hint: HINTS[code],
      cause,
    });
  }

  async #attempt(asked: S3Request): Promise<S3Answer> {
    const { method, key = '', query = {}, body } = asked;
    const { AwsV4Signer } = await import('aws4fetch');
    const url = new URL(this.addressOf(key));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = { ...asked.headers, 'x-amz-content-sha256': body?.sha256 ?? EMPTY_SHA256 };
    const { region, credentials } = this.#place;
    const signed = await new AwsV4Signer({
      ...credentials,
      region,
      service: 's3',
      method,
      url: url.href,
      headers,
    }).sign();
    const sent = Object.fromEntries(signed.headers.entries());
    return this.#exchange(
      signed.url,
      { method, headers: { ...sent, 'content-length': String(body?.bytes ?? 0) } },
      body,
    );
  }

  #exchange(
    url: URL,
    options: { readonly method: string; readonly headers: Readonly<Record<string, string>> },
    body: S3Body | undefined,
  ): Promise<S3Answer> {
    return new Promise((resolve, reject) => {
      const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const asked = request(url, { ...options, agent: this.#agent, timeout: SILENCE_MS }, (answer) => {
        readText(answer).then(
          (text) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
          reject,
        );
      });
      asked.on('error', reject);
      asked.on('timeout', () => asked.destroy(new Error(`no answer for ${SILENCE_MS / 1000} s`)));
      sendBody(asked, body).catch(reject);
    });
  }
}

async function sendBody(request: ClientRequest, body: S3Body | undefined): Promise<void> {
  if (body !== undefined && 'file' in body) await pipeline(createReadStream(body.file), request);
  else request.end(body?.content);
}

async function readText(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of answer as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString();
}
