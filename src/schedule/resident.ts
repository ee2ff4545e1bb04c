import { readFileSync, writeFileSync } from 'node:fs';

/** Resident memory of a process in bytes: now, and its peak since the last reset. */
export interface Resident {
  readonly bytes: number;
  readonly peakBytes: number;
}

function field(status: string, name: string): number | undefined {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}

/** The kernel's figures of a process; undefined when it is gone, or where there is no /proc. */
export function readResident(pid: number): Resident | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const bytes = field(status, 'VmRSS');
    return bytes === undefined ? undefined : { bytes, peakBytes: field(status, 'VmHWM') ?? bytes };
  } catch {
    return undefined;
  }
}

/** Starts the peak anew from what is resident now; false where the kernel does not let us: the peak is then older. */
export function resetPeak(pid: number): boolean {
  try {
    // 5 = "reset the peak resident set size", see proc(5), clear_refs.
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
    return true;
  } catch {
    return false;
  }
}
