import { describe, expect, it } from 'vitest';
import type { Catalog } from '../../../../src/catalog/catalog.ts';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import type { Event } from '../../../../src/model/run/event.ts';
import type { ManifestForm } from '../../../../src/model/manifest.ts';
import { manifestDue, publish } from '../../../../src/run/publishing/publish.ts';
import type { Runtime } from '../../../../src/run/project/runtime.ts';
import { openStorage } from '../../../../src/storage/index.ts';
import type { Storage } from '../../../../src/storage/storage.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { assetRecord, leftFile, renditionRecord } from '../../../support/project/records.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Published {
  readonly root: string;
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly events: readonly Event[];
  /** Publishes in a form, and answers the files of the output. */
  readonly as: (form: ManifestForm) => Promise<readonly string[]>;
}

async function opened(...assets: readonly string[]): Promise<Published> {
  const root = ownFolder();
  const storage = openStorage('folder', root);
  await storage.prepare();
  const catalog = await openCatalog(root, { kind: 'memory' });
  await catalog.record({ put: assets.map((path) => assetRecord(path, { renditions: [] })), drop: [], sweep: [] });
  const events: Event[] = [];
  const as = async (manifest: ManifestForm): Promise<readonly string[]> => {
    const { config } = parseConfig({ name: 'dmx.yaml', text: `version: 1\nmanifest: ${manifest}\n` });
    const project = { config, output: root } as Runtime['project'];
    await publish(
      { project, storage, catalog },
      { emit: (event) => void events.push(event), onRemoved: () => undefined },
    );
    const files: string[] = [];
    for await (const { path } of storage.list('')) files.push(path);
    return files.toSorted();
  };
  return { root, storage, catalog, events, as };
}

describe('a manifest', () => {
  it('takes another form as soon as dmx.yaml says so, and the old one goes', async () => {
    const { catalog, as } = await opened('a/x.jpg', 'b.jpg');
    expect(await as('json')).toEqual(['manifest.json']);
    expect(await manifestDue(catalog, 'json')).toBe(false);
    expect(await manifestDue(catalog, 'folders')).toBe(true);
    expect(await as('folders')).toEqual(['manifest.json', 'manifest/@assets.json', 'manifest/a/@assets.json']);
    expect(await as('ndjson')).toEqual(['manifest.ndjson']);
    expect(await as('folders')).toEqual(['manifest.json', 'manifest/@assets.json', 'manifest/a/@assets.json']);
    expect(await as('json')).toEqual(['manifest.json']);
  });

  it('by folders has a file for each, whatever they are called, with the assets of it in order', async () => {
    const long = '\u{1D160}'.repeat(60).normalize('NFC');
    const paths = ['a/1.jpg', 'a/@assets.json/2.jpg', 'a/@@assets.json/3.jpg', 'a/b/4.jpg', 'a/c.jpg', `${long}/5.jpg`];
    const { root, as } = await opened(...paths);
    const files = await as('folders');
    expect(files).toHaveLength(6);
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
    const { folders } = read('manifest.json') as { folders: readonly { folder: string; file: string }[] };
    const listed = folders.flatMap(({ folder, file }) => {
      const { assets } = read(file) as { assets: readonly { path: string }[] };
      for (const { path } of assets) expect(path.slice(0, path.lastIndexOf('/'))).toBe(folder);
      return assets.map(({ path }) => path);
    });
    expect(listed.toSorted()).toEqual(paths.toSorted());
    expect(listed.slice(0, 2)).toEqual(['a/1.jpg', 'a/c.jpg']);
    expect(await as('folders')).toEqual(files);
  });
});

describe('files that nothing lists any more', () => {
  it('go, but for those that a record lists all the same', async () => {
    const { root, catalog, as } = await opened();
    writeFiles(root, { 'renditions/a': 'x', 'renditions/b': 'y' });
    const renditions = [renditionRecord({ path: 'renditions/a' })];
    await catalog.record({ put: [assetRecord('a', { renditions })], drop: [], sweep: [] });
    await catalog.record({ put: [], drop: [], sweep: [leftFile('renditions/a'), leftFile('renditions/b')] });
    expect(await as('json')).toEqual(['manifest.json', 'renditions/a']);
    expect(await catalog.sweepList()).toEqual([]);
  });

  it('stay while they are kept, and are told when they go', async () => {
    const { root, catalog, events, as } = await opened();
    writeFiles(root, { 'renditions/old': 'x', 'renditions/set/1.ts': 'y', 'renditions/set/a b.ts': 'z' });
    const kept = leftFile('renditions/old', { bytes: 1, keepUntil: '2999-01-01T00:00:00.000Z' });
    const set = leftFile('renditions/set', { keepUntil: '2020-01-01T00:00:00.000Z', files: ['1.ts', 'a b.ts'] });
    await catalog.record({ put: [], drop: [], sweep: [kept, set] });
    expect(await as('json')).toEqual(['manifest.json', 'renditions/old']);
    expect(await catalog.sweepList()).toEqual([kept]);
    const gone = { change: 'removed', oldPath: null, sha256: null };
    expect(events.filter(({ type }) => type === 'rendition-changed')).toMatchObject([
      { ...gone, path: 'renditions/set/1.ts', urlPath: 'renditions/set/1.ts' },
      { ...gone, path: 'renditions/set/a b.ts', urlPath: 'renditions/set/a%20b.ts' },
    ]);
  });
});
