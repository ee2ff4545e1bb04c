import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { S3Target } from '../../../../src/storage/s3/s3-target.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { S3_KEYS, type S3Server, startS3 } from '../../../support/files/s3-server.ts';

const CREDENTIALS = { accessKeyId: S3_KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: S3_KEYS.AWS_SECRET_ACCESS_KEY };

const targetAt = ({ endpoint }: S3Server, more: object = {}) =>
  new S3Target({ bucket: 'media', prefix: 'site', endpoint, region: 'us-east-1', credentials: CREDENTIALS, ...more });

/** A file of this machine, and how a target is told of it. */
function fileOf(path: string, content: string | Buffer) {
  const source = join(ownFolder(), 'file');
  writeFileSync(source, content);
  const bytes = Buffer.byteLength(content);
  return {
    source,
    file: { path, bytes, sha256: createHash('sha256').update(content).digest('hex'), mime: 'image/jpeg' },
  };
}

async function read(target: S3Target, path: string): Promise<string | undefined> {
  const chunks = await target.readText(path);
  if (chunks === undefined) return undefined;
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

async function* each(text: string): AsyncIterable<string> {
  yield text;
}

describe('a target in a bucket', () => {
  it('puts, reads, lists and removes, under names with whatever letters', async () => {
    const server = await startS3();
    const target = targetAt(server, { cacheControl: 'public, max-age=60' });
    const names = ['a.jpg', 'ein Bild (1)!.jpg', 'größe/ö+&=%20.jpg', "it's*.jpg", '日本.jpg'];
    for (const name of names) {
      const { file, source } = fileOf(name, `content of ${name}`);
      expect(await target.put(file, source)).toEqual({ put: true, sha256: file.sha256 });
      expect(await read(target, name)).toBe(`content of ${name}`);
    }
    expect(server.objects.get('site/a.jpg')?.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'public, max-age=60',
    });
    expect(await target.sizes([...names, 'none'])).toEqual([
      ...names.map((name) => Buffer.byteLength(`content of ${name}`)),
      undefined,
    ]);
    await target.remove(['a.jpg', 'never there']);
    expect(await read(target, 'a.jpg')).toBeUndefined();
    expect(target.nameOf('a b.jpg')).toBe(`${server.endpoint}/media/site/a%20b.jpg`);
  });

  it('puts nothing whose bytes are others than the manifest says', async () => {
    const server = await startS3();
    const { file, source } = fileOf('a.jpg', 'right');
    writeFileSync(source, 'wrong');
    expect(await targetAt(server).put(file, source)).toMatchObject({ put: false });
    expect(server.requests).toEqual([]);
  });

  it('lists more objects than one answer holds', async () => {
    const server = await startS3();
    const target = targetAt(server, { prefix: '' });
    const names = Array.from({ length: 350 }, (_, i) => `${i}&<.txt`);
    for (const name of names) server.objects.set(name, { body: Buffer.from('x'), headers: {} });
    expect((await target.sizes(names)).every((size) => size === 1)).toBe(true);
  });

  it.each([
    ['503', (n: number) => (n % 3 === 0 ? undefined : { status: 503 })],
    [
      '429, with a time to wait',
      (n: number) => (n % 2 === 0 ? undefined : { status: 429, headers: { 'retry-after': '0.05' } }),
    ],
    ['cut connections', (n: number) => (n % 2 === 0 ? undefined : ('cut' as const))],
  ])('goes on through %s', async (_name, fault) => {
    const server = await startS3();
    server.fault = fault;
    const target = targetAt(server);
    const { file, source } = fileOf('a.jpg', Buffer.alloc(300_000, 7));
    await target.put(file, source);
    await target.writeText('list', each('text'), 'text/plain');
    expect(await target.sizes(['a.jpg', 'list'])).toEqual([300_000, 4]);
  });

  it('says what to do where it may not, and never what the keys are', async () => {
    const server = await startS3();
    const secret = 'a secret that nobody is told';
    const other = targetAt(server, { credentials: { ...CREDENTIALS, secretAccessKey: secret } });
    const error = (await other.writeText('a', each('x'), 'text/plain').catch((thrown: unknown) => thrown)) as Error;
    expect(error).toMatchObject({ code: 'STORAGE_DENIED' });
    expect(inspect(error, { depth: 10 })).not.toContain(secret);
    expect(error.message).not.toContain('Signature=');
    await expect(targetAt(server, { bucket: 'nowhere' }).writeText('a', each('x'), 'text/plain')).rejects.toMatchObject(
      {
        code: 'STORAGE_GONE',
        message: expect.stringContaining('NoSuchBucket') as string,
      },
    );
  });

  it('gives up on a server that never answers well, and names what it said', async () => {
    const server = await startS3();
    server.fault = () => ({ status: 503, headers: { 'retry-after': '0.01' } });
    await expect(read(targetAt(server), 'a')).rejects.toMatchObject({
      code: 'STORAGE_GONE',
      message: expect.stringContaining('503 SlowDown') as string,
    });
    expect(server.requests).toHaveLength(6);
  });
});
