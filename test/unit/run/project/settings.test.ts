import { join } from 'node:path';
import { SCHEMA_KIT } from '../../../../src/profiles/options/schema-kit.ts';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../../src/profiles/config.ts';
import { OPTIONS } from '../../../../src/profiles/options/options.ts';
import type { OptionRow } from '../../../../src/profiles/options/option.ts';
import { settingsOf } from '../../../../src/run/project/settings.ts';
import type { Request } from '../../../../src/run/request.ts';
import { ownFolder, writeFiles } from '../../../support/files/own-folder.ts';

const decided = (yaml: string, said: Partial<Request> = {}, { cwd = '/work', configFile = '/shop/dmx.yaml' } = {}) =>
  settingsOf(
    { command: 'ingest', cwd, folders: [], ...said },
    { config: parseConfig({ name: 'dmx.yaml', text: yaml }).config, configFile },
  );

describe('the settings of a run', () => {
  it('are those of the command line, else of dmx.yaml, else their defaults', () => {
    const yaml = 'memory: 1GiB\nwaitLock: 90\nbatch: auto\nonMove: keep\nvideo: false\ntitle: 007\n';
    expect(decided('')).toMatchObject({ waitLockSeconds: 0, batch: 50, onMove: 'apply', video: true, title: '' });
    const written = {
      memoryBytes: 2 ** 30,
      waitLockSeconds: 90,
      batch: 'auto',
      onMove: 'keep',
      video: false,
      title: '007',
    };
    expect(decided(yaml)).toMatchObject(written);
    const said = {
      memoryBytes: 5,
      waitLockSeconds: 0,
      batch: 70,
      onMove: 'apply',
      video: true,
      title: 'mine',
    } as const;
    expect(decided(yaml, said)).toMatchObject(said);
  });

  it('have each a default of the kind that its option takes', () => {
    for (const [name, row] of Object.entries<OptionRow<unknown>>(OPTIONS)) {
      if (row.default !== undefined && row.default !== '')
        expect(row.schema(SCHEMA_KIT).safeParse(row.default).success, name).toBe(true);
    }
  });

  it('refuse two of which one takes back what the other asks for', () => {
    const both: readonly Partial<Request>[] = [
      { force: true, newOnly: true },
      { force: true, acceptEngine: true },
      { newOnly: true, acceptEngine: true },
      { newOnly: true, select: { failed: true } },
      { newOnly: true, select: { renditions: ['thumb'] } },
      { acceptEngine: true, select: { stale: true } },
    ];
    for (const said of both)
      expect(() => decided('', said), JSON.stringify(said)).toThrow(
        expect.objectContaining({ code: 'OPTION_CONFLICT' }),
      );
    expect(decided('', { force: true, newOnly: false })).toMatchObject({ force: true, newOnly: false });
    expect(decided('', { newOnly: true, select: {} })).toMatchObject({ newOnly: true });
  });

  it('let what was said overrule what dmx.yaml would spare', () => {
    const yaml = 'newOnly: true\nacceptEngine: true\n';
    expect(decided(yaml)).toMatchObject({ newOnly: true, acceptEngine: true });
    expect(decided(yaml, { force: true })).toMatchObject({ force: true, newOnly: false, acceptEngine: false });
    expect(decided(yaml, { select: { missing: true } })).toMatchObject({ newOnly: false, acceptEngine: true });
    expect(decided(yaml, { acceptEngine: true })).toMatchObject({ newOnly: true, acceptEngine: true });
  });

  it('mean paths from where they were written', () => {
    const [cwd, shop] = [ownFolder(), ownFolder()];
    writeFiles(cwd, { 'out.txt': 'here' });
    writeFiles(shop, { 'out.txt': '# a comment\nthere\n\n' });
    const yaml = 'excludeFrom: out.txt\nchanges: changes.jsonl\n';
    const where = { cwd, configFile: join(shop, 'dmx.yaml') };
    expect(decided(yaml, {}, where)).toMatchObject({ exclude: ['there'], changes: join(shop, 'changes.jsonl') });
    const said = { excludeFrom: 'out.txt', changes: 'mine.jsonl', exclude: ['a'] };
    expect(decided(yaml, said, where)).toMatchObject({ exclude: ['a', 'here'], changes: join(cwd, 'mine.jsonl') });
    expect(() => decided('excludeFrom: gone.txt\n', {}, where)).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE', place: 'gone.txt' }),
    );
  });
});
