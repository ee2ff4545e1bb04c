import { execFile, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { RsyncTarget } from '../../../../src/storage/rsync/rsync-target.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

function hasRsync(): boolean {
  try {
    execFileSync('rsync', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Tries what a daemon needs a moment to be ready for. */
async function soon<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** The daemon of rsync for a folder. */
async function serveModule(folder: string): Promise<AsyncDisposable & { readonly address: string }> {
  const port = await freePort();
  const config = path.join(folder, 'rsyncd.conf');
  mkdirSync(path.join(folder, 'media'));
  writeFileSync(
    config,
    `use chroot = no\nlog file = ${folder}/log\n[media]\npath = ${folder}/media\nread only = no\nuid = ${process.getuid?.()}\ngid = ${process.getgid?.()}\n`,
  );
  const options = ['--daemon', '--no-detach', `--config=${config}`, `--port=${port}`, '--address=127.0.0.1'];
  const daemon = spawn('rsync', options, { stdio: 'ignore' });
  const address = `rsync://127.0.0.1:${port}/media/shop`;
  await soon(() => new RsyncTarget({ kind: 'rsync', address }).sizes(['any']));
  return {
    address,
    async [Symbol.asyncDispose]() {
      daemon.kill();
      await once(daemon, 'exit');
    },
  };
}

const FILES = {
  'a/one.jpg': 'one',
  "a/b/na\u00EFve '$(x)' caf\u00E9 \u{1F45F}.jpg": 'two, longer',
  ' -odd\\name.txt': '',
} as const;

const fileOf = ([name, text]: readonly [string, string]) => ({
  path: name,
  mime: 'image/jpeg',
  bytes: Buffer.byteLength(text),
  sha256: createHash('sha256').update(text).digest('hex'),
});

async function* each(text: string): AsyncIterable<string> {
  yield text;
}

async function textIn(chunks: AsyncIterable<string> | undefined): Promise<string | undefined> {
  let text = '';
  for await (const chunk of chunks ?? []) text += chunk;
  return chunks && text;
}

/** Where the server of ssh lies: not on the PATH of everybody. */
const SSHD = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((file) => existsSync(file));

/**
 * The words that start the server: that of root wants a folder below /run which machines make that serve ssh; it gets a /run
 * of its own where there is none.
 */
function sshdWords(options: readonly string[]): readonly [program: string, ...words: string[]] {
  const words = [SSHD ?? '', ...options] as const;
  if (process.getuid?.() !== 0 || existsSync('/run/sshd')) return words;
  const alone = 'mount -t tmpfs none /run && mkdir /run/sshd && exec "$@"';
  return ['unshare', '--mount', 'sh', '-c', alone, 'sh', ...words];
}

/** A server of ssh, and the words that lead to it. */
interface Shell extends AsyncDisposable {
  readonly shell: string;
  /** With another key. */
  readonly shellOf: (key: string) => string;
}

/** A server of ssh of this user's, with keys of its own; undefined where this machine lets nobody start one. */
async function serveShell(folder: string): Promise<Shell | undefined> {
  const port = await freePort();
  const at = (name: string): string => path.join(folder, name);
  for (const key of ['host', 'own']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', at(key)]);
  writeFileSync(
    at('sshd_config'),
    `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${at('host')}\nAuthorizedKeysFile ${at('own.pub')}\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n`,
  );
  const options = ['-D', '-e', '-f', at('sshd_config')];
  const [program, ...words] = sshdWords(options);
  if (spawnSync(program, [...words, '-t']).status !== 0) return undefined;
  const server = spawn(program, words, { stdio: 'ignore' });
  const known = `-F none -p ${port} -o UserKnownHostsFile=${at('known')} -o StrictHostKeyChecking=accept-new -o BatchMode=yes`;
  const shellOf = (key: string): string => `ssh ${known} -i ${key}`;
  await soon(() => promisify(execFile)('sh', ['-c', `${shellOf(at('own'))} 127.0.0.1 true`]));
  // One connection carries all calls: each of its own would take most of the test's time.
  const shell = `${shellOf(at('own'))} -o ControlPath=${at('way')}`;
  const way = spawn('sh', ['-c', `exec ${shell} -M -N 127.0.0.1`], { stdio: 'ignore' });
  await soon(() => promisify(execFile)('sh', ['-c', `${shell} -O check 127.0.0.1`]));
  return {
    shell,
    shellOf,
    async [Symbol.asyncDispose]() {
      for (const program of [way, server]) {
        program.kill();
        await once(program, 'exit');
      }
    },
  };
}

/** Everything that a target is asked for, on a folder that is not there yet. `root`: where its files come to lie. */
async function use(target: RsyncTarget, root: string): Promise<void> {
  expect(await target.sizes(['a/one.jpg'])).toEqual([undefined]);
  expect(await target.readText('list.txt')).toBeUndefined();
  for (const entry of Object.entries(FILES)) {
    expect(await target.put(fileOf(entry), Buffer.from(entry[1]))).toMatchObject({ put: true });
  }
  const damaged = await target.put({ ...fileOf(['a/damaged.jpg', 'whole']), sha256: 'ff' }, Buffer.from('part'));
  expect(damaged.put).toBe(false);
  expect(existsSync(path.join(root, 'a/one.jpg'))).toBe(false);
  await target.flush();
  for (const [name, text] of Object.entries(FILES)) expect(readFileSync(path.join(root, name), 'utf8')).toBe(text);
  await target.writeText('list.txt', each('list'));
  expect(await textIn(await target.readText('list.txt'))).toBe('list');
  // As large and as old as the one before: the bytes are others.
  await target.put(fileOf(['a/one.jpg', 'eno']), Buffer.from('eno'));
  await target.flush();
  expect(readFileSync(path.join(root, 'a/one.jpg'), 'utf8')).toBe('eno');
  const [, two = '', odd = ''] = Object.keys(FILES);
  expect(await target.sizes(['a/one.jpg', two, odd, 'list.txt', 'a/damaged.jpg', 'a'])).toEqual([
    3,
    11,
    0,
    4,
    undefined,
    undefined,
  ]);
  await target.remove([two, odd, 'not/there.txt']);
  expect(await target.sizes(['a/one.jpg', two, odd])).toEqual([3, undefined, undefined]);
  // Folders that are empty by that go, those of others stay.
  expect(existsSync(path.join(root, 'a/b'))).toBe(false);
  mkdirSync(path.join(root, 'a/theirs'));
  await target.remove(['a/one.jpg']);
  expect(existsSync(path.join(root, 'a/theirs'))).toBe(true);
  expect(readFileSync(path.join(root, 'list.txt'), 'utf8')).toBe('list');
}

describe.skipIf(!hasRsync())('a target behind rsync', () => {
  it('is a module of its daemon', async () => {
    const folder = ownFolder();
    await using daemon = await serveModule(folder);
    const target = new RsyncTarget({ kind: 'rsync', address: daemon.address });
    expect(target.nameOf('a b.jpg')).toBe(`${daemon.address}/a b.jpg`);
    await use(target, path.join(folder, 'media/shop'));
  });

  it('is a folder of another machine, by a remote shell', async () => {
    const folder = ownFolder();
    // What ssh does, without the way to another machine: the words behind the host are run by a shell.
    const shell = path.join(folder, 'shell');
    writeFileSync(shell, '#!/bin/sh\n[ "$1" = "-l" ] && shift 2\nshift\nexec sh -c "$*"\n');
    chmodSync(shell, 0o755);
    const root = path.join(folder, 'sites/shop');
    await use(new RsyncTarget({ kind: 'rsync', address: `me@there:${root}`, shell }), root);
  });

  it.skipIf(SSHD === undefined)(
    'is a folder of another machine, by ssh (skipped where there is no sshd)',
    async (test) => {
      const folder = ownFolder();
      await using server = await serveShell(folder);
      if (server === undefined) return test.skip('sshd does not start as this user: see `sshd -t`');
      const { shell, shellOf } = server;
      const root = path.join(folder, "sites/our 'own' shop");
      const target = new RsyncTarget({ kind: 'rsync', address: `${userInfo().username}@127.0.0.1:${root}`, shell });
      const entry = ["a/b/na\u00EFve '$(x)'.jpg", 'one'] as const;
      await target.put(fileOf(entry), Buffer.from(entry[1]));
      await target.flush();
      expect(readFileSync(path.join(root, entry[0]), 'utf8')).toBe('one');
      expect(await textIn(await target.readText(entry[0]))).toBe('one');
      await target.remove([entry[0]]);
      expect(existsSync(path.join(root, 'a'))).toBe(false);
      const stranger = path.join(folder, 'stranger');
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', stranger]);
      const refused = new RsyncTarget({ kind: 'rsync', address: `127.0.0.1:${root}`, shell: shellOf(stranger) });
      const failure = { code: 'STORAGE_GONE', message: expect.stringMatching(/Permission denied/) };
      await expect(refused.sizes(['a'])).rejects.toThrow(expect.objectContaining(failure));
    },
  );

  it('says what rsync said where it cannot be reached', async () => {
    const target = new RsyncTarget({ kind: 'rsync', address: `rsync://127.0.0.1:${await freePort()}/media` });
    const failure = { code: 'STORAGE_GONE', message: expect.stringMatching(/rsync ended with \d+: .*refused/s) };
    await expect(target.sizes(['a'])).rejects.toThrow(expect.objectContaining(failure));
  });
});
