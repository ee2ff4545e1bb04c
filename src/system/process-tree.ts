import { readdirSync, readFileSync } from 'node:fs';

import { runTool } from './tool.ts';

/** One process, as the system lists it. */
export interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly residentBytes: number;
}

// Resident size in /proc is counted in pages; 4 KiB on every machine that sharp has binaries for, but for some ARM
// kernels, for which `status` (in kB) is right.
function statusRow(pid: string): ProcessRow | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const parent = /^PPid:\s*(\d+)/m.exec(status)?.[1];
    // Absent for kernel threads and for what has just ended.
    const kilobytes = /^VmRSS:\s*(\d+)/m.exec(status)?.[1] ?? '0';
    return parent === undefined
      ? undefined
      : { pid: Number(pid), parent: Number(parent), residentBytes: Number(kilobytes) * 1024 };
  } catch {
    return undefined;
  }
}

function fromProc(): readonly ProcessRow[] | undefined {
  try {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return pids.length === 0 ? undefined : pids.flatMap((pid) => statusRow(pid) ?? []);
  } catch {
    return undefined;
  }
}

/** Lines of `ps -A -o pid=,ppid=,rss=`: process, parent, kilobytes. */
export function parsePs(text: string): readonly ProcessRow[] {
  return [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/gm)].map(([, pid, parent, kilobytes]) => ({
    pid: Number(pid),
    parent: Number(parent),
    residentBytes: Number(kilobytes) * 1024,
  }));
}

/** The resident bytes of a process and everything it started, directly or not. */
export function sumTree(rows: readonly ProcessRow[], root: number): number {
  const tree = rows.filter(({ pid }) => pid === root);
  for (const { pid } of tree) tree.push(...rows.filter(({ parent }) => parent === pid));
  return tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
}

/**
 * Resident memory in bytes of a process and all its descendants; 0 when it has ended. Pages that processes share count
 * in each of them. Some milliseconds; from `ps` where there is no /proc.
 */
export async function residentBytes(pid = process.pid): Promise<number> {
  const rows = fromProc() ?? parsePs((await runTool('ps', ['-A', '-o', 'pid=,ppid=,rss='])).stdout);
  return sumTree(rows, pid);
}
