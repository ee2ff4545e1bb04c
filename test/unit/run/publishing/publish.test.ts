import { describe, expect, it, vi } from 'vitest';
import type { Catalog } from '../../../../src/catalog/catalog.ts';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { parseLibrary } from '../../../../src/profiles/parse.ts';
import { parseConfig } from '../../../../src/profiles/config.ts';
import type { Event } from '../../../../src/model/run/event.ts';
import type { ManifestForm } from '../../../../src/model/manifest/manifest-forms.ts';
import { manifestDue, publish } from '../../../../src/run/publishing/publish.ts';
import type { Runtime } from '../../../../src/run/project/runtime.ts';
import { openStorage } from '../../../../src/storage/index.ts';
import type { Storage } from '../../../../src/storage/storage.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';
import { assetRecord, leftFile, renditionRecord } from '../../../support/project/records.ts';
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

interface Published {
  readonly root: string;
  readonly storage: Storage;
  readonly catalog: Catalog;
  readonly events: Event[];
  /** The project with more lines of dmx.yaml, and a file of rules. */
  readonly projectAs: (form: ManifestForm, more?: string, rules?: string) => Runtime['project'];
  /** Publishes such a one, and answers the files of the output. */
  readonly as: (...told: Parameters<Published['projectAs']>) => Promise<readonly string[]>;
}

async function opened(...assets: readonly string[]): Promise<Published> {
  const root = ownFolder();
  const storage = openStorage('folder', root);
  await storage.prepare();
  const catalog = await openCatalog(root, { kind: 'memory' });
  await catalog.record({ put: assets.map((path) => assetRecord(path, { renditions: [] })), drop: [], sweep: [] });
  const events: Event[] = [];
  const projectAs = (manifest: ManifestForm, more = '', rules = ''): Runtime['project'] => {
    const { config } = parseConfig({ name: 'dmx.yaml', text: `version: 1\nmanifest: ${manifest}\n${more}` });
    const { library: profiles } = parseLibrary([{ name: 'rules.yaml', text: rules, shipped: false }]);
    return { config, profiles, output: root } as Runtime['project'];
  };
  const as = async (...told: Parameters<typeof projectAs>): Promise<readonly string[]> => {
    const project = projectAs(...told);
    await publish({ project, storage, catalog }, { emit: (event) => void events.push(event), onTold: () => undefined });
    const files: string[] = [];
    for await (const { path } of storage.list('')) files.push(path);
    return files.toSorted();
  };
  return { root, storage, catalog, events, as, projectAs };
}

describe('a manifest', () => {
  it('takes another form as soon as dmx.yaml says so, and the old one goes', async () => {
    const { catalog, as, projectAs } = await opened('a/x.jpg', 'b.jpg');
    expect(await as('json')).toEqual(['manifest.json']);
    expect(await manifestDue(catalog, projectAs('json'))).toBe(false);
    expect(await manifestDue(catalog, projectAs('folders'))).toBe(true);
    expect(await as('folders')).toEqual(['manifest.json', 'manifest/@assets.json', 'manifest/a/@assets.json']);
    expect(await as('ndjson')).toEqual(['manifest.ndjson']);
    expect(await as('folders')).toEqual(['manifest.json', 'manifest/@assets.json', 'manifest/a/@assets.json']);
    expect(await as('json')).toEqual(['manifest.json']);
  });

  it('of which a file is gone, or was cut, is written anew', async () => {
    const { root, as } = await opened('a/x.jpg', 'b.jpg');
    const files = await as('folders');
    for (const file of ['manifest/a/@assets.json', 'manifest.json']) {
      const text = readFileSync(join(root, file), 'utf8');
      rmSync(join(root, file));
      expect(await as('folders')).toEqual(files);
      truncateSync(join(root, file), 10);
      await as('folders');
      expect(readFileSync(join(root, file), 'utf8')).toBe(text);
    }
  });

  it('by folders has a file for each, whatever they are called, with the assets of it in order', async () => {
    const long = '\u{1D160}'.repeat(60).normalize('NFC');
    const deep = ['a-b/1.jpg', 'a/1.jpg', 'a/@assets.json/2.jpg', 'a/@@assets.json/3.jpg', 'a/b/4.jpg', 'a/c.jpg'];
    const paths = [...deep, `${long}/5.jpg`];
    const { root, as } = await opened(...paths);
    const files = await as('folders');
    expect(files).toHaveLength(7);
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'));
    const { folders } = read('manifest.json') as { folders: readonly { folder: string; file: string }[] };
    const listed = folders.flatMap(({ folder, file }) => {
      const { assets } = read(file) as { assets: readonly { path: string }[] };
      for (const { path } of assets) expect(path.slice(0, path.lastIndexOf('/'))).toBe(folder);
      return assets.map(({ path }) => path);
    });
    expect(listed.toSorted()).toEqual(paths.toSorted());
    expect(listed.slice(0, 3)).toEqual(['a-b/1.jpg', 'a/1.jpg', 'a/c.jpg']);
    expect(await as('folders')).toEqual(files);
  });
});

