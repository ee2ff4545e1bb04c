import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { netpbm } from '../../../../src/engines/formats/netpbm.ts';
import { probeImage } from '../../../../src/engines/image/probe.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { sniff } from '../../../../src/system/sniff.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';

const MIME = 'image/x-portable-anymap';

async function write(head: string, samples: Buffer): Promise<string> {
  const file = path.join(ownFolder(), 'master.pam');
  await writeFile(file, Buffer.concat([Buffer.from(head, 'latin1'), samples]));
  expect(await sniff(file)).toBe(MIME);
  return file;
}

async function read(head: string, samples: Buffer): Promise<readonly number[]> {
  const file = await write(head, samples);
  await netpbm.decoder.rewrite?.(file, `${file}.tif`);
  return [...(await sharp(`${file}.tif`).toColourspace('srgb').raw().toBuffer())];
}

/** Floats in the order of bytes that a negative scale says. */
function floats(values: readonly number[], littleEndian: boolean): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) {
    if (littleEndian) bytes.writeFloatLE(value, 4 * i);
    else bytes.writeFloatBE(value, 4 * i);
  }
  return bytes;
}

describe('a picture of Netpbm', () => {
  it.each([
    ['RGB_ALPHA', 4, [1, 2, 3, 4, 250, 251, 252, 0]],
    ['RGB', 3, [1, 2, 3, 250, 251, 252]],
    ['', 3, [1, 2, 3, 250, 251, 252]],
  ])('may be a PAM in %s', async (kind, depth, samples) => {
    const head = `P7\nWIDTH 2\n# a comment\nHEIGHT 1\nDEPTH ${depth}\nMAXVAL 255\nTUPLTYPE ${kind}\nENDHDR\n`;
    expect(await read(kind === '' ? head.replace('TUPLTYPE \n', '') : head, Buffer.from(samples))).toEqual(samples);
  });

  it('may be a PAM of black and white', async () => {
    const head = 'P7\nHEIGHT 1\nWIDTH 3\nDEPTH 1\nMAXVAL 1\nTUPLTYPE BLACKANDWHITE\nENDHDR\n';
    expect(await read(head, Buffer.from([0, 1, 0]))).toEqual([0, 0, 0, 255, 255, 255, 0, 0, 0]);
  });

  it.each([true, false])('may be of floats, its rows from the bottom (little endian: %s)', async (littleEndian) => {
    const head = `PF\n1 2\n${littleEndian ? '-1.0' : '1.0'}\n`;
    const [under, over] = [
      [1, 0, 0],
      [0, 1, 0.214],
    ];
    const pixels = await read(head, floats([...under, ...over], littleEndian));
    expect(pixels.slice(3)).toEqual([255, 0, 0]);
    expect(pixels.slice(0, 2)).toEqual([0, 255]);
    expect(Math.abs((pixels[2] ?? 0) - 127.5)).toBeLessThan(1);
    expect(await probeImage(await write(head, Buffer.alloc(24)), MIME)).toMatchObject({
      hdr: 'light',
      width: 1,
      height: 2,
    });
  });

  it.each([
    ['SOURCE_FORMAT_UNSUPPORTED', 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 4\nMAXVAL 255\nTUPLTYPE CMYK\nENDHDR\n'],
    ['SOURCE_CORRUPT', 'P7\nWIDTH 1\nHEIGHT 1\nDEPTH 3\n'],
    ['SOURCE_CORRUPT', 'P7\nWIDTH 0\nHEIGHT 1\nDEPTH 3\nMAXVAL 255\nENDHDR\n'],
    ['SOURCE_CORRUPT', 'PF\n1 2\n0\n'],
  ])('is refused with %s', async (code, head) => {
    await expect(probeImage(await write(head, Buffer.alloc(9)), MIME)).rejects.toMatchObject({ code });
  });

  it('is damaged where floats are missing', async () => {
    const file = await write('PF\n4 4\n-1\n', Buffer.alloc(50));
    await expect(netpbm.decoder.rewrite?.(file, `${file}.tif`)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
