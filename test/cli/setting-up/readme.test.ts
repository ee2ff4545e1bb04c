import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { assetOf, readManifest } from '../../support/cli/dmx-output.ts';
import { dmx } from '../../support/cli/dmx.ts';
import { ownFolder } from '../../support/files/own-folder.ts';
import { inRepository } from '../../support/files/repository.ts';

type Json = string | number | null | readonly Json[] | { readonly [key: string]: Json };

/** The asset that the README shows, `…` standing for what it leaves out: as the last key, item or letters of a text. */
function shownAsset(): Json {
  const [, sample = ''] = /```jsonc\n(.*?)```/s.exec(readFileSync(inRepository('README.md'), 'utf8')) ?? [];
  return JSON.parse(sample.replaceAll(/, … (?=[}\]])/g, ' ')) as Json;
}

/** Tells what a sample says otherwise than what it is a sample of, by path. */
function* differences(sample: Json, real: unknown, path = ''): Generator<string> {
  if (typeof sample === 'string' && sample.endsWith('…')) {
    if (!String(real).startsWith(sample.slice(0, -1))) yield `${path}: ${String(real)}`;
  } else if (typeof sample !== 'object' || sample === null) {
    if (sample !== real) yield `${path}: ${String(real)}`;
  } else {
    const held = real as Readonly<Record<string, unknown>>;
    for (const [key, value] of Object.entries(sample)) yield* differences(value, held[key], `${path}/${key}`);
  }
}

it('the README shows an asset of the manifest as it comes out', async () => {
  const folder = ownFolder();
  cpSync(inRepository('fixtures/library/shoes/red.jpg'), join(folder, 'assets/shoes/red.jpg'));
  expect(await dmx(folder, 'ingest', 'assets')).toMatchObject({ exit: 0 });
  const asset = assetOf(await readManifest(join(folder, 'dmx-out')), 'shoes/red.jpg');
  // How sure the detectors are depends on which of the optional networks is installed.
  const told = [...differences(shownAsset(), asset)].filter((one) => !one.includes('/confidence'));
  expect(told).toEqual([]);
});
