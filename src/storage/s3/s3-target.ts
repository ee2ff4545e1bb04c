import { stat } from 'node:fs/promises';
import { readXml, type XmlNode } from '../../base/xml.ts';
import { StorageError } from '../../model/errors.ts';
import type { DeliveredFile } from '../../model/delivery.ts';
import { digestFile, digestOf } from '../../system/digest.ts';
import { checkStoredPath } from '../stored-path.ts';
import type { Putting, PutSource, Target } from '../target.ts';
import { type S3Body, S3Client, type S3Place } from './s3-client.ts';

/** A bucket, or a part of it, that is published to. */
export interface S3TargetPlace extends S3Place {
  /** Below the bucket, without a slash at its ends; '' = all of it. */
  readonly prefix: string;
  /** The header of every file that is put. */
  readonly cacheControl?: string;
}

/** The largest object that one request puts (S3's limit). */
const MOST_BYTES = 5 * 1024 ** 3;

const childText = ({ children }: XmlNode, name: string): string | undefined =>
  children.find((child) => child.name === name)?.text;

/** A target in a bucket that speaks S3. Every object appears complete or not at all: that is how S3 puts them. */
export class S3Target implements Target {
  readonly #client: S3Client;
  readonly #place: S3TargetPlace;

  constructor(place: S3TargetPlace) {
    this.#client = new S3Client(place);
    this.#place = place;
  }

  /** The digest of the bytes is signed: the server refuses others. */
  async put({ path, sha256, mime }: DeliveredFile, source: PutSource): Promise<Putting> {
    const body = await bodyOf(source);
    if (body.sha256 !== sha256) return { sha256: body.sha256, put: false };
    if (body.bytes > MOST_BYTES) throw this.#tooLarge(path, body.bytes);
    await this.#putObject(path, body, mime);
    return { sha256, put: true };
  }

  /** Each object is there as soon as it was put. */
  flush(): Promise<void> {
    return Promise.resolve();
  }

  async writeText(path: string, chunks: AsyncIterable<string>, mime: string): Promise<void> {
    const parts: string[] = [];
    for await (const chunk of chunks) parts.push(chunk);
    await this.#putObject(path, await bodyOf(Buffer.from(parts.join(''))), mime);
  }

  async readText(path: string): Promise<AsyncIterable<string> | undefined> {
    const { status, text } = await this.#client.send({ method: 'GET', key: this.#key(path) });
    return status === 404 ? undefined : each(text);
  }

  async sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    if (paths.length === 0) return [];
    const sizes = await this.#list();
    return paths.map((path) => sizes.get(this.#key(path)));
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) await this.#client.send({ method: 'DELETE', key: this.#key(path) });
  }

  nameOf(path: string): string {
    return this.#client.addressOf(this.#key(path));
  }

  #key(path: string): string {
    checkStoredPath(path);
    return this.#place.prefix === '' ? path : `${this.#place.prefix}/${path}`;
  }

  async #putObject(path: string, body: S3Body, mime: string): Promise<void> {
    const { cacheControl } = this.#place;
    const headers = { 'content-type': mime, ...(cacheControl !== undefined && { 'cache-control': cacheControl }) };
    await this.#client.send({ method: 'PUT', key: this.#key(path), headers, body });
  }

  #tooLarge(path: string, bytes: number): StorageError {
    return new StorageError(
      'STORAGE_DENIED',
      `expected a file of at most ${MOST_BYTES} bytes, got ${path} of ${bytes}`,
      {
        place: this.nameOf(path),
        hint: 'Leave it out by a filter, or make it smaller.',
      },
    );
  }

  /** Bytes of every object below the prefix, by key. */
  async #list(): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    const { prefix } = this.#place;
    let token: string | undefined;
    do {
      const query = {
        'list-type': '2',
        ...(prefix !== '' && { prefix: `${prefix}/` }),
        ...(token !== undefined && { 'continuation-token': token }),
      };
      const [page] = readXml((await this.#client.send({ method: 'GET', query })).text).children;
      for (const entry of page?.children ?? []) {
        if (entry.name === 'Contents') sizes.set(childText(entry, 'Key') ?? '', Number(childText(entry, 'Size')));
      }
      token = page && childText(page, 'NextContinuationToken');
    } while (token !== undefined);
    return sizes;
  }
}

async function bodyOf(source: PutSource): Promise<S3Body> {
  if (typeof source !== 'string') return { content: source, bytes: source.byteLength, sha256: digestOf(source) };
  const sha256 = await digestFile(source);
  return { file: source, bytes: (await stat(source)).size, sha256 };
}

async function* each(text: string): AsyncIterable<string> {
  yield text;
}
