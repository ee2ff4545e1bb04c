import { type OptionValues } from '../profiles/options/options.ts';
import { pickRunOptions, pickSelectionOptions } from '../profiles/options/decide.ts';
import type { Request } from '../run/request.ts';

/** The request that command line and environment make, as the use cases take it. */
export function makeRequest(command: string, folders: readonly string[], values: OptionValues, cwd: string): Request {
  const select = pickSelectionOptions(values);
  const selected = Object.keys(select).length > 0 ? { select } : {};
  return { command, cwd, folders, ...pickRunOptions(values), ...selected };
}
