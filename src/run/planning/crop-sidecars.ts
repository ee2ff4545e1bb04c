import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ErrorData } from '../../model/errors.ts';
import { OVERRIDES_SUFFIX, type Overrides } from '../../model/overrides.ts';
import { readOverrides } from '../../profiles/overrides.ts';
import type { Skip } from '../../library/library.ts';
import { walk } from '../../library/walk.ts';
import type { LoadedLibrary } from '../project/load-config.ts';

/** What a master's sidecar says, or why it cannot be heard. */
export type ReadOverrides = { readonly overrides: Overrides } | { readonly error: ErrorData };

/** The asset path whose sidecar a file of this path is; undefined = it is none. */
export function overriddenAsset(path: string): string | undefined {
  const owner = path.endsWith(OVERRIDES_SUFFIX) ? path.slice(0, -OVERRIDES_SUFFIX.length) : '';
  return owner === '' || owner.endsWith('/') ? undefined : owner;
}

/** The folder of sidecars that mirrors the library, absolute; undefined where they lie beside the masters. */
export function overridesFolder({
  config,
  configFile,
}: Pick<LoadedLibrary, 'config' | 'configFile'>): string | undefined {
  if (config.overrides === undefined || configFile === undefined) return undefined;
  return resolve(dirname(configFile), config.overrides);
}

/** Where the sidecar of a master lies: `file` is the master, absolute, `path` its asset path. */
export function overridesFile(
  loaded: Pick<LoadedLibrary, 'config' | 'configFile'>,
  file: string,
  path: string,
): string {
  const folder = overridesFolder(loaded);
  return `${folder === undefined ? file : join(folder, path)}${OVERRIDES_SUFFIX}`;
}

const MEND = 'Mend the sidecar, or write it anew with dmx crop; until then nothing new is made of its master.';

function refused(message: string, hint = MEND): ReadOverrides {
  return { error: { code: 'SIDECAR_INVALID', rendition: null, message, hint } };
}

/** Reads a sidecar; undefined = there is none. `name` is what messages call it. */
export function readSidecar(file: string, name: string): ReadOverrides | undefined {
  if (!existsSync(file)) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return refused(`expected to read ${name}, got ${reason}`, 'Check its permissions.');
  }
  const { overrides, problems } = readOverrides({ name, text });
  const [first] = problems;
  if (first === undefined) return { overrides };
  const { line, column, message, hint } = first;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return refused(`${name}:${line}:${column}: ${message}${more}`, hint || MEND);
}

/** Every sidecar below a folder that mirrors the library, by asset path; none where there is no such folder. */
export async function findOverrides(
  folder: string,
  onSkip: (skip: Skip) => void,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (!existsSync(folder)) return found;
  for await (const { path, file } of walk(folder, { onSkip })) {
    const owner = overriddenAsset(path);
    if (owner !== undefined) found.set(owner, join(folder, file));
  }
  return found;
}
