/** The class of an error: who can mend it; decides what a failure stops and the exit code. */
export type ErrorClass = 'usage' | 'profile' | 'source' | 'rendition' | 'engine' | 'storage' | 'catalog' | 'cancelled';

/** The exit code of a process that met it; the table of meanings and precedence is `cli/exit.ts`. */
type ErrorExit = 0 | 2 | 3 | 4 | 5 | 6 | 130;

interface ErrorRow {
  readonly class: ErrorClass;
  readonly exit: ErrorExit;
  readonly summary: string;
}

const row = (errorClass: ErrorClass, exit: ErrorExit, summary: string): ErrorRow => ({
  class: errorClass,
  exit,
  summary,
});

/** Every code dmx may report: stable, listed in docs/errors.md. */
export const ERRORS = {
  UNKNOWN_OPTION: row('usage', 2, 'an option, command or action on the command line is not known'),
  OPTION_RANGE: row('usage', 2, 'the value of an option is malformed or out of range'),
  ARGUMENT_COUNT: row('usage', 2, 'a word or value is missing on the command line, or there is one too many'),
  OPTION_CONFLICT: row('usage', 2, 'options that conflict, or an option that needs another one'),
  MISSING_FOLDER: row('usage', 2, 'a folder of masters was not named, does not exist or cannot be read'),
  FILE_UNREADABLE: row('usage', 2, 'a required file does not exist, is of the wrong kind or cannot be read'),
  FILE_UNWRITABLE: row('usage', 2, 'a file that was named cannot be written'),
  OUTSIDE_LIBRARY: row('usage', 2, 'a folder lies outside the library, or several folders came without a dmx.yaml'),
  OUTPUT_OVERLAPS: row('usage', 2, 'the output is the library itself, or the library lies inside the output'),
  OUTPUT_EMPTY: row('usage', 2, 'the output holds no assets'),
  OUTPUT_TAKEN: row('usage', 2, 'the output already belongs to another library'),
  ASSET_UNKNOWN: row('usage', 2, 'no asset of that name is in the catalog or on disk'),
  ASSET_UNFIT: row('usage', 2, 'the command does not work on this kind of asset'),
  COLLECTION_UNKNOWN: row('usage', 2, 'no collection of that name is in dmx.yaml'),
  CROP_UNKNOWN: row('usage', 2, 'no smart crop of that name is in the profile of the asset'),
  RENDITION_UNKNOWN: row('usage', 2, 'no profile asks for such a rendition, and none is recorded'),
  RUN_UNKNOWN: row('usage', 2, 'no run, or more than one, has that id'),
  RUN_NOT_RUNNING: row('usage', 2, 'a run that should be stopped is not running'),
  NOT_CONFIRMED: row('usage', 2, 'files would be removed and nobody confirmed it'),
  PART_UNFIT: row('usage', 2, 'a folder to merge is no part of the same sharded run'),
  CROP_UNFIT: row('usage', 2, 'the rectangle given for a smart crop has not the ratio of its profile'),
  FILE_EXISTS: row('usage', 2, 'a file would be overwritten, and nobody forced it'),
  LIBRARY_SHRUNK: row('usage', 2, 'a folder is missing, empty or has lost many of its known assets'),
  CONFIG_INVALID: row('profile', 2, 'dmx.yaml or a .dmxignore has problems'),
  PROFILE_INVALID: row('profile', 2, 'a profile or preset file has problems'),
  SETTING_IDLE: row('profile', 0, 'a warning: a key or command of a profile, a preset or dmx.yaml has no effect yet'),
  PROFILE_UNKNOWN: row('profile', 2, 'a named profile does not exist'),
  PRESET_UNKNOWN: row('profile', 2, 'a named preset does not exist'),
  COMMAND_UNKNOWN: row('profile', 2, 'a command of a preset is not known'),
  COMMAND_UNSUPPORTED: row('profile', 2, 'a command or value is valid but not supported yet'),
  VARIABLE_UNUSED: row('profile', 0, 'a warning: a $variable$ has a value and no command names it'),
  COMMAND_RANGE: row('profile', 2, 'an argument of a command is malformed or out of range'),
  SOURCE_UNREADABLE: row('source', 3, 'the master cannot be opened or read'),
  SOURCE_FORMAT_UNSUPPORTED: row('source', 0, 'the format of the master is known but not read'),
  SOURCE_CORRUPT: row('source', 3, 'the master is damaged or truncated'),
  SOURCE_TOO_LARGE: row('source', 3, 'the master is larger than a setting allows, or needs more memory than there is'),
  SOURCE_CHANGED: row('source', 3, 'the master kept changing while it was read'),
  SIDECAR_INVALID: row('source', 3, 'the sidecar of a master has problems'),
  SET_INVALID: row('source', 3, 'a set cannot be shown, and is left out'),
  PUBLISH_TARGET_UNKNOWN: row('usage', 2, 'dmx.yaml has no target of that name'),
  CREDENTIALS_MISSING: row('usage', 2, 'the environment has no keys for a bucket'),
  SET_UNKNOWN: row('usage', 2, 'no set of that name is in the manifest'),
  PATH_COLLISION: row('source', 3, 'the renditions of two assets would have the same path'),
  PATH_TOO_LONG: row('source', 3, 'the renditions of an asset would have longer names than a disk can hold'),
  RENDITION_TOO_LARGE: row(
    'rendition',
    3,
    'the rendition is larger than its format can hold or than `jpegSize` allows',
  ),
  RENDITION_EMPTY: row('rendition', 3, 'the recipe leaves no pixels of this master'),
  PAGE_MISSING: row('rendition', 3, 'the master has no page of the number that the recipe names'),
  OBJECT_UNUSABLE: row('rendition', 3, 'a picture that the recipe names is not in the library or cannot be read'),
  FONT_UNUSABLE: row('rendition', 3, 'a named font does not exist, or lacks characters of a text'),
  COLOR_PROFILE_UNUSABLE: row('rendition', 3, 'a named colour profile does not exist or cannot be used'),
  TRACK_INVALID: row(
    'rendition',
    3,
    'a caption or audio file beside the master, or such a track in it, cannot be read',
  ),
  RENDITION_NOT_AS_PLANNED: row('rendition', 3, 'the finished file is not what its recipe asks for'),
  ENGINE_BROKEN: row('engine', 4, 'no worker process starts: the installation or the machine is at fault'),
  ENGINE_MISSING: row('engine', 4, 'a program or library that is needed is not installed'),
  ENGINE_FAILED: row('engine', 3, 'the engine failed on this asset'),
  ENGINE_TIMEOUT: row('engine', 3, 'the asset took longer than its time limit'),
  ENGINE_CRASHED: row('engine', 3, 'the worker process died on this asset'),
  ON_DONE_FAILED: row('engine', 3, 'the command or the address of `--on-done` failed; the run itself is done'),
  STORAGE_FULL: row('storage', 5, 'the output has no space left'),
  STORAGE_DENIED: row('storage', 5, 'the output cannot be read or written to'),
  STORAGE_GONE: row('storage', 5, 'the output folder was removed during the run'),
  CATALOG_DAMAGED: row('catalog', 5, 'the catalog cannot be read'),
  CATALOG_NEWER: row('catalog', 5, 'the catalog was written by a newer dmx'),
  LOCKED: row('storage', 6, 'another run works on this output'),
  CANCELLED: row('cancelled', 130, 'the run was interrupted'),
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof ERRORS;

/** A failure as plain data: what crosses processes and stands in catalog and manifest. */
export interface ErrorData {
  readonly code: ErrorCode;
  /** The rendition that failed; null = the whole asset. */
  readonly rendition: string | null;
  readonly message: string;
  readonly hint: string;
}

/** Tells whether an error only says that dmx does not read the format. */
export function isUnsupported({ code }: Pick<ErrorData, 'code'>): boolean {
  return code === 'SOURCE_FORMAT_UNSUPPORTED';
}

/** Tells whether an error counts as a failure: a format that is not read is none, unless `strict`. */
export function isFailure(error: Pick<ErrorData, 'code'>, strict = false): boolean {
  return strict || !isUnsupported(error);
}

/** Tells whether a failure is not that of one asset: every other one would meet it too. */
export function isOfAll({ code }: Pick<ErrorData, 'code'>): boolean {
  return code === 'ENGINE_BROKEN' || ERRORS[code].class === 'storage';
}

interface ErrorDetails {
  /** `file:line:column`, an asset path, or the column of a command. */
  readonly place?: string | undefined;
  /** One sentence: what to do. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** The one base of every failure that is not a bug. Tests match `code` and `place`, never the message. */
export class DmxError extends Error {
  override readonly name: string = 'DmxError';
  readonly code: ErrorCode;
  readonly place: string | undefined;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, { place, hint = '', cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.place = place;
    this.hint = hint;
  }

  get class(): ErrorClass {
    return ERRORS[this.code].class;
  }

  toData(rendition: string | null = null): ErrorData {
    return { code: this.code, rendition, message: this.message, hint: this.hint };
  }
}

export class UsageError extends DmxError {
  override readonly name = 'UsageError';
}

/** One mistake in a file that a user wrote. */
export interface Problem {
  readonly code: ErrorCode;
  readonly file: string;
  /** 1-based; 0 where the whole file is meant. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** Prints where a problem is, as editors and terminals understand it. */
export function printPlace({ file, line, column }: Pick<Problem, 'file' | 'line' | 'column'>): string {
  return line > 0 ? `${file}:${line}:${column}` : file;
}

/** Files that a headline names; more are counted. */
const FILES_NAMED = 3;

/** Every problem of every file at once, never only the first. */
export class ProfileError extends DmxError {
  override readonly name = 'ProfileError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const first = problems[0];
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
    const files = [...new Set(problems.map(({ file }) => file))];
    const named = files.length > FILES_NAMED ? `${files.length} files` : files.join(', ');
    super(first?.code ?? 'PROFILE_INVALID', `${count} in ${named}`, {
      place: first && printPlace(first),
      hint: first?.hint,
    });
    this.problems = problems;
  }
}

export class SourceError extends DmxError {
  override readonly name = 'SourceError';
}

export class RenditionError extends DmxError {
  override readonly name = 'RenditionError';
}

export class EngineError extends DmxError {
  override readonly name = 'EngineError';
}

export class StorageError extends DmxError {
  override readonly name = 'StorageError';
}

export class CatalogError extends DmxError {
  override readonly name = 'CatalogError';
}

/** The classes that are made of a code and a message alone. */
const CLASSES = {
  usage: UsageError,
  source: SourceError,
  rendition: RenditionError,
  engine: EngineError,
  storage: StorageError,
  catalog: CatalogError,
} as const;

/** A failure that came as data, as the error it was. `place` = what it is about. */
export function errorFrom({ code, message, hint }: ErrorData, place?: string): DmxError {
  const { class: errorClass } = ERRORS[code];
  if (errorClass === 'cancelled') return new Cancelled();
  const Class = errorClass === 'profile' ? DmxError : CLASSES[errorClass];
  return new Class(code, message, { place, hint });
}

/** A thrown value as data: anything that is no failure of dmx's own came out of an engine. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof DmxError) return error.toData();
  const message = error instanceof Error ? error.message : String(error);
  const hint = 'Try it again with `dmx reprocess --failed`; if that fails too, please report it with the master.';
  return new EngineError('ENGINE_FAILED', message, { hint }).toData();
}

export class Cancelled extends DmxError {
  override readonly name = 'Cancelled';
  constructor() {
    super('CANCELLED', 'interrupted; what was finished is recorded', { hint: 'Run the same command again to go on.' });
  }
}
