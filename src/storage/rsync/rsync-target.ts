import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { groupBy } from '../../base/group-by.ts';
import { StorageError } from '../../model/errors.ts';
import type { DeliveredFile, RsyncPlace } from '../../model/delivery.ts';
import { runTool, type ToolResult } from '../../system/tool.ts';
import { FolderTarget } from '../folder-target.ts';
import { checkStoredPath } from '../stored-path.ts';
import type { Putting, PutSource, Target } from '../target.ts';

/** Transfers paths verbatim, without expansion by the remote shell. */
const PLAIN = ['--secluded-args', '--8-bit-output'] as const;

/** rsync's exit codes for files that are not there (man rsync, EXIT VALUES): some could not be transferred. */
const PARTIAL = 23;
const NOT_THERE = /No such file or directory/;

/** A line of `--list-only`: rights, bytes, date, time, path. */
const LISTED = /^-\S+\s+([\d,]+)\s+\S+\s+\S+ (.*)$/;

/** The way in which rsync writes bytes that are no letters. */
const ESCAPED = /\\#(\d{3})/g;

/** A folder of this machine with what is to be brought, by the same paths. */
interface Gathered {
  readonly folder: string;
  readonly target: FolderTarget;
  readonly paths: Set<string>;
}

/**
 * A target behind rsync: its daemon, or a machine that is reached by ssh. Files are gathered beside each other and brought by one
 * call, at `flush`; each appears complete or not at all, as rsync renames it when it has come. The program takes its password
 * from RSYNC_PASSWORD, and ssh its keys from where it finds them.
 */
export class RsyncTarget implements Target {
  readonly #place: RsyncPlace;
  #gathered: Gathered | undefined;
  #listed: ReadonlyMap<string, number> | undefined;

  constructor(place: RsyncPlace) {
    this.#place = place;
  }

  async put(file: DeliveredFile, source: PutSource): Promise<Putting> {
    const { target, paths } = this.#gather();
    const putting = await target.put(file, source);
    if (putting.put) paths.add(file.path);
    return putting;
  }

  async writeText(path: string, chunks: AsyncIterable<string>): Promise<void> {
    // What it names is there before it.
    await this.flush();
    const { target, paths } = this.#gather();
    await target.writeText(path, chunks);
    paths.add(path);
    await this.flush();
  }

  async flush(): Promise<void> {
    const gathered = this.#gathered;
    if (gathered === undefined) return;
    this.#gathered = undefined;
    this.#listed = undefined;
    try {
      if (gathered.paths.size === 0) return;
      // rsync's size and mtime check does not apply: each file in the list is known to differ.
      const args = ['--ignore-times', '--mkpath', '--from0', '--files-from=-', `${gathered.folder}/`, this.#root()];
      await this.#run(args, [...gathered.paths]);
    } finally {
      await rm(gathered.folder, { recursive: true, force: true });
    }
  }

  async readText(path: string): Promise<AsyncIterable<string> | undefined> {
    await this.flush();
    const folder = await mkdtemp(join(tmpdir(), 'dmx-rsync-'));
    try {
      const copy = join(folder, 'text');
      const result = await this.#run([this.nameOf(path), copy], [], NOT_THERE);
      return result === undefined ? undefined : each(await readFile(copy, 'utf8'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async sizes(paths: readonly string[]): Promise<readonly (number | undefined)[]> {
    await this.flush();
    if (paths.length === 0) return [];
    this.#listed ??= await this.#list();
    const listed = this.#listed;
    return paths.map((path) => listed.get(path));
  }

  /** Removes files, and folders that become empty, deepest first. */
  async remove(paths: readonly string[]): Promise<void> {
    await this.flush();
    this.#listed = undefined;
    if (paths.length === 0) return;
    await this.#removeMissing(paths);
    const holding = new Set([...(await this.#list()).keys()].flatMap(foldersOf));
    const empty = new Set(paths.flatMap(foldersOf).filter((folder) => !holding.has(folder)));
    const byDepth = groupBy([...empty], (folder) => String(folder.split('/').length));
    for (const folders of byDepth.toSorted(([a = ''], [b = '']) => b.split('/').length - a.split('/').length))
      await this.#removeMissing(folders);
  }

  /** Asks rsync for what is missing in folders like those there: it removes that, and no folder that holds anything. */
  async #removeMissing(paths: readonly string[]): Promise<void> {
    const empty = await mkdtemp(join(tmpdir(), 'dmx-rsync-'));
    try {
      for (const folder of new Set(paths.map((path) => dirname(path))))
        mkdirSync(join(empty, folder), { recursive: true });
      const args = ['--existing', '--delete-missing-args', '--from0', '--files-from=-', `${empty}/`, this.#root()];
      await this.#run(args, paths);
    } finally {
      await rm(empty, { recursive: true, force: true });
    }
  }

  nameOf(path: string): string {
    checkStoredPath(path);
    return `${this.#root()}${path}`;
  }

  #root(): string {
    return `${this.#place.address.replace(/\/+$/, '')}/`;
  }

  #gather(): Gathered {
    if (this.#gathered) return this.#gathered;
    const folder = join(tmpdir(), `dmx-rsync-${randomBytes(6).toString('hex')}`);
    mkdirSync(folder, { mode: 0o700 });
    this.#gathered = { folder, target: new FolderTarget(folder), paths: new Set() };
    return this.#gathered;
  }

  /** Bytes of every file, by path. */
  async #list(): Promise<ReadonlyMap<string, number>> {
    const sizes = new Map<string, number>();
    let rest = '';
    const onOutput = (text: string): void => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const [, bytes, path] = LISTED.exec(line) ?? [];
        if (bytes === undefined || path === undefined) continue;
        sizes.set(unescape(path), Number(bytes.replaceAll(',', '')));
      }
    };
    await this.#run(['--recursive', '--list-only', this.#root()], [], NOT_THERE, onOutput);
    return sizes;
  }

  /** Runs rsync; undefined where it did not find the path. Throws StorageError, EngineError. */
  async #run(
    args: readonly string[],
    paths: readonly string[],
    missing?: RegExp,
    onOutput?: (text: string) => void,
  ): Promise<ToolResult | undefined> {
    const { shell } = this.#place;
    const options = [...PLAIN, ...(shell === undefined ? [] : ['--rsh', shell])];
    const input = paths.map((path) => `${path}\0`).join('');
    const result = await runTool('rsync', [...options, ...args], { input, ...(onOutput && { onOutput }) });
    if (result.exitCode === 0) return result;
    if (missing && result.exitCode === PARTIAL && missing.test(result.stderr)) return undefined;
    throw this.#failure(result);
  }

  #failure({ exitCode, stderr }: ToolResult): StorageError {
    const said = stderr
      .trim()
      .split(/[\r\n]+/)
      .slice(0, 2)
      .join('; ');
    return new StorageError('STORAGE_GONE', `cannot reach ${this.#root()}: rsync ended with ${exitCode}: ${said}`, {
      place: this.#root(),
      hint: 'Check the address, and what its server says; then run the same command again: it goes on.',
    });
  }
}

/** The folders above a file, without the root: `a/b/c.jpg` → `a/b`, `a`. */
function foldersOf(path: string): readonly string[] {
  const above = dirname(path);
  return above === '.' ? [] : [above, ...foldersOf(above)];
}

/** A path as it is, from the Latin-1 of bytes and rsync's way of writing those that are no letters. */
function unescape(path: string): string {
  const bytes = path.replaceAll(ESCAPED, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

async function* each(text: string): AsyncIterable<string> {
  yield text;
}
