import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Picture } from '../../../src/engines/picture.ts';
import { drawPicture } from './draw-picture.ts';
import { writeGoldenMasters } from './golden-masters.ts';

interface GoldenFolder {
  /** The path of a file in the folder. */
  readonly fileOf: (name: string) => string;
  /** The pixels of a golden master with these commands, with alpha; at full size where the text names none. */
  readonly draw: (text: string, master?: string) => Promise<Picture>;
}

/** Writes the golden masters into a folder before the tests of a file and removes the folder after them. */
export function openGoldenFolder(): GoldenFolder {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dmx-golden-'));
    await writeGoldenMasters(folder);
  });
  afterAll(() => rm(folder, { recursive: true }));
  const fileOf = (name: string): string => path.join(folder, name);
  return {
    fileOf,
    draw: (text, master = 'patterns.png') =>
      drawPicture(fileOf(master), `${/scl=|wid=/.test(text) ? '' : 'scl=1&'}fmt=png-alpha&${text}`),
  };
}
