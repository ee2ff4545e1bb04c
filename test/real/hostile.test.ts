import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../src/model/errors.ts';
import { countsOf, readLines, readManifest } from '../support/cli/dmx-output.ts';
import { dmx } from '../support/cli/dmx.ts';
import { ownFolder } from '../support/files/own-folder.ts';
import { inRepository, sharedFolder } from '../support/files/repository.ts';
import { listFiles } from '../support/files/tree.ts';

const FOLDERS = ['corpus/hostile', 'corpus/formats'] as const;

/** Tens of files that want to crash, hang or fill the decoder. */
const MINUTES = 5;

describe.each(FOLDERS)('real files of %s', (name) => {
  const folder = sharedFolder(name);

  it.skipIf(folder === undefined)(
    'never end the run: each is made, or refused with a code and a hint, and the next run does not try in vain',
    async () => {
      const cwd = ownFolder();
      await cp(inRepository('fixtures/trees/shop/small'), cwd, { recursive: true });
      await cp(folder ?? '', join(cwd, 'assets'), { recursive: true });
      const ended = await dmx(cwd, 'ingest', '--json', '--timeout', '60s', '--no-video');
      expect([0, 3]).toContain(ended.exit);
      expect(readLines(ended).filter(({ type }) => type === 'error')).toEqual([]);

      const output = join(cwd, 'dmx-out');
      const { assets } = await readManifest(output);
      expect(assets.length).toBeGreaterThan(50);
      const errors = assets.flatMap((asset) => asset.errors);
      expect(errors.filter(({ code, hint }) => !(code in ERRORS) || hint === '')).toEqual([]);
      // A worker that died or hung would be told so: none does on any of these files.
      expect(errors.filter(({ code }) => code === 'ENGINE_CRASHED' || code === 'ENGINE_TIMEOUT')).toEqual([]);
      for (const { state, renditions, errors: own } of assets) {
        expect(state === 'ready').toBe(own.length === 0 && renditions.length > 0);
      }

      const listed = assets.flatMap(({ renditions }) => renditions.map(({ path }) => path));
      expect(await listFiles(output)).toEqual(['manifest.json', ...listed].toSorted());
      expect(countsOf(await dmx(cwd, 'ingest', '--json', '--no-video'))).toMatchObject({ made: 0 });
    },
    MINUTES * 60_000,
  );
});
