import { existsSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { inRepository } from '../support/files/repository.ts';

const SUFFIX = '.test.ts';

/** Files of test/unit that are no tests, and tests that stand where the sources have neither a file nor a folder. */
function strays(files: readonly string[], hasSource: (path: string) => boolean): readonly string[] {
  return files.filter((file) => {
    const path = file.slice(0, -SUFFIX.length);
    return !file.endsWith(SUFFIX) || !(hasSource(`${path}.ts`) || hasSource(path));
  });
}

describe('unit tests', () => {
  it('stand at the path of the file or folder that they test', () => {
    const files = glob.sync('**/*', { cwd: inRepository('test/unit'), ignore: ['**/__snapshots__/**'] });
    expect(files.length).toBeGreaterThan(100);
    expect(strays(files, (path) => existsSync(inRepository('src', path)))).toEqual([]);
  });

  it('belong to a test where there are snapshots', () => {
    const snapshots = glob.sync('**/*.snap', { cwd: inRepository('test/unit') });
    const tests = snapshots.map((path) => path.replace('__snapshots__/', '').replace(/\.snap$/, ''));
    expect(tests.filter((path) => !existsSync(inRepository('test/unit', path)))).toEqual([]);
  });

  it('are found where nothing of the sources has their name', () => {
    const sources = new Set(['base/text.ts', 'base']);
    const files = ['base/text.test.ts', 'base.test.ts', 'base/nearest.test.ts', 'base/support.ts'];
    expect(strays(files, (path) => sources.has(path))).toEqual(['base/nearest.test.ts', 'base/support.ts']);
  });
});
