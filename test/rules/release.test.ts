import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { inRepository, REPOSITORY } from '../support/files/repository.ts';

interface Changelog {
  readonly checkNotes: (changelog: string, version: string) => readonly string[];
  readonly checkUnreleased: (changelog: string) => readonly string[];
}

const { checkNotes, checkUnreleased } = (await import(inRepository('.ci/changelog.mjs'))) as Changelog;

const changelog = (unreleased: string, released: string): string =>
  `# Changelog\n\n## [Unreleased]\n${unreleased}\n## [1.2.0] - 2026-01-31\n${released}\n## [1.1.0] - 2026-01-01\n\n- Old.\n`;

describe('npm run release', () => {
  it('takes a version of which the changelog says something, and nothing beyond it', () => {
    expect(checkNotes(changelog('', '- New.'), '1.2.0')).toEqual([]);
    expect(checkUnreleased(changelog('\n', '- New.'))).toEqual([]);
  });

  it('refuses what is not released yet, and a version without notes or without a date', () => {
    expect(checkUnreleased(changelog('\n### Added\n\n- Newer.\n', '- New.'))).toHaveLength(1);
    expect(checkNotes(changelog('', ''), '1.2.0')).toHaveLength(1);
    expect(checkNotes(changelog('', '- New.'), '1.3.0')).toHaveLength(1);
    expect(checkNotes(changelog('', '- New.').replace(' - 2026-01-31', ''), '1.2.0')).toHaveLength(1);
  });

  it('finds changelog, package and versions fit to be tagged', () => {
    const { status, stderr } = spawnSync(process.execPath, ['.ci/release.mjs', '--dry-run'], {
      cwd: REPOSITORY,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});
