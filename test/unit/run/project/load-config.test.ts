import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadLibrary } from '../../../../src/run/project/load-config.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

describe('a dmx.yaml', () => {
  it('that is no file is told as that', () => {
    const cwd = ownFolder();
    const file = path.join(cwd, 'dmx.yaml');
    const make = [
      () => mkdirSync(file),
      () => execFileSync('mkfifo', [file]),
      () => symlinkSync('/dev/zero', file),
    ] as const;
    for (const one of make) {
      one();
      const load = (): unknown => loadLibrary({ command: 'ingest', cwd, folders: [] });
      expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', place: 'dmx.yaml' }));
      rmSync(file, { recursive: true });
    }
  });
});
