import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { errorFrom, UsageError } from '../../model/errors.ts';
import { limitExamination } from '../../plan/estimate/admit.ts';
import type { ProfileLibrary } from '../../profiles/library.ts';
import { findPresets } from '../../profiles/import/find-presets.ts';
import type { ImportFile, Found } from '../../profiles/import/found.ts';
import { presetFile } from '../../profiles/import/preset-file.ts';
import { findSettings, type FoundSettings } from '../../profiles/import/settings/find-settings.ts';
import {
  NO_SETTINGS,
  convertSettings,
  type ConvertedSettings,
} from '../../profiles/import/settings/convert-settings.ts';
import { presetName, convertPresets, type ConvertedPresets } from '../../profiles/import/convert-presets.ts';
import { hasCode } from '../../system/error-code.ts';
import { makeFolders } from '../../system/writing/make-folders.ts';
import { storageError } from '../../system/storage-error.ts';
import { writeAside } from '../../system/writing/write-aside.ts';
import { loadLibrary } from '../project/load-config.ts';
import { placesOf } from '../project/runtime.ts';
import { type Settings, settingsOf } from '../project/settings.ts';
import type { Request } from '../request.ts';
import { openPool } from '../work/open-pool.ts';
import { importPhotoshop, isPhotoshopFile, type PhotoshopImport } from './import-photoshop.ts';
import { readZip } from './zip.ts';
import { nearFileHint } from '../project/near-file.ts';

/** The outcome of taking over files of another system. */
export interface ImportOutcome extends ConvertedPresets, Omit<ConvertedSettings, 'omissions'> {
  /** Absolute path of the file written; null where the text is wanted itself. */
  readonly path: string | null;
  readonly text: string;
  /** Of a template of a Photoshop file: the pictures that it names, paths below the library. */
  readonly assets?: readonly string[];
}

/** Far beyond any list of addresses; what is larger is some other file. */
const MOST_BYTES = 64 * 2 ** 20;

function unfit(given: string, what: string, hint: string): UsageError {
  return new UsageError('FILE_UNREADABLE', `expected ${what}, got ${given}`, { place: given, hint });
}

/** UTF-8 where it is, else Latin-1: macro files are that unless they begin with a byte order mark (reference A.3). */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

/** Files of these kinds hold presets or settings. */
const EXPORT = /\.(?:xml|json|mac|properties)$/i;

/** The exports in a package of AEM, which is a ZIP archive. */
async function readPackage(file: string, bytes: Buffer): Promise<readonly ImportFile[]> {
  try {
    const files = await readZip(bytes, (name) => EXPORT.test(name), MOST_BYTES);
    return files.map(({ name, content }) => ({ name, text: decode(content) }));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw unfit(file, 'a package that can be read', `Unpack it, and name its folder: ${why}.`);
  }
}

async function readForeign(file: string): Promise<readonly ImportFile[]> {
  const { size } = await stat(file);
  if (size > MOST_BYTES) throw unfit(file, 'a file of presets', 'It is too large to be one.');
  const bytes = await readFile(file);
  if (bytes.toString('latin1', 0, 2) === 'PK') return readPackage(file, bytes);
  return [{ name: file.split(sep).join('/'), text: decode(bytes) }];
}

/** Every export below a folder: an unpacked package. */
async function exportsBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => EXPORT.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}

async function filesOf(given: string, cwd: string): Promise<readonly ImportFile[]> {
  const path = resolve(cwd, given);
  try {
    const files = (await stat(path)).isDirectory() ? await exportsBelow(path) : [path];
    return (await Promise.all(files.map(readForeign))).flat();
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof Error && 'syscall' in error)) throw error;
    throw unfit(given, 'a file of presets', nearFileHint(cwd, given));
  }
}

function fileExists(path: string): UsageError {
  const hint = 'Write over it with `force`, or name another file.';
  return new UsageError('FILE_EXISTS', `expected no file at ${path}, got one`, { place: path, hint });
}

