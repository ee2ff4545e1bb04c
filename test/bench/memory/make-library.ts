import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRepository } from '../../support/files/repository.ts';
import { type KindName, makeMaster, type SizeName } from '../calibrate/masters.ts';

/** How many copies of a master lie in a folder of the library. */
interface Row {
  readonly folder: string;
  readonly kind: KindName;
  readonly size: SizeName;
  readonly count: number;
}

/** Mostly what shops have, some of what photographers deliver, and a few at a hundred megapixels. */
const ROWS: readonly Row[] = [
  { folder: 'tiny', kind: 'jpeg', size: 'small', count: 150 },
  { folder: 'tiny', kind: 'webp', size: 'small', count: 30 },
  { folder: 'shop', kind: 'jpeg', size: 'middle', count: 16 },
  { folder: 'shop', kind: 'png-alpha', size: 'middle', count: 4 },
  { folder: 'shop', kind: 'jpeg-progressive', size: 'middle', count: 6 },
  { folder: 'studio', kind: 'jpeg', size: 'large', count: 4 },
  { folder: 'studio', kind: 'jpeg-sideways', size: 'large', count: 2 },
  { folder: 'studio', kind: 'png', size: 'large', count: 2 },
  { folder: 'studio', kind: 'tiff-cmyk', size: 'large', count: 1 },
  { folder: 'studio', kind: 'avif', size: 'large', count: 1 },
  { folder: 'studio', kind: 'webp', size: 'large', count: 1 },
  { folder: 'huge', kind: 'png', size: 'huge', count: 1 },
  { folder: 'huge', kind: 'tiff', size: 'huge', count: 1 },
  { folder: 'huge', kind: 'jpeg', size: 'huge', count: 1 },
  { folder: 'huge', kind: 'jpeg-progressive-444', size: 'huge', count: 1 },
  { folder: 'huge', kind: 'avif', size: 'huge', count: 1 },
];

// What is behind the end of the pictures no decoder looks at; it makes copies different masters.
const isTrailerHarmless = ({ kind }: Row): boolean => kind.startsWith('jpeg') || kind.startsWith('png');

async function addMasters(row: Row, masters: string, library: string): Promise<number> {
  const { folder, kind, size, count } = row;
  const file = await makeMaster(masters, kind, size);
  await mkdir(join(library, folder), { recursive: true });
  for (let i = 0; i < count; i++) {
    const target = join(library, folder, `${kind}-${size}-${i}${file.slice(file.lastIndexOf('.'))}`);
    await copyFile(file, target);
    if (isTrailerHarmless(row)) await writeFile(target, Buffer.concat([await readFile(file), Buffer.from(`#${i}`)]));
  }
  return count;
}

/** Makes the project of the bench in `folder`, its masters from `masters`; answers how many there are. */
export async function makeProject(folder: string, masters: string): Promise<number> {
  const library = join(folder, 'library');
  let count = 0;
  for (const row of ROWS) count += await addMasters(row, masters, library);
  await copyFile(inRepository('test/bench/profiles/mixed.yaml'), join(folder, 'mixed.yaml'));
  const config = {
    version: 1,
    library: 'library',
    profiles: ['mixed.yaml'],
    folders: [
      { path: '**', image: 'mixed', video: 'none' },
      { path: 'tiny', image: 'tiny' },
    ],
  };
  await writeFile(join(folder, 'dmx.yaml'), JSON.stringify(config));
  return count;
}
