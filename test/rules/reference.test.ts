import { readFileSync } from 'node:fs';
import glob from 'fast-glob';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/commands/index.ts';
import { makeDocuments } from '../../src/cli/documents.ts';
import { fillMarkers } from '../../src/cli/reference.ts';
import { inspectLibrary } from '../../src/run/project/load-config.ts';
import { ownFolder, writeFiles } from '../support/files/own-folder.ts';
import { inRepository } from '../support/files/repository.ts';

/** The fenced blocks of one language in a page, in order. */
function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);
}

describe('the examples of the pages', () => {
  it('are profiles and a dmx.yaml without problems in the README', async () => {
    const [profiles = '', config = ''] = blocks(readFileSync(inRepository('README.md'), 'utf8'), 'yaml');
    const cwd = ownFolder();
    writeFiles(cwd, { 'dmx.yaml': config, 'profiles/shop.yaml': profiles });
    const inspected = await inspectLibrary({ command: 'profiles', cwd, folders: [] });
    expect(inspected.problems).toEqual([]);
    expect(inspected.config).toMatchObject({ library: 'assets' });
    expect([...inspected.profiles.images.keys()]).toContain('shop');
  });

  it.each(glob.sync('docs/*.md', { cwd: inRepository() }))('are documents without problems in %s', async (page) => {
    const documents = blocks(readFileSync(inRepository(page), 'utf8'), 'yaml').filter((text) =>
      text.startsWith('kind:'),
    );
    const cwd = ownFolder();
    const files = documents.map((text, i) => [`profiles/${i}.yaml`, text] as const);
    writeFiles(cwd, { 'dmx.yaml': 'version: 1\n', ...Object.fromEntries(files) });
    expect((await inspectLibrary({ command: 'profiles', cwd, folders: [] })).problems).toEqual([]);
  });
});

const DOCUMENTS = await makeDocuments(COMMANDS);

describe('the generated documents', () => {
  it.each(DOCUMENTS)('$file is current (else: npm run docs)', ({ file, text }) => {
    expect(readFileSync(inRepository(file), 'utf8')).toBe(text);
  });

  it('replace what stands between their markers, and only that', () => {
    const page = 'before\n<!-- generated: a -->\nold\n<!-- end -->\nafter\n';
    const filled = 'before\n<!-- generated: a -->\n\nnew\n\n<!-- end -->\nafter\n';
    expect(fillMarkers(page, new Map([['a', 'new']]))).toBe(filled);
    expect(fillMarkers(filled, new Map([['a', 'new']]))).toBe(filled);
  });

  it('are not left out where their markers are lost', () => {
    expect(() => fillMarkers('nothing', new Map([['a', 'new']]))).toThrow(RangeError);
  });
});
