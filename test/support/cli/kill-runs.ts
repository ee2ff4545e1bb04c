import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import type { AssetRecord } from '../../../src/model/catalog-record.ts';
import { DMX_BIN } from './dmx.ts';
import { drawNoise, edit, readRecords, shopAt, type Shop } from '../project/shop.ts';
import { copyFixture, digestFiles } from '../files/tree.ts';

/** What killing a run again and again came to. */
export interface KillCount {
  readonly kills: number;
  /** Kills that came when a part of the work was recorded, and a part was not. */
  readonly midway: number;
  /** Renditions that were recorded as they should be when a run was killed, and were written again later. */
  readonly redone: number;
  /** Jobs that were told finished when a run was killed, and were started again later. */
  readonly repeated: number;
  /** Jobs that were in hand when a run was killed: the work that a kill may cost. */
  readonly inHand: number;
  /** Times the work was brought to its end, each the very end of a run that nobody disturbed. */
  readonly ends: number;
}

export interface KillOptions {
  readonly pictures: number;
  readonly kills: number;
  readonly seed: number;
}

type Digests = Readonly<Record<string, string>>;

/** What an output holds: its files, and its records without what tells of this machine and hour. */
interface State {
  readonly files: Digests;
  readonly records: ReadonlyMap<string, string>;
}

/** An output's way through all its stages, undisturbed; and how many lines each run printed. */
type Course = readonly (State & { readonly lines: number })[];

// So many kills at most before a run is let through, so that the course goes on.
const PATIENCE = 5;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function makeShop(folder: string, pictures: number): Promise<Shop> {
  const shop = shopAt(await copyFixture('trees/shop/small', folder));
  await rm(shop.assets, { recursive: true });
  for (let i = 0; i < pictures; i++) await drawNoise(join(shop.assets, `${'abc'[i % 3]}/${i}.png`), i, 60, 50);
  return shop;
}

/** What befalls the library before each stage: at first nothing; then everything that a run has to cope with. */
const STAGES: readonly ((shop: Shop) => Promise<void>)[] = [
  async () => undefined,
  async ({ folder, assets }) => {
    edit(join(folder, 'profiles/small.yaml'), (text) =>
      text
        .replace('qlt=80', 'qlt=70')
        .replace('  - preset: card\n', '')
        .replace('  crops:\n', '  crops:\n    - { name: Wide, ratio: "2:1", width: 20 }\n'),
    );
    await rename(join(assets, 'c'), join(assets, 'moved'));
    await rm(join(assets, 'a/0.png'));
    for (const i of [1, 4, 7]) await drawNoise(join(assets, `b/${i}.png`), 1000 + i, 70, 60);
  },
];

/** A run in a process group of its own, which can be killed whole. */
class Victim {
  lines = 0;
  readonly started = new Set<string>();
  readonly finished = new Set<string>();
  /** What it said of errors. */
  readonly errors: string[] = [];
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;