/** The template of a Photoshop file, of whose name it has its own. */
async function importTemplate(request: Request, given: string, to: string | undefined): Promise<ImportOutcome> {
  const { cwd } = request;
  const force = request.force === true;
  const name = presetName(stemOf(given));
  const path = to === '-' ? null : resolve(cwd, to ?? `${name}.yaml`);
  if (path !== null && !force && existsSync(path)) throw fileExists(path);
  const loaded = await loadLibrary(request);
  const takeApart = inWorker(settingsOf(request, loaded));
  const options = { loaded, cwd, force, write: path !== null, takeApart };
  const { yaml, text, remarks, assets } = await importPhotoshop(resolve(cwd, given), name, options);
  if (path !== null) await write(path, yaml, force);
  const omissions = remarks.map(({ layer, reason }) => ({ preset: layer, modifier: '', reason, hint: '' }));
  return { ...NO_SETTINGS, presets: [{ name, text }], omissions, path, text: yaml, assets };
}

/** Takes files apart in a worker process, within its limits of time and memory: they are from anywhere. */
const inWorker =
  (settings: Settings): PhotoshopImport['takeApart'] =>
  async (file, folder) => {
    const root = dirname(file);
    const { pool, openMeans } = openPool(settings, placesOf({ library: root, output: folder, outside: root }));
    await using workers = pool;
    const { budget, idle } = openMeans();
    const { size } = await stat(file);
    const taken = await workers.takeApart({ from: 'outside', path: basename(file) }, folder, {
      timeoutSeconds: settings.timeoutSeconds ?? limitExamination(size),
      memoryBytes: budget.capacity - idle.workerBytes,
    });
    if ('error' in taken) throw errorFrom(taken.error, file);
    return taken.document;
  };

const stemOf = (given: string): string => basename(given).replace(/(?:\.\w+)+$/, '') || 'presets';

async function write(path: string, text: string, replace: boolean): Promise<void> {
  const folder = dirname(path);
  try {
    makeFolders(folder);
  } catch (error) {
    throw storageError(error, folder);
  }
  try {
    await writeAside(path, (aside) => writeFile(aside, text), { replace });
  } catch (error) {
    throw hasCode(error, 'EEXIST') ? fileExists(path) : storageError(error, path);
  }
}

/** Everything that files of another system hold and dmx has too. */
function takeFrom(
  files: readonly ImportFile[],
  library: ProfileLibrary,
): ConvertedPresets & { readonly settings: ConvertedSettings } {
  const found = files.map((file): Found & { readonly settings: readonly FoundSettings[] } => {
    const [{ presets, strays }, settings] = [findPresets(file), findSettings(file)];
    // The lines of a file of settings were never meant for presets.
    return { presets, strays: settings.length === 0 ? strays : [], settings };
  });
  const settings = convertSettings(found.flatMap((one) => one.settings));
  const { presets, omissions } = convertPresets(
    { presets: found.flatMap((one) => one.presets), strays: found.flatMap(({ strays }) => strays) },
    library,
  );
  return { presets, settings, omissions: [...omissions, ...settings.omissions] };
}

/**
 * Takes presets and settings over from a file of another system, from the folder of an unpacked package, or from a Photoshop file, which
 * becomes a template, and writes them as YAML: to `to`, else `<name>.yaml` in the working directory; `-` writes nothing. Throws UsageError where there are none.
 */
export async function importPresets(request: Request, given: string, to: string | undefined): Promise<ImportOutcome> {
  const { cwd, force } = request;
  if (await isPhotoshopFile(resolve(cwd, given))) return await importTemplate(request, given, to);
  const taken = takeFrom(await filesOf(given, cwd), (await loadLibrary(request)).profiles);
  const { presets, settings, omissions } = taken;
  if (presets.length + settings.viewers.length + settings.rules.length + Object.keys(settings.server).length === 0) {
    throw unfit(
      given,
      'macros, nodes of presets and settings, or addresses with presets in them',
      'See dmx presets --help for what is read.',
    );
  }
  const text = presetFile({ presets, omissions }, given, settings);
  const outcome = { ...settings, presets, omissions, text };
  if (to === '-') return { ...outcome, path: null };
  const path = resolve(cwd, to ?? `${stemOf(given)}.yaml`);
  await write(path, text, force === true);
  return { ...outcome, path };
}
