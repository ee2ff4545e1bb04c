import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLines } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { drawNoise, edit, openShop, type Shop } from '../../support/project/shop.ts';

const RULES = `kind: set-rules
name: turns
type: spin
match: (spin)-\\d+-\\d+
row: spin-(\\d+)-
column: -(\\d+)$
---
kind: set
name: all
type: mixed
members: [{ set: turned/spin, label: Turn it }, a.png]
`;

/** A shop with a spin of two rows of three, whose names are spread over time. */
async function openTurning(): Promise<Shop> {
  const shop = await openShop();
  const names = ['1-01', '1-02', '1-03', '2-01', '2-02', '2-03'];
  for (const [i, name] of names.entries()) await drawNoise(join(shop.assets, `turned/spin-${name}.png`), i);
  writeFileSync(join(shop.folder, 'profiles/sets.yaml'), RULES);
  edit(join(shop.folder, 'dmx.yaml'), (text) => `${text}  - { path: turned, sets: [turns] }\n`);
  return shop;
}

it('sets follow from the names of assets: planned, listed in the manifest, told when they change, left out where they cannot be shown', async () => {
  const shop = await openTurning();
  const run = (...words: readonly string[]) => dmx(shop.folder, ...words);
  const planned = readLines(await run('plan', '--json')).filter(({ type }) => type === 'set-planned');
  expect(planned).toMatchObject([
    { change: 'made', set: 'all' },
    { change: 'made', set: 'turned/spin' },
  ]);
  const changes = join(shop.folder, 'changes.ndjson');
  expect((await run('ingest', '--changes', changes)).exit).toBe(0);
  expect(readFileSync(changes, 'utf8')).toContain('{"v":1,"type":"set-changed","change":"made","set":"turned/spin"}\n');
  const manifest = JSON.parse(readFileSync(join(shop.output, 'manifest.json'), 'utf8'));
  expect(manifest.sets).toMatchObject([
    { path: 'all', members: [{ set: 'turned/spin', label: 'Turn it' }, { asset: 'a.png' }] },
    { path: 'turned/spin', type: 'spin', by: 'turns', rows: 2, columns: 3, members: { length: 6 } },
  ]);
  expect(readLines(await run('sets', '--json'))).toMatchObject(manifest.sets);
  expect((await run('sets', 'show', 'turned/spin')).stdout).toContain(manifest.sets[1].text);
  expect(await run('sets', 'show', 'turned/spim')).toMatchObject({ exit: 2 });
  const answer = (await run('show', 'all', '--req', 'set,json')).stdout;
  expect(answer).toMatch(
    /^\/\*jsonp\*\/s7jsonResponse\(\{"set":\{"pv":"1\.0","type":"media_set","n":"all",.*\},""\);\n$/,
  );
  expect((await run('show', 'turned/spin', '--req', 'imageset')).stdout).toBe(`${manifest.sets[1].text}\r\n`);

  // A frame goes: the spin has a hole, and what showed it goes on without it.
  renameSync(join(shop.assets, 'turned/spin-2-02.png'), join(shop.assets, 'turned/other.png'));
  appendFileSync(join(shop.folder, 'profiles/sets.yaml'), '\n');
  const ended = await run('ingest', '--json');
  expect(ended.exit).toBe(3);
  expect(readLines(ended)).toContainEqual(
    expect.objectContaining({
      type: 'set-refused',
      set: 'turned/spin',
      error: expect.objectContaining({ code: 'SET_INVALID' }),
    }),
  );
  expect((await run('sets', 'check')).exit).toBe(3);
  expect((await run('verify')).exit).toBe(0);
  expect(readLines(await run('sets', '--json'))).toMatchObject([{ path: 'all', members: [{ asset: 'a.png' }] }]);
});
