import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalog } from '../../catalog/catalog.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { ScannedFile } from '../../model/asset.ts';
import type { Emit } from '../../model/event.ts';
import { kindOf } from '../../model/master-formats.ts';
import type { Examination } from '../../model/job.ts';
import type { PlannedMaster } from '../../model/plan.ts';
import { OVERRIDES_SUFFIX } from '../../model/overrides.ts';
import { governing } from '../../profiles/match.ts';
import { shrinkError, type FolderLoss } from '../../plan/shrink.ts';
import type { Candidate, Gone } from './candidate.ts';
import { examineAll, isKnown, type Examine } from './examine.ts';
import { zipInOrder } from './merge-sorted.ts';
import type { Project } from '../project/project.ts';
import { isBelow, isPartial, type RunScope, unselectedAssets } from './unselected-assets.ts';
import { readSidecar, type ReadOverrides } from './crop-sidecars.ts';
import { Sidecars } from './track-sidecars.ts';

export interface SurveyOptions extends RunScope {
  readonly project: Project;
  readonly catalog: Catalog;
  readonly examine: Examine;
  readonly width: number;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly retryFailed: boolean;
  /** A moved asset keeps the processing of its old folder. */
  readonly keepOnMove: boolean;
  /** An asset that kept its old folder's processing is given its own. */
  readonly settleMoves: boolean;
  /** What people said of single masters: files by asset path, absolute. */
  readonly overrides: ReadonlyMap<string, string>;
}

/** One asset in order: there, gone, or no asset (`ignored`). `previous` = what the catalog knows of it. */
export interface Surveyed {
  readonly candidate?: Candidate;
  readonly gone?: Gone;
  readonly ignored?: true;
  readonly previous?: AssetRecord;
}

/** The files of a folder, both as asset paths. */
function within(files: readonly ScannedFile[], folder: string): readonly ScannedFile[] {
  return folder === '' ? files : files.filter(({ path }) => isBelow(folder, path));
}

/**
 * Compares the library with the catalog in two ordered passes: the first finds what has to be read (new and changed
 * masters) and what vanished, the second tells of every asset in UTF-8 order. Flat in memory but for what is new.
 */
export class Survey {
  readonly #options: SurveyOptions;
  readonly #sidecars: Sidecars;
  readonly #files: readonly ScannedFile[];
  readonly #scanned: ReadonlySet<string>;
  #examined: ReadonlyMap<string, Examination> = new Map();
  /** Old paths of moved masters by new path, and the other way round. */
  readonly #movedFrom = new Map<string, AssetRecord>();
  readonly #movedTo = new Map<string, string>();
  readonly #vanished: AssetRecord[] = [];
  /** How many new masters of each size other shards have: this one does not read them. */
  readonly #newElsewhere = new Map<number, number>();

  constructor(files: readonly ScannedFile[], options: SurveyOptions) {
    this.#options = options;
    this.#sidecars = new Sidecars(options.project.library);
    this.#files = files.filter((file) => !this.#sidecars.includes(file));
    this.#scanned = new Set(this.#files.map(({ path }) => path));
  }

  /** Whether the first pass had to read any master. */
  get hasRead(): boolean {
    return this.#examined.size > 0;
  }

