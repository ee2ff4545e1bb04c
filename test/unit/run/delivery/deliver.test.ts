import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { PUBLISHED_FILE, type DeliveredFile, type PublishedFile } from '../../../../src/model/delivery.ts';
import { compareTarget } from '../../../../src/plan/delivery/compare-target.ts';
import { deliver } from '../../../../src/run/delivery/deliver.ts';
import { readPublished } from '../../../../src/run/delivery/published-list.ts';
import type { Putting, PutSource, Target } from '../../../../src/storage/target.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');

/** A target that ends, before or after it has done it, with one of the things that it is asked for. */
class FragileTarget implements Target {
  readonly files = new Map<string, string>();
  /** Operations until it breaks; Infinity = never. */
  left = Infinity;
  /** True if the last operation is done before it breaks. */
  done = false;

  #step(work: () => void): void {
    this.left -= 1;
    if (this.left === 0 && !this.done) throw new Error('cut off');
    work();
    if (this.left === 0) throw new Error('cut off');
  }

  async put({ path, sha256 }: DeliveredFile, given: PutSource): Promise<Putting> {
    const source = String(given);
    if (digest(source) !== sha256) return { put: false, sha256: digest(source) };
    this.#step(() => this.files.set(path, source));
    return { put: true, sha256 };
  }

  async flush(): Promise<void> {}

  async writeText(path: string, chunks: AsyncIterable<string>): Promise<void> {
    let text = '';
    for await (const chunk of chunks) text += chunk;
    this.#step(() => this.files.set(path, text));
  }

  async readText(path: string): Promise<AsyncIterable<string> | undefined> {
    const text = this.files.get(path);
    return text === undefined ? undefined : each(text);
  }

  async sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    return paths.map((path) => this.files.get(path)?.length);
  }

  async remove(paths: readonly string[]): Promise<void> {
    for (const path of paths) this.#step(() => this.files.delete(path));
  }

  nameOf(path: string): string {
    return path;
  }
}

async function* each(text: string): AsyncIterable<string> {
  yield text;
}

/** The content of an output: text by path. */
type Output = Readonly<Record<string, string>>;

const INDEX = 'manifest.json';

/** A time, and that at which a grace that begins then ends. */
const at = (now: number, graceSeconds: number) => ({
  now: new Date(now).toISOString(),
  until: new Date(now + graceSeconds * 1000).toISOString(),
});

interface Told {
  readonly put: string[];
  readonly removed: string[];
}

async function publish(target: FragileTarget, output: Output, wanted = output): Promise<Told & { failed: number }> {
  const list = await readPublished(target);
  const files = Object.entries(wanted).map(([path, text]) => {
    return { path, bytes: text.length, sha256: digest(text), mime: 'text/plain' };
  });
  const sizes = new Map<string, number>();
  for (const path of list.files.keys()) {
    const [size] = await target.sizes([path]);
    if (size !== undefined) sizes.set(path, size);
  }
  const plan = compareTarget({ files, list, sizes, ...at(Date.now(), 0), force: false });
  const told: Told = { put: [], removed: [] };
  const { failed } = await deliver({
    plan,
    target,
    open: async (path) => output[path],
    missing: [],
    isDocument: (path) => path.startsWith('page'),
    files: new Map<string, PublishedFile>(list.files),
    asked: [],
    writeIndex: () => target.writeText(INDEX, each(JSON.stringify(wanted))),
    onPut: ({ path }) => told.put.push(path),
    onRemoved: (path) => told.removed.push(path),
    onTold: () => undefined,
    signal: new AbortController().signal,
  });
  return { ...told, failed: failed.length };
}

/** Tells whether everything that the index of a target names is there, as it was or as it is now. */
function isShown(target: FragileTarget, ...outputs: readonly Output[]): boolean {
  const index = target.files.get(INDEX);
  if (index === undefined) return true;
  return Object.keys(JSON.parse(index) as Output).every((path) => {
    const text = target.files.get(path);
    return text !== undefined && outputs.some((output) => output[path] === text);
  });
}

const BEFORE: Output = { a: 'one', b: 'two', c: 'three', d: 'four' };
const AFTER: Output = { a: 'one', b: 'TWO', e: 'five', f: 'six' };

