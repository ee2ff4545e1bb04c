import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printBytes } from '../base/bytes.ts';
import { plural } from '../base/text.ts';
import { DmxError, type ErrorCode } from '../model/errors.ts';
import type { Programs } from '../model/programs.ts';
import type { Workers } from '../schedule/workers.ts';
import { allowedCores, allowedMemory } from '../system/machine.ts';
import { inspectLibrary } from './project/load-config.ts';
import { programsOf } from './project/programs.ts';
import { outputOf } from './project/project.ts';
import type { Request } from './request.ts';
import { openWorkers } from './project/runtime.ts';

/** One thing that was looked at. */
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
}

const ok = (name: string, found: string): Diagnosis => ({ name, state: 'ok', found, hint: '' });

function diagnoseNode(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const found = `${process.versions.node} on ${process.platform} ${process.arch}`;
  // engines in package.json: 20.19 is the first with require(esm), which our packages use.
  if (major > 20 || (major === 20 && minor >= 19)) return ok('Node', found);
  return { name: 'Node', state: 'broken', found, hint: 'Install Node 20.19 or newer.', code: 'ENGINE_MISSING' };
}

const INSTALL = 'Install dmx again on this machine, optional packages included: npm install --include=optional.';

/** The loss of smart crops without a detector. */
function blind(warning: string): Diagnosis {
  return { name: 'Detectors', state: 'limited', found: 'not all of them are installed', hint: warning };
}

async function diagnoseEngines(programs: Programs): Promise<readonly Diagnosis[]> {
  await using pool = openWorkers({ size: 1, recycleBytes: Infinity, programs });
  try {
    const { versions, warnings } = await pool.installation();
    const found = Object.entries(versions).map(([name, version]) => ok(name, version));
    return [...found, ...warnings.map(blind), ...(await diagnosePrograms(pool))];
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return [{ name: 'Engines', state: 'broken', found: error.message, hint: INSTALL, code: 'ENGINE_MISSING' }];
  }
}

/** The programs that work on clips: without it dmx makes pictures all the same. */
async function diagnosePrograms(pool: Workers): Promise<readonly Diagnosis[]> {
  try {
    const { versions, warnings } = await pool.programs();
    const old = warnings.map((hint): Diagnosis => ({ name: 'ffmpeg', state: 'limited', found: 'an old build', hint }));
    return [...Object.entries(versions).map(([name, version]) => ok(name, version)), ...old];
  } catch (error) {
    if (!(error instanceof DmxError)) throw error;
    return [{ name: 'ffmpeg', state: 'limited', found: error.message, hint: error.hint }];
  }
}

function diagnoseProfiles({ profiles, problems, configFile }: ReturnType<typeof inspectLibrary>): Diagnosis {
  const { images, videos, presets } = profiles;
  const from = configFile ?? 'no dmx.yaml';
  const count = `${plural(images.size + videos.size, 'profile')}, ${plural(presets.size, 'preset')}`;
  if (problems.length === 0) return ok('Profiles', `${from}, ${count}`);
  const found = `${from}, ${plural(problems.length, 'problem')}`;
  return { name: 'Profiles', state: 'broken', found, hint: 'List them: dmx profiles check.', code: 'PROFILE_INVALID' };
}

/** The nearest folder that exists, from `path` upwards. */
async function nearestFolder(path: string): Promise<string> {
  try {
    await access(path);
    return path;
  } catch {
    return dirname(path) === path ? path : nearestFolder(dirname(path));
  }
}

async function diagnoseOutput(output: string): Promise<Diagnosis> {
  const folder = await nearestFolder(output);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return ok('Output', folder === output ? `${output} can be written to` : `${output} can be made`);
  } catch {
    const hint = `Give yourself the right to write to ${folder}, or choose another \`output\`.`;
    return { name: 'Output', state: 'broken', found: `${output} cannot be written to`, hint, code: 'STORAGE_DENIED' };
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

/** Looks at what dmx needs and says what is missing; writes nothing. Throws UsageError when `config` names no file. */
export async function doctor(request: Request): Promise<readonly Diagnosis[]> {
  const inspected = inspectLibrary(request);
  const { config, configFile } = inspected;
  return [
    diagnoseNode(),
    ...(await diagnoseEngines(programsOf(request, inspected))),
    ...diagnoseMachine(),
    diagnoseProfiles(inspected),
    await diagnoseOutput(outputOf(request, config, configFile)),
  ];
}
