import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDamage } from '../../../../../src/engines/formats/jpeg/find-damage.ts';
import { sharp } from '../../../../../src/engines/image/libvips.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';
import { inRepository } from '../../../../support/files/repository.ts';
import { grainyJpeg, scratched } from '../../../../support/pictures/masters/scratched.ts';

async function found(jpeg: Buffer): Promise<string | undefined> {
  const file = path.join(ownFolder(), 'a.jpg');
  await writeFile(file, jpeg);
  return findDamage(file);
}

const END = Buffer.from([0xff, 0xd9]);

/** A JPEG with something in front of its end. */
const endingWith = (jpeg: Buffer, behind: Buffer): Buffer => Buffer.concat([jpeg.subarray(0, -2), behind, END]);

describe('damage in the codes of a JPEG', () => {
  it.each([0, 0x55, 0xaa, 0xc3])('is seen where its bytes are all %i', async (value) => {
    expect(await found(scratched(await grainyJpeg(), value))).toMatch(/from row [6-8]\d on/);
  });

  // Larger than what is read at once.
  it('is seen in a large one', async () => {
    const whole = await grainyJpeg({ width: 6400 });
    expect(whole.length).toBeGreaterThan(600_000);
    expect(await found(whole)).toBeUndefined();
    expect(await found(scratched(whole, 0))).toMatch(/from row/);
  });

  it('is seen in codes that are left', async () => {
    const whole = await grainyJpeg();
    expect(await found(endingWith(whole, Buffer.alloc(40, 0x35)))).toMatch(/left/);
    // Of cameras that fill up.
    expect(await found(endingWith(whole, Buffer.alloc(40)))).toBeUndefined();
  });

  it('is none in JPEGs of any kind that are whole', async () => {
    const pixels = () =>
      sharp({
        create: {
          width: 333,
          height: 97,
          channels: 3,
          noise: { type: 'gaussian', mean: 120, sigma: 60 },
          background: '#000',
        },
      });
    const kinds = [
      pixels().jpeg({ quality: 95 }),
      pixels().jpeg({ chromaSubsampling: '4:4:4' }),
      pixels().jpeg({ progressive: true }),
      pixels().jpeg({ optimiseCoding: false, quality: 100 }),
      pixels().toColourspace('b-w').jpeg(),
      pixels().toColourspace('cmyk').jpeg(),
    ];
    for (const kind of kinds) expect(await found(await kind.toBuffer())).toBeUndefined();
  });

  it('is none in the masters of the fixtures', async () => {
    const folder = inRepository('fixtures/library');
    const files = readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.jpg'));
    expect(files.length).toBeGreaterThan(0);
    for (const file of files)
      expect([file, await found(await readFile(path.join(folder, file)))]).toEqual([file, undefined]);
  });

  it('is for its decoder to tell where headers are broken', async () => {
    const whole = await grainyJpeg();
    const codes = whole.indexOf(Buffer.from([0xff, 0xc4]));
    for (const change of [
      (jpeg: Buffer) => jpeg.fill(0xff, codes + 5, codes + 21),
      (jpeg: Buffer) => jpeg.fill(0, 4, 40),
    ]) {
      const broken = Buffer.from(whole);
      change(broken);
      expect(await found(broken)).toBeUndefined();
    }
    expect(await found(Buffer.from([0xff, 0xd8, 0xff]))).toBeUndefined();
  });
});