describe('publishing', () => {
  it('brings what is new or changed, and takes away what nothing names', async () => {
    const target = new FragileTarget();
    expect(await publish(target, BEFORE)).toMatchObject({ put: ['a', 'b', 'c', 'd'], removed: [], failed: 0 });
    expect(await publish(target, BEFORE)).toMatchObject({ put: [], removed: [] });
    expect(await publish(target, AFTER)).toMatchObject({ put: ['b', 'e', 'f'], removed: ['c', 'd'] });
    expect([...target.files.keys()].toSorted()).toEqual([PUBLISHED_FILE, 'a', 'b', 'e', 'f', INDEX].toSorted());
  });

  it('brings again what somebody took away', async () => {
    const target = new FragileTarget();
    await publish(target, BEFORE);
    target.files.delete('c');
    target.files.set('d', 'cut');
    expect(await publish(target, BEFORE)).toMatchObject({ put: ['c', 'd'] });
  });

  it.each([false, true])(
    'cut off anywhere shows what it showed, and is gone on with (cut behind: %s)',
    async (done) => {
      for (let cut = 1; ; cut++) {
        const target = new FragileTarget();
        await publish(target, BEFORE);
        Object.assign(target, { left: cut, done });
        const ended = await publish(target, AFTER).catch(() => undefined);
        expect(isShown(target, BEFORE, AFTER), `cut at ${cut}`).toBe(true);
        target.left = Infinity;
        await publish(target, AFTER);
        const { [PUBLISHED_FILE]: list, [INDEX]: index, ...files } = Object.fromEntries(target.files);
        expect(files, `cut at ${cut}`).toEqual(AFTER);
        expect(JSON.parse(index ?? '')).toEqual(AFTER);
        expect((await readPublished(target)).files.size).toBe(4);
        expect(list).not.toContain('going');
        if (ended) {
          expect(cut).toBeGreaterThan(8);
          return;
        }
      }
    },
  );

  it('cut off anywhere, and taken back then, is as it was: sizes that are the same say nothing', async () => {
    for (let cut = 1; ; cut++) {
      const target = new FragileTarget();
      await publish(target, BEFORE);
      Object.assign(target, { left: cut, done: true });
      const ended = await publish(target, AFTER).catch(() => undefined);
      target.left = Infinity;
      await publish(target, BEFORE);
      const { [PUBLISHED_FILE]: _list, [INDEX]: _index, ...files } = Object.fromEntries(target.files);
      expect(files, `cut at ${cut}`).toEqual(BEFORE);
      expect((await readPublished(target)).unfinished).toBe(false);
      if (ended) return;
    }
  });

  it('names no file that could not be brought, and leaves the index as it was', async () => {
    const target = new FragileTarget();
    await publish(target, BEFORE);
    const { e: _gone, ...torn } = AFTER;
    expect(await publish(target, { ...torn, f: 'other bytes' }, AFTER)).toMatchObject({ failed: 2, removed: [] });
    expect(JSON.parse(target.files.get(INDEX) ?? '')).toEqual(BEFORE);
    expect(target.files.has('f')).toBe(false);
    expect(await publish(target, AFTER)).toMatchObject({ put: ['e', 'f'], removed: ['c', 'd'], failed: 0 });
  });
});

describe('a document', () => {
  it('comes once the files that it names are there, and stays as it was where one of them is missing', async () => {
    const target = new FragileTarget();
    const before: Output = { 'page.html': 'of a', a: 'one' };
    expect(await publish(target, before)).toMatchObject({ put: ['a', 'page.html'], failed: 0 });
    const after: Output = { 'page.html': 'of a and b', a: 'one', b: 'two' };
    expect(await publish(target, { ...after, b: 'torn' }, after)).toMatchObject({ put: [], failed: 1 });
    expect(target.files.get('page.html')).toBe('of a');
    expect(await publish(target, after)).toMatchObject({ put: ['b', 'page.html'], failed: 0 });
  });
});

describe('a file that nothing names any more', () => {
  const file: PublishedFile = { path: 'a', bytes: 1, sha256: 'x' };
  const compare = (
    files: readonly PublishedFile[],
    now: string,
    graceSeconds: number,
    wanted: readonly DeliveredFile[] = [],
  ) =>
    compareTarget({
      files: wanted,
      list: { files: new Map(files.map((one) => [one.path, one])) },
      sizes: new Map([['a', 1]]),
      ...at(Date.parse(now), graceSeconds),
      force: false,
    });

  it('stays for its grace from the first time that it was not named, and goes then', () => {
    const first = compare([file], '2026-01-01T00:00:00.000Z', 3600);
    expect(first).toMatchObject({ due: [], leaving: [{ path: 'a', state: '2026-01-01T01:00:00.000Z' }] });
    const later = compare(first.leaving, '2026-01-01T00:59:00.000Z', 3600);
    expect(later.leaving).toEqual(first.leaving);
    expect(compare(first.leaving, '2026-01-01T01:00:00.000Z', 3600)).toMatchObject({
      leaving: [],
      due: [{ path: 'a' }],
    });
    // It is named again before that: it is there, and stays.
    const back = compare(first.leaving, '2026-01-01T00:30:00.000Z', 3600, [{ ...file, mime: 'text/plain' }]);
    expect(back).toMatchObject({ put: [], leaving: [], due: [], returned: [file] });
  });
});
