import { decodeUnicode } from '../../base/decode-text.ts';
import type { Library, Skip } from '../../library/library.ts';
import { type ErrorData, SourceError } from '../../model/errors.ts';
import { OVERRIDES_SUFFIX, type Overrides } from '../../model/overrides.ts';
import { errorCode } from '../../system/error-code.ts';
import { readOpened } from '../../system/open-file.ts';
import { LARGEST_YAML } from '../../profiles/yaml/diagnostics.ts';

/** The content of a master's sidecar, or why it cannot be heard. */
export type ReadOverrides = { readonly overrides: Overrides } | { readonly error: ErrorData };

/** The asset path whose sidecar a file of this path is; undefined = it is none. */
export function overriddenAsset(path: string): string | undefined {
  const owner = path.endsWith(OVERRIDES_SUFFIX) ? path.slice(0, -OVERRIDES_SUFFIX.length) : '';
  return owner === '' || owner.endsWith('/') ? undefined : owner;
}

const MEND = 'Mend the sidecar, or write it anew with dmx crop; until then nothing new is made of its master.';

function refused(message: string, hint = MEND): ReadOverrides {
  return { error: { code: 'SIDECAR_INVALID', rendition: null, message, hint } };
}

/** Reads a sidecar (path in `sidecars`); undefined = there is none. `name`: its name in messages. */
export async function readSidecar(sidecars: Library, file: string, name: string): Promise<ReadOverrides | undefined> {
  let text: string | undefined;
  try {
    // One byte more than is read tells that there are too many.
    const opened = await sidecars.open(file, { end: LARGEST_YAML + 1 });
    if (opened === undefined) return undefined;
    text = decodeUnicode(await readOpened(opened));
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return refused(
      `expected to read ${name}, got ${errorCode(error.cause) ?? error.message}`,
      'Check its permissions.',
    );
  }
  if (text === undefined) return refused(`expected ${name} to be UTF-8, got another encoding`, 'Save it as UTF-8.');
  const { readOverrides } = await import('../project/yaml-readers.ts');
  const { overrides, problems } = readOverrides({ name, text });
  const [first] = problems;
  if (first === undefined) return { overrides };
  const { line, column, message, hint } = first;
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : '';
  return refused(`${name}:${line}:${column}: ${message}${more}`, hint || MEND);
}

/** Sidecars in a folder that mirrors the library, by asset path; empty where there is no such folder. */
export async function findOverrides(
  sidecars: Library,
  onSkip: (skip: Skip) => void,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (!(await sidecars.exists())) return found;
  for await (const { path, file } of sidecars.list({ onSkip })) {
    const owner = overriddenAsset(path);
    if (owner !== undefined) found.set(owner, file);
  }
  return found;
}

/**
 * The path of the sidecar of an asset: beside its master as the library spells that, in a folder that mirrors the library
 * under the asset path.
 */
export function sidecarFile(master: string, path: string, isBeside: boolean): string {
  return `${isBeside ? master : path}${OVERRIDES_SUFFIX}`;
}
