import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EMPTY_PICTURE } from '../../../src/model/recipe/recipe-tree.ts';
import { describe, expect, it } from 'vitest';
import { MemoryLibrary } from '../../../src/library/memory.ts';
import type { Job } from '../../../src/model/jobs/job.ts';
import { MemoryStorage } from '../../../src/storage/memory.ts';
import { fetchJob } from '../../../src/worker/fetch-job.ts';
import { withSource } from '../../../src/worker/ports.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { FACTS } from '../../support/pictures/image-facts.ts';

const STAT = { bytes: 1, mtimeNs: '1', inode: '1' };
const RECIPE = EMPTY_PICTURE;

const JOB: Job = {
  ...{ asset: 'shoes/red.jpg', facts: FACTS, memoryBytes: 1, held: true },
  master: { from: 'library', path: 'shoes/red.jpg', stat: STAT, sha256: 'aa' },
  sidecars: [
    { path: 'shoes/red.en.vtt', sha256: 'bb' },
    { path: 'shoes/gone.vtt', sha256: 'cc' },
  ],
  references: [
    { object: 'mask.png', file: 'shoes/mask.png', stat: STAT, sha256: 'dd', facts: FACTS },
    { object: 'none.png', got: 'nothing' },
  ],
  renditions: ['old', 'new'].map((name) => ({
    ...({ name, role: 'stream', extension: '', recipe: RECIPE } as const),
    reuse: { path: `renditions/${name}`, files: [], engine: 'e' },
  })),
};

/** Ports whose files are not on this machine. */
async function openRemote() {
  const library = new MemoryLibrary();
  const storage = new MemoryStorage();
  for (const file of ['shoes/red.jpg', 'shoes/red.en.vtt', 'shoes/mask.png']) library.put(file, file);
  const made = path.join(ownFolder(), 'made');
  writeFileSync(made, 'stored');
  await storage.commit(made, 'renditions/old/a.m3u8');
  return { library, ports: { library, storage, outside: library } };
}

describe('what a job names', () => {
  it('is brought to this machine under its own names, and what is gone is left out', async () => {
    const scratch = ownFolder();
    const { ports } = await openRemote();
    const local = await fetchJob(JOB, scratch, ports);
    expect(readFileSync(local.master.file, 'utf8')).toBe('shoes/red.jpg');
    expect(path.basename(local.master.file)).toBe('red.jpg');
    expect(local.master.file.startsWith(scratch)).toBe(true);
    expect(local.sidecars?.map(({ file, sha256 }) => [readFileSync(file, 'utf8'), sha256])).toEqual([
      ['shoes/red.en.vtt', 'bb'],
    ]);
    const [mask, none] = local.references ?? [];
    expect(mask && 'file' in mask && readFileSync(mask.file, 'utf8')).toBe('shoes/mask.png');
    expect(none).toEqual({ object: 'none.png', got: 'nothing' });
    const [old, fresh] = local.renditions;
    expect(readFileSync(path.join(old?.reusedFolder ?? '', 'a.m3u8'), 'utf8')).toBe('stored');
    expect(fresh?.reusedFolder).toBeUndefined();
  });

  it('cannot be worked on where the master is gone', async () => {
    const { library, ports } = await openRemote();
    library.remove('shoes/red.jpg');
    await expect(fetchJob(JOB, ownFolder(), ports)).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

describe('a file that was brought here to be examined', () => {
  it('is gone again afterwards, whatever came of it', async () => {
    const scratch = ownFolder();
    const { ports } = await openRemote();
    const file = { from: 'library', path: 'shoes/red.jpg' } as const;
    expect(await withSource(file, scratch, ports, async (local) => readFileSync(local, 'utf8'))).toBe('shoes/red.jpg');
    const failing = withSource(file, scratch, ports, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(readdirSync(scratch)).toEqual([]);
  });
});

describe('a file that lies on this machine', () => {
  it('stays where it is, whatever people are told it is called', async () => {
    const folder = ownFolder();
    const master = path.join(folder, 'red.jpg');
    writeFileSync(master, 'pixels');
    const { ports } = await openRemote();
    const library = { stat: async () => STAT, fetch: async () => ({ local: master }), nameOf: () => 'share:red.jpg' };
    const file = { from: 'library', path: 'red.jpg' } as const;
    await withSource(file, path.dirname(folder), { ...ports, library }, async () => undefined);
    expect(readFileSync(master, 'utf8')).toBe('pixels');
  });
});