describe('a manifest by folders of which a file cannot be written', () => {
  it.each([1, 200])('is refused, %i assets or more in that folder, and the others stay as they were', async (count) => {
    const many = Array.from({ length: count }, (_, i) => `a/b/${i}.jpg`);
    const { root, storage, catalog, projectAs } = await opened('a/1.jpg', ...many, 'c.jpg');
    const full = new Error('no space');
    const writeText: Storage['writeText'] = (path, chunks) =>
      path.endsWith('/b/@assets.json') ? Promise.reject(full) : storage.writeText(path, chunks);
    const failing = new Proxy(storage, {
      get: (of, key) => (key === 'writeText' ? writeText : Reflect.get(of, key).bind(of)),
    });
    const outlet = { project: projectAs('folders'), storage: failing, catalog };
    await expect(publish(outlet, { emit: () => undefined, onTold: () => undefined })).rejects.toBe(full);
    expect(existsSync(join(root, 'manifest.json'))).toBe(false);
    expect(existsSync(join(root, 'manifest/@assets.json'))).toBe(false);
    expect(readdirSync(root, { recursive: true }).filter((name) => String(name).includes('scratch/'))).toEqual([]);
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

describe('a manifest whose writing is stopped', () => {
  it.each<ManifestForm>(['json', 'ndjson', 'folders'])(
    'stays as it was, with all its files, and is due: %s',
    async (form) => {
      const { root, as, storage, catalog, projectAs } = await opened('a/1.jpg', 'b.jpg');
      writeFiles(root, { 'renditions/old': 'old' });
      const before = await as(form);
      const index = form === 'ndjson' ? 'manifest.ndjson' : 'manifest.json';
      const text = readFileSync(join(root, index), 'utf8');
      const put = ['a/2.jpg', 'c.jpg', 'd.jpg'].map((path) => assetRecord(path, { renditions: [] }));
      await catalog.record({ put, drop: [], sweep: [leftFile('renditions/old')] });
      const controller = new AbortController();
      const reason = new Error('enough');
      const whole = catalog.assets.bind(catalog);
      const slow = vi.spyOn(catalog, 'assets').mockImplementation(async function* () {
        for await (const record of whole()) {
          if (record.path === 'c.jpg') controller.abort(reason);
          yield record;
        }
      });
      const outlet = { project: projectAs(form), storage, catalog };
      const telling = { emit: () => undefined, onTold: () => undefined };
      await expect(publish(outlet, telling, controller.signal)).rejects.toBe(reason);
      slow.mockRestore();
      expect(readFileSync(join(root, index), 'utf8')).toBe(text);
      expect(existsSync(join(root, 'renditions/old'))).toBe(true);
      expect(await manifestDue(catalog, outlet.project)).toBe(true);
      expect((await as(form)).filter((path) => path !== 'renditions/old')).toEqual(
        expect.arrayContaining(before.filter((path) => path !== 'renditions/old')),
      );
      expect(readFileSync(join(root, index), 'utf8')).not.toBe(text);
      expect(existsSync(join(root, 'renditions/old'))).toBe(false);
    },
  );
});

describe('sets of a manifest', () => {
  const RULES = 'kind: set-rules\nname: angles\nmatch: (\\w+)-\\d+\nsuffix: -SET\n';
  const FOLDERS = 'folders:\n  - { path: "**", sets: [angles] }\n';
  const SHOES = ['a/red-1.jpg', 'a/red-2.jpg', 'a/blue-1.jpg'];

  it('stand behind its assets in every form, and are gone with the rule that made them', async () => {
    const { root, as, catalog, projectAs } = await opened(...SHOES);
    const set = { path: 'a/red-SET', type: 'image', by: 'angles', text: 'a/red-1.jpg,a/red-2.jpg' };
    await as('json');
    expect(await manifestDue(catalog, projectAs('json', FOLDERS, RULES))).toBe(true);
    await as('json', FOLDERS, RULES);
    const read = (file: string): string => readFileSync(join(root, file), 'utf8');
    expect(JSON.parse(read('manifest.json'))).toMatchObject({ assets: { length: 3 }, sets: [set] });
    await as('ndjson', FOLDERS, RULES);
    expect(JSON.parse(read('manifest.ndjson').split('\n')[3] ?? '')).toMatchObject({ kind: 'set', ...set });
    await as('folders', FOLDERS, RULES);
    expect(JSON.parse(read('manifest.json'))).toMatchObject({ folders: { length: 1 }, sets: [set] });
    await as('json');
    expect(JSON.parse(read('manifest.json'))).not.toHaveProperty('sets');
  });

  it('tell what became of them: moved and vanished members leave by themselves', async () => {
    const { as, events, catalog } = await opened(...SHOES);
    const told = async (): Promise<readonly string[]> => {
      events.length = 0;
      await as('json', FOLDERS, RULES);
      return events.flatMap((event) => (event.type === 'set-changed' ? [`${event.change} ${event.set}`] : []));
    };
    const put = (...paths: readonly string[]) =>
      catalog.record({ put: paths.map((path) => assetRecord(path, { renditions: [] })), drop: [], sweep: [] });
    expect(await told()).toEqual(['made a/red-SET']);
    expect(await told()).toEqual([]);
    await put('a/red-3.jpg');
    expect(await told()).toEqual(['changed a/red-SET']);
    await put('a/blue-2.jpg');
    expect(await told()).toEqual(['made a/blue-SET']);
    await catalog.record({ put: [], drop: ['a/red-1.jpg', 'a/red-3.jpg'], sweep: [] });
    expect(await told()).toEqual(['removed a/red-SET']);
  });

  it('that are left out are told by every run', async () => {
    const { as, events } = await opened('a-1.jpg', 'a-01.jpg');
    const spin = 'kind: set-rules\nname: angles\ntype: spin\nmatch: (a)-.*\ncolumn: -(\\d+)\n';
    for (const _run of [1, 2]) {
      events.length = 0;
      await as('json', FOLDERS, spin);
      expect(events).toContainEqual(expect.objectContaining({ type: 'set-refused', set: 'a' }));
    }
  });
});
