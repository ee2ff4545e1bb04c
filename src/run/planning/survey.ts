import type { Catalog } from '../../catalog/catalog.ts';
import { findFile } from '../../library/find-file.ts';
import type { Library } from '../../library/library.ts';
import type { ScannedFile } from '../../model/asset.ts';
import { type AssetGlance, isAsRead } from '../../model/asset-glance.ts';
import type { AssetRecord } from '../../model/catalog-record.ts';
import type { Emit } from '../../model/run/event.ts';
import type { Examination } from '../../model/jobs/job.ts';
import { kindOf } from '../../model/formats/master-formats.ts';
import { OVERRIDES_SUFFIX } from '../../model/overrides.ts';
import { isSoundOfClip, type Seeming } from '../../model/seeming.ts';
import type { Candidate, Gone } from './candidate.ts';
import { readSidecar, type ReadOverrides } from './crop-sidecars.ts';
import { diffLibrary, type LibraryDiff } from './diff-library.ts';
import type { FileList } from './file-table.ts';
import { examineAll, type Examine } from './examine.ts';
import { type Damaged, findMoves, type Moves, NO_MOVES, refuseLoss } from './find-moves.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type LibraryRow, libraryRows } from './library-rows.ts';
import { type CandidateRules, makeCandidate } from './make-candidate.ts';
import { judgeSwatchImages } from './swatch-images.ts';
import { warnOfCaseCollisions } from './warn-of-case-collisions.ts';
import { warnOfWindowsNames } from './warn-of-windows-names.ts';
import { TrackSidecars } from './track-sidecars.ts';
import { isPartial, type RunScope, unselectedAssets } from './unselected-assets.ts';

export interface SurveyOptions extends RunScope, CandidateRules {
  readonly library: Library;
  /** The library in which the files of `overrides` lie. */
  readonly sidecars: Library;
  readonly catalog: Catalog;
  readonly examine: Examine;
  /** Masters examined side by side. */
  readonly width: number;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly retryFailed: boolean;
  /** Sidecar files with overrides, by asset path. */
  readonly overrides: ReadonlyMap<string, string>;
  /** Tells whether an asset path lies in a folder that could not be read. */
  readonly isUnread: (path: string) => boolean;
  /** A library that shrank is taken for what it is. */
  readonly allowGone: boolean;
  /** Tells which assets need not be planned, their masters being as they were. Absent = each is planned. */
  readonly approved?: ((glances: readonly AssetGlance[]) => Promise<readonly boolean[]>) | undefined;
}

/** A file that is no asset, and what it seems to be. */
export interface IgnoredFile {
  readonly path: string;
  readonly seeming: string;
  /** It holds sound under a name that is one of clips. */
  readonly isSound: boolean;
}

/** One asset in order: there, gone, no asset (`ignored`), or as it was left (`settled`). `previous` = what the catalog knows of it. */
export interface Surveyed {
  readonly settled?: AssetGlance;
  readonly candidate?: Candidate;
  readonly gone?: Gone;
  readonly ignored?: IgnoredFile;
  readonly previous?: AssetRecord;
}

/** The library compared with the catalog: everything is read that has to be. */
export interface Survey {
  /** True if any master had to be read. */
  readonly hasRead: boolean;
  /** Every asset judged by this run, in UTF-8 order, some hundreds at a time. */
  assets(): AsyncIterable<readonly Surveyed[]>;
  /** Catalogued assets that this run does not judge and that have not moved to where it does. */
  others(): AsyncIterable<AssetRecord>;
}

/**
 * Compares the library with the catalog: finds and reads new and changed masters, and finds those that moved. Flat in
 * memory but for what is new. Throws UsageError LIBRARY_SHRUNK unless `allowGone`.
 */
export async function survey(scanned: FileList, options: SurveyOptions): Promise<Survey> {
  const { catalog, allowGone, library } = options;
  const tracks = new TrackSidecars(library);
  const files = await tracks.without(scanned);
  const diff = await diffLibrary(files, options, options);
  const examined = await examineAll(diff.unread, options.examine, options);
  warnOfNames(files, diff, examined, options.emit);
  const moves = (await mayHaveMoved(diff, options)) ? await movesOf(files, diff, examined, options) : NO_MOVES;
  if (!allowGone) refuseLoss(diff, moves, damagedOf(diff, examined));
  const pass = new SecondPass({ files, examined, moves, tracks }, options);
  return {
    hasRead: examined.size > 0,
    assets: () => pass.assets(),
    async *others() {
      for await (const record of unselectedAssets(catalog, options)) if (!moves.left.has(record.path)) yield record;
    },
  };
}

/** Warns of file names that other systems do not accept, for new assets only: known ones were warned of before. */
function warnOfNames(
  files: FileList,
  { fresh }: LibraryDiff,
  examined: ReadonlyMap<string, Examination>,
  emit: Emit,
): void {
  const masters = fresh.filter(({ file }) => examined.get(file)?.seeming === undefined).map(({ path }) => path);
  warnOfCaseCollisions(files, masters, emit);
  warnOfWindowsNames(masters, emit);
}

/** Masters that were good when they were last read, and hold no picture or clip now. */
function damagedOf({ unread, good }: LibraryDiff, examined: ReadonlyMap<string, Examination>): readonly Damaged[] {
  return unread.flatMap(({ path, file }) => {
    const seeming = good.has(path) ? examined.get(file)?.seeming : undefined;
    return seeming === undefined ? [] : [{ path, seeming }];
  });
}