  /** The first pass. Throws UsageError LIBRARY_SHRUNK unless `allowGone`. */
  async prepare(allowGone: boolean): Promise<void> {
    const unread: ScannedFile[] = [];
    const losses: FolderLoss[] = [];
    const fresh: ScannedFile[] = [];
    for (const folder of this.#options.selections) {
      losses.push(await this.#firstPass(folder, unread, fresh));
    }
    this.#examined = await examineAll(unread, this.#options.examine, this.#options);
    await this.#findMoves(fresh);
    if (!allowGone) this.#refuseLoss(losses);
  }

  async #firstPass(folder: string, unread: ScannedFile[], fresh: ScannedFile[]): Promise<FolderLoss> {
    const files = within(this.#files, folder);
    let known = 0;
    let vanished = 0;
    for await (const [file, record] of this.#besideCatalog(files, folder)) {
      const judged = record !== undefined && this.#isJudged(record);
      if (judged) known++;
      if (file !== undefined) {
        this.#note(file, record, unread, fresh);
      } else if (judged) {
        vanished++;
        this.#vanished.push(record);
      }
    }
    return { folder, known, vanished, found: this.#owned(folder).length };
  }

  /** Files of a folder and what the catalog knows below it, in order; either may lack the other. */
  async *#besideCatalog(
    files: readonly ScannedFile[],
    folder: string,
  ): AsyncIterable<readonly [ScannedFile | undefined, AssetRecord | undefined]> {
    const rows = zipInOrder<[ScannedFile, AssetRecord]>(files, this.#options.catalog.assets(folder));
    for await (const { items } of rows) yield items;
  }

  #owned(folder: string): readonly ScannedFile[] {
    return within(this.#files, folder).filter(({ path }) => this.#options.owns(path));
  }

  #isJudged({ gone, path }: AssetRecord): boolean {
    return !gone && this.#options.owns(path) && this.#options.excluded(path) === undefined;
  }

  #note(file: ScannedFile, known: AssetRecord | undefined, unread: ScannedFile[], fresh: ScannedFile[]): void {
    if (!this.#options.owns(file.path)) {
      const { bytes } = file.stat;
      if (known === undefined) this.#newElsewhere.set(bytes, (this.#newElsewhere.get(bytes) ?? 0) + 1);
      return;
    }
    if (known !== undefined && isKnown(known, file.stat, this.#options.retryFailed)) return;
    unread.push(file);
    if (known === undefined || known.gone) fresh.push(file);
  }

  /** A new master with the bytes of one that vanished is that one, moved. Each vanished asset moves once. */
  async #findMoves(fresh: readonly ScannedFile[]): Promise<void> {
    if (!(await this.#mayHaveMoved())) return;
    for (const { file, path } of fresh) {
      const sha256 = this.#examined.get(file)?.sha256;
      if (sha256 === undefined || sha256 === '') continue;
      const records = await this.#options.catalog.assetsByDigest(sha256);
      // A master that returned to where it was is no other one's.
      if (records.some((record) => record.path === path)) continue;
      const from = records.find((record) => this.#isFree(record));
      if (from === undefined) continue;
      this.#movedFrom.set(path, from);
      this.#movedTo.set(from.path, path);
    }
  }

  async #mayHaveMoved(): Promise<boolean> {
    if (this.#vanished.length > 0) return true;
    const { gone, states } = await this.#options.catalog.summary();
    const known = Object.values(states).reduce((sum, count) => sum + count, 0);
    // Assets that this run does not judge may have vanished too.
    return gone > 0 || (known > 0 && isPartial(this.#options));
  }

  #isFree({ path, gone }: AssetRecord): boolean {
    if (this.#movedTo.has(path) || this.#scanned.has(path)) return false;
    return gone || !existsSync(join(this.#options.project.library, path));
  }

  #refuseLoss(losses: readonly FolderLoss[]): void {
    for (const loss of losses) {
      const moved = this.#vanished.filter(
        (record) => isBelow(loss.folder, record.path) && this.#hasMoved(record),
      ).length;
      const error = shrinkError({ ...loss, known: loss.known - moved, vanished: loss.vanished - moved });
      if (error !== undefined) throw error;
    }
  }

  /** Another shard that has a new master of the same size has this one, as far as can be told without reading it. */
  #hasMoved({ path, stat: { bytes } }: AssetRecord): boolean {
    if (this.#movedTo.has(path)) return true;
    const left = this.#newElsewhere.get(bytes) ?? 0;
    this.#newElsewhere.set(bytes, left - 1);
    return left > 0;
  }

  /** Catalogued assets that this run does not judge and that have not moved to where it does. */
  async *others(): AsyncIterable<AssetRecord> {
    for await (const record of unselectedAssets(this.#options.catalog, this.#options)) {
      if (!this.#movedTo.has(record.path)) yield record;
    }
  }

  /** The second pass: every asset judged by this run, in order. */
  async *assets(): AsyncIterable<Surveyed> {
    for (const folder of this.#options.selections) {
      for await (const [file, record] of this.#besideCatalog(this.#owned(folder), folder)) {
        if (file !== undefined) yield* this.#withSidecars(this.#present(file, record));
        else if (record !== undefined) yield* this.#absent(record);
      }
    }
  }

  *#absent(record: AssetRecord): Iterable<Surveyed> {
    if (this.#movedTo.has(record.path)) return;
    const exclusion = this.#options.excluded(record.path);
    if (exclusion === 'narrowed' || record.gone || !this.#options.owns(record.path)) return;
    const reason = exclusion === 'excluded' ? 'excluded' : 'master gone';
    yield { gone: { path: record.path, reason }, previous: record };
  }

  /** Clips with what lies beside them. */
  async *#withSidecars(surveyed: Iterable<Surveyed>): AsyncIterable<Surveyed> {
    for (const one of surveyed) {
      const { candidate, previous } = one;
      yield candidate?.master.facts?.kind === 'video' && candidate.profile !== null
        ? { ...one, candidate: await this.#sidecars.attach(candidate, previous, this.#options.emit) }
        : one;
    }
  }

  *#present(file: ScannedFile, known: AssetRecord | undefined): Iterable<Surveyed> {
    const examination = this.#examined.get(file.file);
    const remembered = known ? { previous: known } : {};
    if (examination?.mime === null && examination.error === undefined) {
      const gone = known && !known.gone ? { gone: { path: file.path, reason: 'master gone' as const } } : {};
      yield { ignored: true, ...gone, ...remembered };
      return;
    }
    const previous = this.#movedFrom.get(file.path) ?? known;
    const candidate = this.#candidate(file, examination, previous);
    if (!this.#options.video && kindOf(candidate.master) === 'video') return;
    yield { candidate, ...(previous ? { previous } : {}) };
  }

  #candidate(file: ScannedFile, examination: Examination | undefined, previous: AssetRecord | undefined): Candidate {
    const { project, settleMoves } = this.#options;
    const moved = previous !== undefined && previous.path !== file.path;
    const keptFrom = settleMoves ? undefined : this.#keptFrom(previous, moved);
    const master = masterOf(file, examination, previous);
    const profile = governing(project.config.folders, keptFrom ?? file.path)[kindOf(master)];
    const heard = this.#hear(file.path);
    return {
      path: file.path,
      master,
      profile,
      published: governing(project.config.folders, file.path).publish,
      errors: [...errorsOf(examination, previous, profile), ...(heard && 'error' in heard ? [heard.error] : [])],
      warnings: [],
      ...(heard && 'overrides' in heard ? { overrides: heard.overrides } : {}),
      ...(moved ? { movedFrom: previous.path } : {}),
      ...(keptFrom === undefined ? {} : { keptFrom }),
    };
  }

  #hear(path: string): ReadOverrides | undefined {
    const file = this.#options.overrides.get(path);
    return file === undefined ? undefined : readSidecar(file, `${path}${OVERRIDES_SUFFIX}`);
  }

  #keptFrom(previous: AssetRecord | undefined, moved: boolean): string | undefined {
    if (moved && this.#options.keepOnMove) return previous?.keptFrom ?? previous?.path;
    return moved ? undefined : previous?.keptFrom;
  }
}

function masterOf(
  file: ScannedFile,
  examination: Examination | undefined,
  known: AssetRecord | undefined,
): PlannedMaster {
  const { sha256, mime } = examination ?? known ?? { sha256: '', mime: null };
  const facts = examination ? (examination.facts ?? null) : (known?.facts ?? null);
  return { file: file.file, stat: file.stat, sha256, mime: mime ?? known?.mime ?? 'application/octet-stream', facts };
}

/** Why a master cannot be worked on: found now, or recorded when it was last read. */
function errorsOf(
  examination: Examination | undefined,
  known: AssetRecord | undefined,
  profile: string | null,
): Candidate['errors'] {
  // What is not to be worked on needs no engine.
  if (profile === null && examination?.error?.code === 'ENGINE_MISSING') return [];
  if (examination !== undefined) return examination.error ? [examination.error] : [];
  return known && known.facts === null ? known.errors.filter(({ rendition }) => rendition === null) : [];
}
