import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from '../../support/cli/dmx-output.ts';
import { installPacked } from '../../support/cli/packed-package.ts';
import { copyFixture } from '../../support/files/tree.ts';

const run = promisify(execFile);
const TSC = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));

/** A program as a stranger writes it: checked with everything strict, then run. */
const CONSUMER = `
import { Cancelled, DmxError, open, type Dmx, type ErrorCode, type Event, type PlanLine, type RunOutcome } from 'dmx-media';

type IsAny<T> = 0 extends 1 & T ? true : false;
const typed: [IsAny<Event>, IsAny<PlanLine>, IsAny<RunOutcome['counts']>, IsAny<ErrorCode>] = [false, false, false, false];

const [cwd = ''] = process.argv.slice(2);
const media: Dmx = await open({ cwd, concurrency: 2, memoryBytes: 900 * 2 ** 20 });

const codeOf = (error: unknown): ErrorCode | string => (error instanceof DmxError ? error.code : String(error));
const failure = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing failed', codeOf);

const plan = await media.plan();
const planned: string[] = [];
for await (const { path, actions } of plan.assets) planned.push(...actions.map(({ action, name }) => \`\${action} \${path} \${name}\`));

const events: Event['type'][] = [];
const first = await media.ingest({ onEvent: ({ type }) => events.push(type) });
const second = await media.ingest();

const { data, ...picture } = await media.render({ asset: 'a.png', preset: 'tiny' });

const stop = new AbortController();
const onEvent = ({ type }: Event): void => void (type === 'job-started' && stop.abort());
const calls = Array.from({ length: 24 }, (_, i) => {
  const signal = i % 2 === 0 ? {} : { signal: stop.signal, onEvent };
  return media.render({ asset: i % 3 === 0 ? 'a.png' : 'north/c.png:Square', modifiers: \`wid=\${20 + i}&fmt=png\`, ...signal });
});
const ends = await Promise.allSettled(calls);
const kept = ends.filter((_, i) => i % 2 === 0).map((end) => (end.status === 'fulfilled' ? end.value.width : codeOf(end.reason)));
const aborted = ends.filter((_, i) => i % 2 === 1).map((end) => (end.status === 'fulfilled' ? 'made' : codeOf(end.reason)));

const errors = {
  asset: await failure(media.render({ asset: 'nothing.png', preset: 'tiny' })),
  preset: await failure(media.render({ asset: 'a.png', preset: 'tinny' })),
  size: await failure(media.render({ asset: 'a.png', modifiers: 'wid=9000&hei=9000' })),
  cwd: await failure(open({ cwd: 'here' })),
  listener: await failure(media.ingest({ onEvent: () => { throw new Error('mine'); } })),
  before: await failure(media.ingest({ signal: AbortSignal.abort() })),
  shard: await failure(media.ingest({ shard: '4/3' as never })),
  shards: await failure(media.plan({ shard: { index: 4, of: 3 } })),
  batch: await failure(media.ingest({ batch: 7 })),
  option: await failure(media.ingest({ maxFailure: { count: 3 } } as never)),
  memory: await failure(open({ cwd, memoryBytes: -1 })),
  from: await failure(media.render({ asset: 'a.png', preset: 'tiny', from: 'MASTER' as never })),
};

const read = await media.plan();
const page = async (): Promise<number> => (await import('dmx:a.png')).html.length;
void page;
const reading = failure(read.assets[Symbol.asyncIterator]().next());
await read.close();

await media.plan();
const closing = media.render({ asset: 'a.png', modifiers: 'wid=33' });
const unfinished = failure(closing);
await media.close();
console.log(JSON.stringify({
  typed, planned, totals: plan.totals(), events, first, second, picture, bytes: data.byteLength, kept, aborted, errors,
  reading: await reading, unfinished: await unfinished, late: await failure(media.render({ asset: 'a.png', preset: 'tiny' })), isCancelled: new Cancelled() instanceof DmxError,
}));
`;

interface Told {
  readonly planned: readonly string[];
  readonly totals: { readonly make: number };
  readonly events: readonly string[];
  readonly first: { readonly state: string; readonly counts: { readonly made: number } };
  readonly second: { readonly counts: { readonly made: number } };
  readonly picture: Readonly<Record<string, unknown>>;
  readonly bytes: number;
  readonly kept: readonly (number | string)[];
  readonly aborted: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
  readonly reading: string;
  readonly unfinished: string;
  readonly late: string;
}

describe('the package as a library', () => {
  let told: Told;
  let folder = '';
  let shop = '';
  let scratch = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dmx-test-'));
    installPacked(folder);
    shop = await copyFixture('trees/shop/small', join(folder, 'shop'));
    scratch = join(folder, 'tmp');
    mkdirSync(scratch);
    writeFileSync(join(folder, 'consumer.ts'), CONSUMER);
    const strict = [
      '--strict',
      '--exactOptionalPropertyTypes',
      '--noUncheckedIndexedAccess',
      '--skipLibCheck',
      'false',
    ];
    const target = ['--target', 'es2023', '--module', 'nodenext', '--types', 'node,dmx-media/modules'];
    await run(process.execPath, [TSC, ...strict, ...target, 'consumer.ts'], { cwd: folder });
    // It never calls process.exit: that it ends is the test.
    const env = { ...process.env, TMPDIR: scratch };
    const { stdout } = await run(process.execPath, ['consumer.js', shop], { cwd: folder, env, timeout: 500_000 });
    told = JSON.parse(stdout) as Told;
    // Packing, the compiler and forty calls on cores that other tests use too.
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('plans what it then ingests, and makes nothing the second time', () => {
    expect(told.planned).toContain('make a.png tiny');
    expect(told.planned).toHaveLength(told.totals.make);
    expect(told.first).toMatchObject({ state: 'finished', counts: { made: told.totals.make } });
    expect(told.second.counts.made).toBe(0);
    expect([told.events[0], told.events.at(-1)]).toEqual(['run-started', 'run-finished']);
  });

  it('renders the bytes that ingest makes', async () => {
    const { assets } = await readManifest(join(shop, 'dmx-out'));
    const tiny = assets.find(({ path }) => path === 'a.png')?.renditions.find(({ name }) => name === 'tiny');
    const { sha256, width, height, bytes } = tiny ?? {};
    expect(told.picture).toMatchObject({ asset: 'a.png', mime: 'image/jpeg', sha256, width, height });
    expect(told.bytes).toBe(bytes);
  });

  it('renders side by side, and ends alone what was aborted', () => {
    expect(told.kept).toEqual(Array.from({ length: 12 }, (_, i) => 20 + 2 * i));
    expect(told.aborted).toEqual(Array.from({ length: 12 }, () => 'CANCELLED'));
  });

  it('throws what the command line tells', () => {
    expect(told.errors).toEqual({
      asset: 'ASSET_UNKNOWN',
      preset: 'PRESET_UNKNOWN',
      size: 'COMMAND_RANGE',
      cwd: 'MISSING_FOLDER',
      listener: 'Error: mine',
      before: 'CANCELLED',
      shard: 'OPTION_RANGE',
      shards: 'OPTION_RANGE',
      batch: 'OPTION_RANGE',
      option: 'UNKNOWN_OPTION',
      memory: 'OPTION_RANGE',
      from: 'OPTION_RANGE',
    });
  });

  it('ends what is in hand when it is closed, and leaves no scratch', () => {
    expect([told.reading, told.unfinished, told.late]).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(readdirSync(scratch)).toEqual([]);
  });
});
