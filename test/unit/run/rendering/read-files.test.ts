import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Examination } from '../../../../src/model/jobs/job.ts';
import { openPlaces, placesOf } from '../../../../src/run/project/runtime.ts';
import { ReadFiles } from '../../../../src/run/rendering/read-files.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

function setUp(error?: Examination['error']) {
  const folder = ownFolder();
  const places = placesOf({ library: folder, output: folder });
  const files = new ReadFiles();
  let count = 0;
  const read = async (path: string): Promise<Examination> => {
    const stat = await openPlaces(places).storage.stat(path);
    return { sha256: `${path} ${++count}`, mime: null, ...(stat && { stat }), ...(error && { error }) };
  };
  const examine = async (path: string): Promise<string> =>
    (await files.examine({ from: 'storage', path }, places, () => read(path))).sha256;
  return { write: (path: string, text: string) => writeFile(join(folder, path), text), examine };
}

it('reads a file once as long as it is as it was', async () => {
  const { write, examine } = setUp();
  await write('a.tif', 'one');
  await write('b.tif', 'two');
  expect([await examine('a.tif'), await examine('b.tif'), await examine('a.tif')]).toEqual([
    'a.tif 1',
    'b.tif 2',
    'a.tif 1',
  ]);
  await write('a.tif', 'another one');
  expect([await examine('a.tif'), await examine('b.tif')]).toEqual(['a.tif 3', 'b.tif 2']);
});

it('reads again what could not be read, or is gone', async () => {
  const { write, examine } = setUp({ code: 'SOURCE_CORRUPT', message: '', hint: '', rendition: null });
  await write('a.tif', 'one');
  expect([await examine('a.tif'), await examine('a.tif')]).toEqual(['a.tif 1', 'a.tif 2']);
  expect([await examine('none.tif'), await examine('none.tif')]).toEqual(['none.tif 3', 'none.tif 4']);
});
