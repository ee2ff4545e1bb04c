import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The limits that the control groups of this process set; absent = no limit. */
export interface CgroupLimits {
  /** Processor time a second of time, in cores: may be a fraction. */
  readonly cores?: number;
  readonly memoryBytes?: number;
}

type Read = (file: string) => string | undefined;

// A limit above this is "none": version 1 writes the largest multiple of a page instead of a word.
const NO_LIMIT = 2 ** 60;

/** Lowest of the values that are limits. */
function lowest(values: readonly (number | undefined)[]): number | undefined {
  const limits = values.filter((value) => value !== undefined).filter((value) => value > 0 && value < NO_LIMIT);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

/** A group's folder and those above it: each may set a limit. Inside a container only the mount's own may be there. */
function groupFolders(mount: string, group: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = path.join('/', group); folder !== '/'; folder = path.dirname(folder)) {
    folders.push(path.join(mount, folder));
  }
  return [...folders, mount];
}

/** `cpu.max`: quota and period in microseconds, or `max` and a period. */
function quota2(text: string | undefined): number | undefined {
  const [quota, period] = (text ?? '').trim().split(/\s+/);
  const cores = Number(quota) / Number(period);
  return Number.isFinite(cores) ? cores : undefined;
}

function quota1(read: Read, folder: string): number | undefined {
  const quota = numberIn(read(path.join(folder, 'cpu.cfs_quota_us')));
  const period = numberIn(read(path.join(folder, 'cpu.cfs_period_us')));
  return quota === undefined || !period ? undefined : quota / period;
}

interface Groups {
  /** Path of the group in the one tree of version 2. */
  readonly unified?: string;
  /** Paths by controller in the trees of version 1. */
  readonly byController: ReadonlyMap<string, string>;
}

/** Lines `0::/path` (version 2) and `4:cpu,cpuacct:/path` (version 1). */
function parseGroups(text: string): Groups {
  const byController = new Map<string, string>();
  let unified: string | undefined;
  for (const line of text.split('\n')) {
    const [, controllers, group] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (controllers === undefined || group === undefined) continue;
    if (controllers === '') unified = group;
    else for (const controller of controllers.split(',')) byController.set(controller, group);
  }
  return { byController, ...(unified !== undefined && { unified }) };
}

function limits(read: Read, mount: string, { unified, byController }: Groups): CgroupLimits {
  const tree2 = unified === undefined ? [] : groupFolders(mount, unified);
  const tree1 = (controller: string): readonly string[] => {
    const group = byController.get(controller);
    return group === undefined ? [] : groupFolders(path.join(mount, controller), group);
  };
  const cores = lowest([
    ...tree2.map((folder) => quota2(read(path.join(folder, 'cpu.max')))),
    ...tree1('cpu').map((folder) => quota1(read, folder)),
  ]);
  const memoryBytes = lowest([
    ...tree2.map((folder) => numberIn(read(path.join(folder, 'memory.max')))),
    ...tree2.map((folder) => numberIn(read(path.join(folder, 'memory.high')))),
    ...tree1('memory').map((folder) => numberIn(read(path.join(folder, 'memory.limit_in_bytes')))),
  ]);
  return { ...(cores !== undefined && { cores }), ...(memoryBytes !== undefined && { memoryBytes }) };
}

/** Reads the limits that containers and service managers set, both versions. `root` = where the system's files lie. */
export function cgroupLimits(root = '/'): CgroupLimits {
  const read: Read = (file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  };
  const groups = read(path.join(root, 'proc/self/cgroup'));
  return groups === undefined ? {} : limits(read, path.join(root, 'sys/fs/cgroup'), parseGroups(groups));
}
