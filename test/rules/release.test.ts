import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/files/repository.ts';

describe('npm run release', () => {
  it('finds changelog, package and versions fit to be tagged', () => {
    const { status, stderr } = spawnSync(process.execPath, ['.ci/release.mjs', '--dry-run'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
