import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import { PROBE_REVISION } from '../../../../src/model/asset.ts';
import type { AssetRecord } from '../../../../src/model/catalog-record.ts';
import { ReferenceFinder, type ReferenceFinderOptions } from '../../../../src/run/planning/find-references.ts';
import { loadEngines } from '../../../../src/worker/engines.ts';
import { examine } from '../../../../src/worker/examine.ts';
import { PortKeeper } from '../../../../src/worker/ports.ts';
import { FACTS } from '../../../support/pictures/image-facts.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { drawNoise } from '../../../support/project/shop.ts';
import { ENGINE_CONTEXT } from '../../../support/processes/engine-context.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';

/** Further masters of a library, and the files that were read to find them. */
function finderIn(library: string, change: Partial<ReferenceFinderOptions> = {}) {
  const read: string[] = [];
  const references = new ReferenceFinder({
    library: openLibrary('folder', library),
    limits: { ...DEFAULT_LIMITS, maxpixels: 10_000 },
    examine: async (path) => {
      read.push(path);
      const folder = { kind: 'folder', root: library } as const;
      const ports = new PortKeeper().at({ library: folder, storage: folder });
      return examine({ from: 'library', path }, ports, await loadEngines(), ENGINE_CONTEXT);
    },
    recall: () => Promise.resolve(undefined),
    ...change,
  });
  return { references, read };
}

describe('a picture that recipes name', () => {
  it('is read once for all assets, and again when it has changed', async () => {
    const library = ownFolder();
    await drawNoise(join(library, 'm.png'), 1, 20, 10);
    const { references, read } = finderIn(library);
    const [first] = (await references.find(['m.png'], 'a.jpg')).values();
    expect(first).toMatchObject({ object: 'm.png', file: 'm.png', facts: { width: 20, height: 10 } });
    expect((await references.find(['m.png'], 'b.jpg')).get('m.png')).toEqual(first);
    expect(read).toEqual(['m.png']);
    await drawNoise(join(library, 'm.png'), 2, 30, 10);
    expect((await references.find(['m.png'], 'c.jpg')).get('m.png')).toMatchObject({ facts: { width: 30 } });
    expect(read).toEqual(['m.png', 'm.png']);
  });

  it('may be called after its asset, in either spelling of its letters', async () => {
    const library = ownFolder();
    await drawNoise(join(library, 'masks/Ä.png'.normalize('NFD')), 1, 20, 10);
    const { references } = finderIn(library);
    const found = await references.find(['masks/$object$'], 'Ä.png'.normalize('NFC'));
    expect(found.get('masks/$object$')).toMatchObject({
      object: 'masks/$object$',
      file: 'masks/Ä.png'.normalize('NFD'),
    });
  });

  it('is not read where the catalog knows it as it is', async () => {
    const library = ownFolder();
    await drawNoise(join(library, 'm.png'), 1, 20, 10);
    const { size, mtimeNs, ino } = await stat(join(library, 'm.png'), { bigint: true });
    const known = { bytes: Number(size), mtimeNs: String(mtimeNs), inode: String(ino) };
    const record = { stat: known, sha256: 'aa', facts: FACTS, probed: PROBE_REVISION } as AssetRecord;
    const { references, read } = finderIn(library, {
      limits: { ...DEFAULT_LIMITS, maxpixels: 20_000 },
      recall: () => Promise.resolve(record),
    });
    expect((await references.find(['m.png'], 'a.jpg')).get('m.png')).toMatchObject({ sha256: 'aa', facts: FACTS });
    expect(read).toEqual([]);
  });

  it.each([
    ['is not there', async () => undefined],
    ['is no picture', async (file: string) => writeFileSync(file, 'a list of shoes')],
    ['is damaged', async (file: string) => writeFileSync(file, Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))],
    ['is too large', async (file: string) => drawNoise(file, 1, 200, 100)],
  ])('that %s is told of by what it is', async (_what, draw) => {
    const library = ownFolder();
    await draw(join(library, 'm.png'));
    const found = (await finderIn(library).references.find(['m.png'], 'a.jpg')).get('m.png');
    expect(found).toEqual({ object: 'm.png', got: expect.stringMatching(/./) });
    expect(JSON.stringify(found)).not.toContain(library);
  });

  it('is never read outside of the library, nor where a folder has its name', async () => {
    const [library, elsewhere] = [ownFolder(), ownFolder()];
    await drawNoise(join(elsewhere, 'm.png'), 1, 20, 10);
    symlinkSync(join(elsewhere, 'm.png'), join(library, 'm.png'));
    symlinkSync(elsewhere, join(library, 'masks'));
    await drawNoise(join(library, 'folder.png/x.png'), 1, 20, 10);
    const { references, read } = finderIn(library);
    const found = await references.find(['m.png', 'masks/m.png', 'folder.png'], 'a.jpg');
    expect([...found.values()].every((one) => 'got' in one)).toBe(true);
    expect(read).toEqual([]);
    rmSync(join(library, 'm.png'));
    symlinkSync('folder.png/x.png', join(library, 'm.png'));
    expect((await references.find(['m.png'], 'a.jpg')).get('m.png')).toMatchObject({ facts: { width: 20 } });
  });
});
