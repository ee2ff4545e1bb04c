import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { ownFolder } from '../support/files/own-folder.ts';
import { inRepository, sharedFolder } from '../support/files/repository.ts';

const run = promisify(execFile);
const photos = sharedFolder('corpus/photos');

const MEBIBYTE = 2 ** 20;
const CAP_BYTES = 600 * MEBIBYTE;

/** Asks for every photograph four times at once, aborts every other call in the middle, and watches the process tree. */
const PROGRAM = `
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { open } from ${JSON.stringify(pathToFileURL(inRepository('dist/index.js')).href)};

const [cwd] = process.argv.slice(2);
const media = await open({ cwd, memoryBytes: ${CAP_BYTES}, concurrency: 2 });
const rows = () => execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,comm='], { encoding: 'utf8' }).trim().split('\\n').map((row) => row.trim().split(/ +/));
const tree = () => rows().filter(([pid, ppid, , name]) => name !== 'ps' && [pid, ppid].includes(String(process.pid)));
let most = 0;
const watch = setInterval(() => { most = Math.max(most, tree().reduce((sum, [, , rss]) => sum + Number(rss) * 1024, 0)); }, 200);
const stop = new AbortController();
const wish = { modifiers: 'wid=800&hei=800&fit=constrain&fmt=webp&qlt=70' };
const assets = readdirSync(cwd + '/photos').map((name) => 'photos/' + name);
let made = 0;
const calls = assets.flatMap((asset) => Array.from({ length: 4 }, (_, i) => {
  const call = media.render({ asset, ...wish, ...(i % 2 ? { signal: stop.signal } : {}) });
  call.then(() => { if (++made === assets.length) stop.abort(); }, () => undefined);
  return call;
}));
const ends = await Promise.allSettled(calls);
clearInterval(watch);
const after = await media.render({ asset: assets[0], ...wish });
await media.close();
const digests = ends.map((end, i) => [assets[i >> 2], i % 2, end.status === 'fulfilled' ? end.value.sha256 : end.reason.code]);
console.log(JSON.stringify({ most, digests, after: after.sha256, left: tree().length - 1 }));
`;

interface Told {
  readonly most: number;
  readonly digests: readonly (readonly [asset: string, aborted: 0 | 1, end: string])[];
  readonly after: string;
  readonly left: number;
}

describe.skipIf(photos === undefined)('real photographs from a program', () => {
  it('are rendered side by side within the memory cap, those that are aborted leave nothing behind', async () => {
    const cwd = ownFolder();
    const [folder, scratch] = [join(cwd, 'photos'), join(cwd, 'tmp')];
    await Promise.all([mkdir(folder), mkdir(scratch)]);
    const all = (await glob('*.{jpg,png,webp}', { cwd: photos ?? '' })).toSorted();
    const chosen = all.filter((_, i) => i % 9 === 0);
    for (const name of chosen) await cp(join(photos ?? '', name), join(folder, name));
    await writeFile(join(cwd, 'program.mjs'), PROGRAM);

    const env = { ...process.env, TMPDIR: scratch };
    const { stdout } = await run(process.execPath, ['program.mjs', cwd], { cwd, env });
    const { most, digests, after, left } = JSON.parse(stdout) as Told;
    const kept = digests.filter(([, aborted]) => aborted === 0);
    expect(kept).toHaveLength(2 * chosen.length);
    for (const [asset, , end] of kept) {
      expect([asset, end]).toEqual([asset, kept.find(([one]) => one === asset)?.[2]]);
      expect(end).toMatch(/^[0-9a-f]{64}$/);
    }
    const aborted = digests.filter(([, of]) => of === 1);
    expect(aborted.filter(([, , end]) => end === 'CANCELLED').length).toBeGreaterThan(0);
    expect(after).toBe(kept[0]?.[2]);
    expect(most).toBeLessThan(CAP_BYTES);
    expect(left).toBe(0);
    expect(await readdir(scratch)).toEqual([]);
  }, 1_200_000);
});
