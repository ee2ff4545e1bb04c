import type { Request, Selection } from '../run/request.ts';
import type { OptionName, OptionValues } from './options.ts';

const FIELDS = [
  'out',
  'config',
  'include',
  'exclude',
  'excludeFrom',
  'memoryBytes',
  'concurrency',
  'waitLockSeconds',
  'force',
  'strict',
  'video',
  'newOnly',
  'allowGone',
  'trustCatalog',
  'acceptEngine',
  'onMove',
  'onTimeout',
  'timeoutSeconds',
  'maxFailures',
  'batch',
  'title',
  'changes',
  'shard',
  'ffmpeg',
  'ffprobe',
] as const satisfies readonly (OptionName & keyof Request)[];

const SELECTION = [
  'failed',
  'missing',
  'stale',
  'renditions',
  'profiles',
  'since',
] as const satisfies readonly (OptionName & keyof Selection)[];

function pick<K extends OptionName>(values: OptionValues, names: readonly K[]): Pick<OptionValues, K> {
  const given = names.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]);
  return Object.fromEntries(given) as Pick<OptionValues, K>;
}

/** What command line and environment said, as the use cases take it. */
export function makeRequest(command: string, folders: readonly string[], values: OptionValues, cwd: string): Request {
  const select: Selection = pick(values, SELECTION);
  const selected = Object.keys(select).length > 0 ? { select } : {};
  return { command, cwd, folders, ...pick(values, FIELDS), ...selected };
}
