import { mkdtempSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { printBytes } from '../base/bytes.ts';
import { plural } from '../base/text.ts';
import { DmxError, type ErrorCode } from '../model/errors.ts';
import type { FoundProfile, NamedFile } from '../model/colors/found-profile.ts';
import { BUILT_IN, NAMED_PROFILES } from '../model/colors/profile-names.ts';
import type { InstalledPart } from '../model/installation.ts';
import type { Programs } from '../model/programs.ts';
import type { Workers } from '../schedule/workers.ts';
import { allowedCores, allowedMemory } from '../system/machine.ts';
import { makeFolders } from '../system/writing/make-folders.ts';
import { dmxVersion } from '../system/package-files.ts';
import { exists, isFolder } from '../system/path-kind.ts';
import { sqliteVersion } from '../system/sqlite.ts';
import { storageError } from '../system/storage-error.ts';
import { type InspectedLibrary, inspectLibrary } from './project/load-config.ts';
import type { ProfileFinder } from './project/profile-finder.ts';
import { programsOf } from './project/programs.ts';
import { outputOf } from './project/project.ts';
import type { Request } from './request.ts';
import { openWorkers } from './project/runtime.ts';

/** One check of `dmx doctor`. */
export interface Diagnosis {
  readonly name: string;
  /** ok; limited = dmx works, but not for everything; broken = it does not. */
  readonly state: 'ok' | 'limited' | 'broken';
  /** The thing that was found. */
  readonly found: string;
  /** The hint what to do; '' when all is well. */
  readonly hint: string;
  /** Why it is broken. */
  readonly code?: ErrorCode;
  /** Shown only with details. */
  readonly detail?: true;
}

const ok = (name: string, found: string): Diagnosis => ({ name, state: 'ok', found, hint: '' });

/** bin/dmx.js has refused a Node that is too old. */
function diagnoseNode(): readonly Diagnosis[] {
  const { versions, platform, arch } = process;
  return [ok('dmx', dmxVersion()), ok('Node', `${versions.node} on ${platform} ${arch}`)];
}

function diagnosePart({ name, found, hint = '', detail }: InstalledPart): Diagnosis {
  return { name, state: hint === '' ? 'ok' : 'limited', found, hint, ...(detail && { detail }) };
}

function brokenBy(name: string, { code, message, hint }: DmxError): Diagnosis {
  return { name, state: 'broken', found: message, hint, code };
}

function diagnoseCatalog(): Diagnosis {
  try {
    return ok('SQLite', sqliteVersion());
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return brokenBy('SQLite', error);
  }
}

async function diagnoseEngines(programs: Programs): Promise<readonly Diagnosis[]> {
  await using pool = openWorkers({ size: 1, recycleBytes: Infinity, programs });
  try {
    const { parts } = await pool.installation();
    return [...parts.map(diagnosePart), ...(await diagnosePrograms(pool))];
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return [brokenBy('Pictures', error)];
  }
}

/** The programs that work on clips: without it dmx makes pictures all the same. */
async function diagnosePrograms(pool: Workers): Promise<readonly Diagnosis[]> {
  try {
    const { parts } = await pool.programs();
    return parts.map(diagnosePart);
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return [{ name: 'ffmpeg', state: 'limited', found: error.message, hint: error.hint }];
  }
}

function diagnoseProfiles({ profiles, problems, configFile }: InspectedLibrary): Diagnosis {
  const { images, videos, presets } = profiles;
  const from = configFile ?? 'no dmx.yaml';
  const count = `${plural(images.size + videos.size, 'profile')}, ${plural(presets.size, 'preset')}`;
  if (problems.length === 0) return ok('Profiles', `${from}, ${count}`);
  const found = `${from}, ${plural(problems.length, 'problem')}`;
  return { name: 'Profiles', state: 'broken', found, hint: 'List them: dmx profiles check.', code: 'PROFILE_INVALID' };
}

const OWNERS = { yours: 'yours', system: "the system's", package: "the package's" } as const;

/** The file that a name of a colour profile means here. */
function diagnoseColor(profile: NamedFile): Diagnosis {
  const name = `Profile ${profile.name}`;
  if ('got' in profile) {
    // A missing profile is fine as long as no setting names it; renditions that do will report it.
    const advice = 'put its file into a folder of `iccProfiles` in dmx.yaml where a rendition names it';
    return { ...ok(name, `${profile.got}: ${advice}`), detail: true };
  }
  const instead = profile.instead === undefined ? '' : `, ${profile.instead}`;
  return { ...ok(name, `${profile.file}, ${OWNERS[profile.from]}${instead}`), detail: true };
}

/** The names of colour profiles that the language has, and what they mean here. */
function diagnoseColors(finder: ProfileFinder): readonly Diagnosis[] {
  const named = NAMED_PROFILES.filter(({ name }) => name !== BUILT_IN).map(({ name }) => finder.find(name));
  const found = named.filter((profile) => 'file' in profile);
  const count = (from: FoundProfile['from']): number => found.filter((profile) => profile.from === from).length;
  const owners = `${count('yours')} yours, ${count('system')} of the system, ${count('package')} of the package`;
  const told = `${found.length + 1} of ${NAMED_PROFILES.length} names: ${BUILT_IN} built in, ${owners}`;
  return [ok('Colour profiles', told), ...named.map(diagnoseColor)];
}

/** The first folder that is missing on the way to a path that is. */
function firstMissing(path: string): string {
  const above = dirname(path);
  return above === path || exists(above) ? path : firstMissing(above);
}

/** Makes a folder where a run would make its own, and takes it away: no permission tells as surely. */
function tryToWrite(output: string): void {
  if (isFolder(output)) return rmdirSync(mkdtempSync(join(output, '.dmx-')));
  const folder = firstMissing(output);
  makeFolders(folder);
  rmdirSync(folder);
}

function diagnoseOutput(output: string): Diagnosis {
  try {
    tryToWrite(output);
    return ok('Output', exists(output) ? `${output} can be written to` : `${output} can be made`);
  } catch (error) {
    const known = storageError(error, output);
    if (!(known instanceof DmxError)) throw error;
    return brokenBy('Output', known);
  }
}

function diagnoseMachine(): readonly Diagnosis[] {
  const bytes = allowedMemory();
  const small = bytes < 2 ** 30;
  const found = printBytes(bytes, { binary: true });
  const hint = 'Masters of tens of megapixels may be refused: give the machine or container 1 GiB or more.';
  return [
    ok('Cores', String(allowedCores())),
    small ? { name: 'Memory', state: 'limited', found, hint } : ok('Memory', found),
  ];
}

/** Checks what dmx needs and lists what is missing; leaves nothing behind. Throws UsageError when `config` names no file. */
export async function doctor(request: Request): Promise<readonly Diagnosis[]> {
  const inspected = await inspectLibrary(request);
  const { config, configFile } = inspected;
  return [
    ...diagnoseNode(),
    diagnoseCatalog(),
    ...(await diagnoseEngines(programsOf(request, inspected))),
    ...diagnoseMachine(),
    diagnoseProfiles(inspected),
    ...diagnoseColors(inspected.profileFinder),
    diagnoseOutput(outputOf(request, config, configFile)),
  ];
}
