import { execFileSync } from 'node:child_process';
import { availableParallelism, totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';

import { cgroupLimits } from '../../../src/system/cgroup.ts';
import { allowedCores, allowedMemory } from '../../../src/system/machine.ts';
import { ownFolder, writeFiles } from '../../support/files/own-folder.ts';

/** A machine's files as Linux lays them out. */
function machine(files: Readonly<Record<string, string>>): string {
  const root = ownFolder();
  writeFiles(root, files);
  return root;
}

describe('cgroupLimits', () => {
  it('finds no limit where there is no control group', () => {
    expect(cgroupLimits(ownFolder())).toEqual({});
  });

  it('reads version 2', () => {
    const root = machine({
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/cpu.max': '150000 100000\n',
      'sys/fs/cgroup/memory.max': '1073741824\n',
    });
    expect(cgroupLimits(root)).toEqual({ cores: 1.5, memoryBytes: 2 ** 30 });
  });

  it('takes the least of a group and those above it', () => {
    const root = machine({
      'proc/self/cgroup': '0::/user.slice/dmx.service\n',
      'sys/fs/cgroup/user.slice/cpu.max': '200000 100000\n',
      'sys/fs/cgroup/user.slice/dmx.service/cpu.max': 'max 100000\n',
      'sys/fs/cgroup/user.slice/memory.max': 'max\n',
      'sys/fs/cgroup/user.slice/dmx.service/memory.max': '3221225472\n',
      'sys/fs/cgroup/user.slice/dmx.service/memory.high': '2147483648\n',
    });
    expect(cgroupLimits(root)).toEqual({ cores: 2, memoryBytes: 2 ** 31 });
  });

  it('reads version 1, where the largest number means none', () => {
    const root = machine({
      'proc/self/cgroup': '4:cpu,cpuacct:/docker/abc\n3:memory:/docker/abc\n1:name=systemd:/\n',
      'sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us': '50000\n',
      'sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us': '100000\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      'sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes': '536870912\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
    });
    expect(cgroupLimits(root)).toEqual({ cores: 0.5, memoryBytes: 2 ** 29 });
  });

  it('finds the limits of a container, in which the path of its group does not exist', () => {
    const root = machine({
      'proc/self/cgroup': '3:memory:/docker/abc\n0::/docker/abc\n',
      'sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
      'sys/fs/cgroup/cpu.max': '400000 100000\n',
    });
    expect(cgroupLimits(root)).toEqual({ cores: 4, memoryBytes: 2 ** 29 });
  });
});

describe('what the machine allows', () => {
  it('is at least one core and no more than there are', () => {
    expect(allowedCores()).toBeGreaterThanOrEqual(1);
    expect(allowedCores()).toBeLessThanOrEqual(availableParallelism());
  });

  it('is no more memory than there is', () => {
    expect(allowedMemory()).toBeGreaterThan(2 ** 26);
    expect(allowedMemory()).toBeLessThanOrEqual(totalmem());
  });

  it('follows the cores that a process is bound to', ({ skip }) => {
    const module = new URL('../../../src/system/machine.ts', import.meta.url).href;
    const script = `import { allowedCores } from ${JSON.stringify(module)}; console.log(allowedCores());`;
    const node = [process.execPath, '--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script];
    try {
      execFileSync('taskset', ['-c', '0', 'true'], { stdio: 'ignore' });
    } catch {
      skip('no taskset');
    }
    expect(execFileSync('taskset', ['-c', '0', ...node], { encoding: 'utf8' })).toBe('1\n');
  });
});