async function mayHaveMoved({ vanished }: LibraryDiff, options: SurveyOptions): Promise<boolean> {
  if (vanished.length > 0) return true;
  const { gone, states } = await options.catalog.summary();
  const known = Object.values(states).reduce((sum, count) => sum + count, 0);
  // Assets that this run does not judge may have vanished too.
  return gone > 0 || (known > 0 && isPartial(options));
}

function movesOf(
  files: FileList,
  { fresh }: LibraryDiff,
  examined: ReadonlyMap<string, Examination>,
  { catalog, library, isUnread }: SurveyOptions,
): Promise<Moves> {
  return findMoves(fresh, {
    catalog,
    digestOf: ({ file }) => examined.get(file)?.sha256,
    isForeign: ({ file }) => examined.get(file)?.seeming !== undefined,
    isAbsent: async ({ path, gone }) =>
      !isUnread(path) && !files.has(path) && (gone || (await findFile(library, path)) === undefined),
  });
}

interface FirstPass {
  readonly files: FileList;
  /** By file. */
  readonly examined: ReadonlyMap<string, Examination>;
  readonly moves: Moves;
  readonly tracks: TrackSidecars;
}

function ignoredFile(path: string, seeming: Seeming | undefined): IgnoredFile {
  return { path, seeming: seeming?.what ?? '', isSound: seeming !== undefined && isSoundOfClip(path, seeming) };
}

/** Emits the results of the first pass, asset by asset. */
class SecondPass {
  readonly #first: FirstPass;
  readonly #options: SurveyOptions;

  constructor(first: FirstPass, options: SurveyOptions) {
    this.#first = first;
    this.#options = options;
  }

  async *assets(): AsyncIterable<readonly Surveyed[]> {
    const { selections, sharded, owns, catalog } = this.#options;
    const { files } = this.#first;
    const owned = sharded ? files.filter(({ path }) => owns(path)) : files;
    for (const folder of selections) {
      for await (const rows of libraryRows(owned, folder, catalog, (some) => this.#areSettled(some))) {
        yield await this.#judgeAll(rows);
      }
    }
  }

  async #judgeAll(rows: readonly LibraryRow[]): Promise<readonly Surveyed[]> {
    const surveyed: Surveyed[] = [];
    for (const row of rows) {
      const { glance, record } = row;
      const isSettled = glance !== undefined && record === undefined;
      const judged = isSettled ? { settled: glance } : await this.#judge(row);
      if (judged !== undefined) surveyed.push(judged);
    }
    return surveyed;
  }

  async #judge({ file, record }: LibraryRow): Promise<Surveyed | undefined> {
    if (file !== undefined) return this.#present(file, record);
    return record && this.#absent(record);
  }

  /** Tells which rows are unchanged: same master, no sidecar changes, and approved. */
  async #areSettled(rows: readonly LibraryRow[]): Promise<readonly boolean[]> {
    const { approved, overrides } = this.#options;
    if (approved === undefined) return [];
    const may = rows.flatMap(({ file, glance }) => {
      const isSame = file !== undefined && glance !== undefined && !glance.gone && isAsRead(glance, file.stat);
      return isSame && !overrides.has(file.path) && !this.#first.examined.has(file.file) ? [glance] : [];
    });
    const found = await approved(may);
    const settled = new Set(may.filter((_, i) => found[i] === true));
    return rows.map(({ glance }) => glance === undefined || settled.has(glance));
  }

  #absent(record: AssetRecord): Surveyed | undefined {
    if (this.#first.moves.left.has(record.path)) return undefined;
    const exclusion = this.#options.excluded(record.path);
    if (exclusion === 'narrowed' || record.gone || !this.#options.owns(record.path)) return undefined;
    if (this.#options.wanted?.(record) === false) return undefined;
    const reason = exclusion === 'excluded' ? 'excluded' : 'master gone';
    return { gone: { path: record.path, reason }, previous: record };
  }

  async #present(file: ScannedFile, known: AssetRecord | undefined): Promise<Surveyed | undefined> {
    const examined = this.#first.examined.get(file.file);
    const examination = examined && judgeForeign(examined, file.path, known);
    if (examination?.mime === null && examination.error === undefined) {
      return { ignored: ignoredFile(file.path, examination.seeming) };
    }
    const previous = this.#first.moves.from.get(file.path) ?? known;
    const candidate = makeCandidate(
      { file, examination, previous, sidecar: await this.#sidecarOf(file.path) },
      this.#options,
    );
    if (!this.#asksFor(candidate, previous)) return undefined;
    return { candidate: await this.#withTracks(candidate, previous), ...(previous ? { previous } : {}) };
  }

  /** Tells whether the run is about a master, by its kind, its tags and its words. */
  #asksFor({ path, master, profile, listing }: Candidate, previous: AssetRecord | undefined): boolean {
    const { video, wanted } = this.#options;
    const kind = kindOf(master);
    if (!video && kind === 'video') return false;
    return wanted === undefined || wanted({ path, kind, profile, state: previous?.state, ...listing });
  }

  /** A clip with its sidecar tracks, and warnings about its swatches. */
  async #withTracks(candidate: Candidate, previous: AssetRecord | undefined): Promise<Candidate> {
    if (candidate.master.facts?.kind !== 'video' || candidate.profile === null) return candidate;
    const { library, emit } = this.#options;
    return judgeSwatchImages(await this.#first.tracks.attach(candidate, previous, emit), library);
  }

  async #sidecarOf(path: string): Promise<ReadOverrides | undefined> {
    const { overrides, sidecars } = this.#options;
    const file = overrides.get(path);
    return file === undefined ? undefined : readSidecar(sidecars, file, `${path}${OVERRIDES_SUFFIX}`);
  }
}
