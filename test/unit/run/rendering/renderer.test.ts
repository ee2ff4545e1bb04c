import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openCatalog } from '../../../../src/catalog/index.ts';
import { openPlaces, placesOf } from '../../../../src/run/project/runtime.ts';
import { Renderer } from '../../../../src/run/rendering/renderer.ts';
import { openIngestedShop } from '../../../support/project/ingested-shop.ts';

const call = { signal: new AbortController().signal, emit: () => undefined };

it('takes what the catalog knows of a master that is as it was, and reads one that is not', async () => {
  const shop = await openIngestedShop();
  const output = shop.output;
  const renderer = await Renderer.open({ command: 'render', cwd: shop.folder, folders: [] });
  const places = placesOf({ library: shop.assets, output });
  // The copied catalog knows other inodes; a digest by which what is known can be told from what is read.
  const [catalog, stat] = [await openCatalog(output), await openPlaces(places).library.stat('a.png')];
  const record = await catalog.asset('a.png');
  if (record === undefined || stat === undefined) throw new Error('expected a.png in the catalog');
  await catalog.record({ put: [{ ...record, stat, sha256: 'f'.repeat(64) }], drop: [], sweep: [] });
  await catalog.close();
  const known = await renderer.examine({ from: 'library', path: 'a.png' }, places, call);
  expect(known).toEqual({ sha256: 'f'.repeat(64), mime: record.mime, facts: record.facts, stat });

  await utimes(join(shop.assets, 'a.png'), 1, 1);
  expect((await renderer.examine({ from: 'library', path: 'a.png' }, places, call)).sha256).not.toBe(known.sha256);
  await renderer.close();
});
