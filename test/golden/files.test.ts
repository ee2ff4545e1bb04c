import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileName } from '../../src/engines/image/color/profile-name.ts';
import { readOutlines } from '../../src/engines/image/paths/read-outlines.ts';
import type { Artefact } from '../../src/model/jobs/job.ts';
import { parseRecipe } from '../../src/serving/print.ts';
import { resolveRecipe } from '../../src/serving/resolve/resolve.ts';
import { CLOUD } from '../support/language/server-settings.ts';
import { GOLDEN_CASES } from '../support/pictures/golden-cases.ts';
import { writeGoldenMasters } from '../support/pictures/golden-masters.ts';
import { metadataOf } from '../support/pictures/file-metadata.ts';
import { renderFile } from '../support/pictures/render-file.ts';

const CASES = GOLDEN_CASES.filter(({ file }) => file !== undefined);

let masters = '';
beforeAll(async () => {
  masters = await mkdtemp(path.join(os.tmpdir(), 'golden-files-'));
  await writeGoldenMasters(masters);
});
afterAll(() => rm(masters, { recursive: true }));

async function make(master: string, text: string): Promise<Artefact> {
  const recipe = resolveRecipe(parseRecipe(text), CLOUD);
  const { artefacts, failures } = await renderFile(path.join(masters, master), [recipe]);
  expect(failures).toEqual([]);
  return artefacts[0]!;
}

/** The sum of a JPEG's first quantisation table (ITU T.81, B.2.4.1): another one for every quality. */
function quantization(bytes: Buffer): number | undefined {
  const at = bytes.indexOf(Buffer.from([0xff, 0xdb]));
  return at < 0 ? undefined : bytes.subarray(at + 5, at + 69).reduce((sum, value) => sum + value, 0);
}

/** The bytes of the first table of luminance that the standard gives as an example (ITU T.81, K.3.3.1). */
const STANDARD_TABLE = Buffer.from('0000010501010101010100000000000000000102030405060708090a0b', 'hex');

/** What the commands about files decide, beside the pixels. */
async function factsOf(artefact: Artefact) {
  const bytes = await readFile(artefact.file);
  const { format, density, icc, xmp, exif, depth } = await metadataOf(artefact);
  const tile = format === 'tiff' ? bytes.readUInt16LE(bytes.indexOf(Buffer.from([0x42, 0x01, 3, 0])) + 8) : undefined;
  return {
    quantization: format === 'jpeg' ? quantization(bytes) : undefined,
    huffman: format === 'jpeg' ? (bytes.includes(STANDARD_TABLE) ? 'standard' : 'own') : undefined,
    quality: artefact.quality,
    depth,
    density,
    profile: icc ? profileName(icc) : 'none',
    xmp: xmp !== undefined,
    exif: exif !== undefined,
    tile,
    paths: (await readOutlines(artefact.file)).map(({ name }) => name).join(','),
  };
}

describe.each(CASES)('the golden file $name', ({ master, recipe, notch, file }) => {
  it('is what was looked at', async () => {
    expect(await factsOf(await make(master, recipe))).toMatchObject(file!);
  });

  it('fails when its main argument moves one notch', async () => {
    expect(await factsOf(await make(master, notch))).not.toMatchObject(file!);
  });
});