  constructor({ folder }: Shop) {
    const words = [DMX_BIN, 'ingest', '--json', '-j', '2'];
    this.#child = spawn(process.execPath, words, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (this.#child.stdout === null) throw new Error('expected a pipe');
    createInterface({ input: this.#child.stdout }).on('line', (line) => this.#read(line));
    this.ended = once(this.#child, 'close').then(([exit]) => exit as number | null);
  }

  #read(line: string): void {
    this.lines++;
    if (/"code":"|"type":"error"/.test(line)) this.errors.push(line);
    const [, what, asset = ''] = /"type":"job-(started|finished)","asset":"([^"]*)"/.exec(line) ?? [];
    if (what === 'started') this.started.add(asset);
    if (what === 'finished') this.finished.add(asset);
  }

  /** Kills the whole tree after so many lines and milliseconds; false when it ended before. */
  async kill(lines: number, milliseconds: number): Promise<boolean> {
    let over = false;
    void this.ended.then(() => (over = true));
    while (this.lines < lines && !over) await sleep(1);
    await Promise.race([sleep(milliseconds), this.ended]);
    if (!over && this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    return (await this.ended) === null;
  }
}

async function demandSuccess(victim: Victim): Promise<void> {
  const exit = await victim.ended;
  if (exit !== 0) throw new Error(`expected a run that ends with 0, got ${exit}: ${victim.errors.join('\n')}`);
}

async function letThrough(shop: Shop): Promise<Victim> {
  const victim = new Victim(shop);
  await demandSuccess(victim);
  return victim;
}

/** A record without what tells of this machine and hour. */
function plain({ recordedAt: _at, stat: _stat, ...record }: AssetRecord): string {
  return JSON.stringify(record);
}

async function stateOf({ output }: Shop): Promise<State> {
  const records = existsSync(join(output, '.dmx/catalog.db')) ? await readRecords(output) : [];
  return {
    files: await digestFiles(output),
    records: new Map(records.map((record) => [record.path, plain(record)])),
  };
}

async function undisturbed(folder: string, pictures: number): Promise<Course> {
  const shop = await makeShop(folder, pictures);
  const course: (State & { lines: number })[] = [];
  for (const prepare of STAGES) {
    await prepare(shop);
    const { lines } = await letThrough(shop);
    course.push({ ...(await stateOf(shop)), lines });
  }
  return course;
}

/** One shop whose runs are killed. Throws what was found wrong with it. */
class Ordeal {
  readonly #shop: Shop;
  readonly #course: Course;
  readonly #random: () => number;
  #stage = 0;
  #patience = PATIENCE;
  /** Inodes of renditions that are recorded as the stage's end wants them, by path. */
  readonly #done = new Map<string, number>();
  /** Assets of the stage whose jobs were told finished by runs that were killed. */
  readonly #finished = new Set<string>();
  readonly #count = { kills: 0, midway: 0, redone: 0, repeated: 0, inHand: 0, ends: 0 };

  constructor(shop: Shop, course: Course, random: () => number) {
    this.#shop = shop;
    this.#course = course;
    this.#random = random;
  }

  get count(): KillCount {
    return this.#count;
  }

  /** One run; answers whether the whole course has been gone through. */
  async run(): Promise<boolean> {
    const killed = this.#patience > 0 ? await this.#kill() : false;
    if (this.#patience === 0) this.#countRepeated(await letThrough(this.#shop));
    const state = await stateOf(this.#shop);
    this.#checkRedone();
    if (killed) {
      this.#patience--;
      await this.#checkKilled(state);
      return false;
    }
    this.#checkEnd(state);
    this.#patience = PATIENCE;
    this.#done.clear();
    this.#finished.clear();
    this.#stage++;
    await STAGES[this.#stage]?.(this.#shop);
    return this.#stage === STAGES.length;
  }

  async #kill(): Promise<boolean> {
    const lines = Math.floor(this.#random() * (this.#end().lines + 1));
    const victim = new Victim(this.#shop);
    // Until the first line nothing is heard of a run for half a second; between two lines pass some milliseconds.
    const killed = await victim.kill(lines, this.#random() * (lines === 0 ? 500 : 20));
    this.#countRepeated(victim);
    if (!killed) {
      await demandSuccess(victim);
      return false;
    }
    this.#count.kills++;
    this.#count.inHand += [...victim.started].filter((asset) => !victim.finished.has(asset)).length;
    for (const asset of victim.finished) this.#finished.add(asset);
    return true;
  }

  #countRepeated({ started }: Victim): void {
    this.#count.repeated += [...started].filter((asset) => this.#finished.has(asset)).length;
  }

  #end(): State & { readonly lines: number } {
    const end = this.#course[this.#stage];
    if (end === undefined) throw new Error('the course is over');
    return end;
  }

  #checkRedone(): void {
    for (const [path, inode] of this.#done) {
      if (statSync(join(this.#shop.output, path)).ino !== inode) this.#count.redone++;
    }
  }

  async #checkKilled({ files, records }: State): Promise<void> {
    for (const [path, digest] of Object.entries(files)) {
      if (!this.#course.some((stage) => stage.files[path] === digest)) throw new Error(`${path} is half-written`);
    }
    this.#checkCatalog();
    this.#done.clear();
    const end = this.#end();
    let recorded = 0;
    for (const [path, record] of records) {
      if (end.records.get(path) !== record) continue;
      recorded++;
      for (const rendition of (JSON.parse(record) as AssetRecord).renditions) {
        this.#done.set(rendition.path, statSync(join(this.#shop.output, rendition.path)).ino);
      }
    }
    if (recorded > 0 && recorded < end.records.size) this.#count.midway++;
  }

  #checkCatalog(): void {
    const file = join(this.#shop.output, '.dmx/catalog.db');
    if (!existsSync(file)) return;
    const database = new Database(file);
    try {
      const [row] = database.prepare('pragma integrity_check').all() as readonly Record<string, unknown>[];
      if (row?.['integrity_check'] !== 'ok') throw new Error(`the catalog is damaged: ${JSON.stringify(row)}`);
    } finally {
      database.close();
    }
  }

  #checkEnd({ files, records }: State): void {
    const end = this.#end();
    const differing = [
      ...differences(new Map(Object.entries(end.files)), new Map(Object.entries(files))),
      ...differences(end.records, records),
    ];
    if (differing.length > 0) throw new Error(`not what an undisturbed run leaves: ${differing.join(', ')}`);
    this.#count.ends++;
  }
}

function differences(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
}

/**
 * Ingests a library, then one in which profiles were edited and masters moved, changed and vanished; kills the whole
 * process tree at random moments and goes on each time with the same command; all that again and again until there were
 * so many kills. Answers what each round came to. Throws where a file is half-written, the catalog damaged, or the end
 * not, byte for byte, that of the same runs undisturbed.
 */
export async function* killRuns(folder: string, { pictures, kills, seed }: KillOptions): AsyncGenerator<KillCount> {
  const course = await undisturbed(join(folder, 'undisturbed'), pictures);
  const random = randomNumbers(seed);
  for (let left = kills; left > 0;) {
    const shop = await makeShop(join(folder, 'killed'), pictures);
    const ordeal = new Ordeal(shop, course, random);
    while (!(await ordeal.run()));
    await rm(shop.folder, { recursive: true });
    left -= ordeal.count.kills;
    yield ordeal.count;
  }
}
