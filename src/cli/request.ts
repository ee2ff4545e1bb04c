import { type OptionValues } from '../profiles/options/options.ts';
import { saidOfRun, saidOfSelection } from '../profiles/options/decide.ts';
import type { Request } from '../run/request.ts';

/** The request that command line and environment make, as the use cases take it. */
export function makeRequest(command: string, folders: readonly string[], values: OptionValues, cwd: string): Request {
  const select = saidOfSelection(values);
  const selected = Object.keys(select).length > 0 ? { select } : {};
  return { command, cwd, folders, ...saidOfRun(values), ...selected };
}
