import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { decodeUnicode } from '../../base/decode-text.ts';
import { UsageError } from '../../model/errors.ts';
import type { MasterLimits } from '../../model/master-limits.ts';
import type { Programs } from '../../model/programs.ts';
import { masterLimitsOf } from '../../plan/limits.ts';
import type { Config } from '../../profiles/config.ts';
import { type Decided } from '../../profiles/options/options.ts';
import { decide } from '../../profiles/options/decide.ts';
import { settleOpposites } from '../../profiles/options/opposites.ts';
import type { LoadedLibrary } from './load-config.ts';
import { programsOf } from './programs.ts';
import type { Request } from '../request.ts';
import { nearFileHint } from './near-file.ts';

/** Options whose values are used unchanged; the others are derived from several. */
type Plain = Omit<
  Decided,
  'config' | 'out' | 'shard' | 'include' | 'exclude' | 'excludeFrom' | 'changes' | 'ffmpeg' | 'ffprobe'
>;

/** The settings that decide in a run, each said by flag, environment, dmx.yaml or default, in this order. */
export interface Settings extends Plain {
  readonly forceBefore: string | undefined;
  /** Absolute. */
  readonly changes: string | undefined;
  readonly programs: Programs;
  readonly limits: MasterLimits;
  /** Folders and files of fonts for letters of drawings, absolute. */
  readonly fontPlaces: readonly string[];
  /** Globs of this run alone. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** Globs of a file, one a line, without comments. Throws UsageError FILE_UNREADABLE. */
function linesOf(folder: string, given: string): readonly string[] {
  const unfit = (why: string, hint: string, cause?: unknown): UsageError => {
    const message = `expected a file of globs to leave out, got ${given}, which ${why}`;
    return new UsageError('FILE_UNREADABLE', message, { place: given, hint, cause });
  };
  let text: string | undefined;
  try {
    text = decodeUnicode(readFileSync(resolve(folder, given)));
  } catch (cause) {
    throw unfit('cannot be read', nearFileHint(folder, given), cause);
  }
  if (text === undefined) throw unfit('is no UTF-8', 'Save it as UTF-8.');
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** The folders and the files of the fonts that dmx.yaml names, absolute. */
function fontPlacesOf({ fonts }: Config, folder: string): readonly string[] {
  return fonts.map((one) => resolve(folder, typeof one === 'string' ? one : one.file));
}

/** Brings request and dmx.yaml together. Throws UsageError (OPTION_CONFLICT, FILE_UNREADABLE). */
export function settingsOf(request: Request, loaded: Pick<LoadedLibrary, 'config' | 'configFile'>): Settings {
  const { cwd, include = [], exclude = [], forceBefore } = request;
  const { excludeFrom, changes, ...decided } = settleOpposites(decide(request, loaded.config), request, request.select);
  // These name the project and its programs, which are found before there are settings.
  const { config: _config, out: _out, shard: _shard, ffmpeg: _ffmpeg, ffprobe: _ffprobe, ...plain } = decided;
  // A path is meant from where it was written.
  const folderOf = (name: keyof Request): string =>
    request[name] === undefined && loaded.configFile !== undefined ? dirname(loaded.configFile) : cwd;
  return {
    ...plain,
    forceBefore,
    programs: programsOf(request, loaded),
    limits: masterLimitsOf(loaded.config),
    fontPlaces: fontPlacesOf(loaded.config, loaded.configFile === undefined ? cwd : dirname(loaded.configFile)),
    changes: changes === undefined ? undefined : resolve(folderOf('changes'), changes),
    include,
    exclude: [...exclude, ...(excludeFrom === undefined ? [] : linesOf(folderOf('excludeFrom'), excludeFrom))],
  };
}
