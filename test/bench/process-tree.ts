import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel tells of one process. */
interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
}

// x86-64 and arm64 Linux; the kernel counts resident memory in pages.
const PAGE_BYTES = 4096;
/** The kernel's clock tick, in which it counts processor time: 100 Hz for every program of Linux. */
const TICKS_PER_SECOND = 100;

/** The fields of `/proc/<pid>/stat` after the name, which may hold spaces; undefined when the process is gone. */
function readFields(pid: number | 'self'): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

function readStat(pid: number): ProcessStat | undefined {
  const fields = readFields(pid);
  return fields && { pid, parent: Number(fields[1]), residentBytes: Number(fields[21]) * PAGE_BYTES };
}

/** The process and all that descend from it, as they are now. Linux only. */
function readTree(root: number): readonly ProcessStat[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readStat(Number(name)) ?? []);
  const tree = all.filter(({ pid }) => pid === root);
  for (const known of tree) tree.push(...all.filter(({ parent }) => parent === known.pid));
  return tree;
}

/** Resident memory of a tree, in bytes. Pages that processes share count once for each: never too little. */
function residentBytes(root: number): number {
  return readTree(root).reduce((sum, stat) => sum + stat.residentBytes, 0);
}

/** Processor seconds, user and system, of every child of this process that has ended, with all that it waited for. */
export function endedChildrenSeconds(): number {
  const fields = readFields('self') ?? [];
  return (Number(fields[13]) + Number(fields[14])) / TICKS_PER_SECOND;
}

/** Looks at a tree every 50 ms until stopped; then tells the most memory it held. */
export function watchTree(root: number): { stop(): number } {
  let peak = residentBytes(root);
  const timer = setInterval(() => {
    peak = Math.max(peak, residentBytes(root));
  }, 50);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
