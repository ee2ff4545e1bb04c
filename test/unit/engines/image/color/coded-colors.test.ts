import { readFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../../../src/system/package-files.ts';
import { builtInProfile } from '../../../../../src/engines/image/color/embedded-profile.ts';
import { probeImage } from '../../../../../src/engines/image/probe.ts';
import { openMaster } from '../../../../../src/engines/image/source/master.ts';
import { withDecoded } from '../../../../../src/engines/image/with-decoded.ts';
import { ownFolder } from '../../../../support/files/own-folder.ts';

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), out.length - 4);
  return out;
}

const numbers = (...values: readonly number[]): Buffer => {
  const data = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) data.writeUInt32BE(value, 4 * i);
  return data;
};

const code = (primaries: number, transfer: number): Buffer => chunk('cICP', Buffer.from([primaries, transfer, 0, 1]));
const GAMMA = chunk('gAMA', numbers(45_455));
const P3 = chunk('cHRM', numbers(31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000));
const SRGB = chunk('cHRM', numbers(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000));

/** A PNG of (0, 200, 100), which says in further chunks what that means. */
async function write(chunks: readonly Buffer[], alpha = false): Promise<string> {
  const background = { r: 0, g: 200, b: 100, ...(alpha && { alpha: 0.5 }) };
  const plain = await sharp({ create: { width: 16, height: 8, channels: alpha ? 4 : 3, background } })
    .png()
    .toBuffer();
  const file = join(ownFolder(), 'coded.png');
  // Behind the header, which is 25 bytes long.
  writeFileSync(file, Buffer.concat([plain.subarray(0, 33), ...chunks, plain.subarray(33)]));
  return file;
}

const probed = async (chunks: readonly Buffer[]) => probeImage(await write(chunks), 'image/png');

/** Such a file as it is shown. */
async function shown(chunks: readonly Buffer[], alpha = false): Promise<readonly number[]> {
  const file = await write(chunks, alpha);
  const facts = await probeImage(file, 'image/png');
  return withDecoded({ file, facts }, ownFolder(), async (master) => [
    ...(await openMaster(master).raw().toBuffer()).subarray(0, alpha ? 4 : 3),
  ]);
}

describe('a PNG that tells by numbers what its colours are', () => {
  // As Chromium 156 shows them.
  it.each([
    ['P3', [code(12, 13)], [0, 205, 88]],
    ['PQ', [code(9, 16)], [0, 255, 0]],
    ['HLG', [code(9, 18)], [0, 208, 60]],
    ['P3 by its chromaticities', [P3, GAMMA], [0, 205, 86]],
    ['light as it is', [chunk('gAMA', numbers(100_000))], [0, 229, 168]],
  ])('is shown as browsers show it: %s', async (_name, chunks, wanted) => {
    const found = await shown(chunks);
    for (const [i, value] of wanted.entries())
      expect(Math.abs(value - (found[i] ?? 0)), found.join()).toBeLessThanOrEqual(2);
  });

  it('is what the code points say, whatever its profile', async () => {
    const profiles = {
      sRGB: () => builtInProfile('rgb'),
      DisplayP3: () => readFile(packageFile('profiles/icc/DisplayP3.icc')),
    };
    const profile = async (name: keyof typeof profiles): Promise<Buffer> =>
      chunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), deflateSync(await profiles[name]())]));
    const wide = await shown([await profile('DisplayP3')]);
    expect(wide[1]).toBeGreaterThan(202);
    expect(await shown([code(12, 13), await profile('sRGB')])).toEqual(await shown([code(12, 13)]));
    expect(await shown([code(1, 13), await profile('DisplayP3')])).toEqual([0, 200, 100]);
    // 2 says nothing.
    expect(await shown([code(2, 2), await profile('DisplayP3')])).toEqual(wide);
  });

  it.each([
    ['code points of HDR', [code(9, 16)], { told: 'sRGB', hdr: 'pq', icc: null }],
    ['hybrid log-gamma', [code(9, 18)], { told: 'sRGB', hdr: 'hlg' }],
    ['Display P3', [code(12, 13)], { told: 'sRGB' }],
    ['sRGB', [code(1, 13)], { told: 'sRGB' }],
    ['a gamma', [GAMMA], { told: 'sRGB' }],
    ['nothing', [], {}],
  ])('is told by its facts: %s', async (_name, chunks, expected) => {
    const { told, hdr, icc } = await probed(chunks);
    expect({ ...(told && { told }), ...(hdr && { hdr }), icc }).toEqual({ icc: null, ...expected });
  });

  it('keeps its alpha', async () => {
    expect((await shown([code(12, 13)], true))[3]).toBe(128);
  });

  it.each([
    ['nothing', []],
    ['sRGB', [code(1, 13)]],
    ['BT.709', [code(1, 1)]],
    ['the usual gamma', [GAMMA]],
    ['sRGB by its chromaticities', [SRGB, GAMMA]],
    ['colours that mix to nothing', [chunk('cHRM', numbers(31_270, 32_900, ...Array<number>(6).fill(30_000)))]],
    ['colours around no white', [chunk('cHRM', numbers(0, 90_000, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000))]],
    ['sRGB, whatever the gamma', [chunk('sRGB', Buffer.from([0])), chunk('gAMA', numbers(100_000))]],
  ])('is left as it is where it says %s', async (_name, chunks) => {
    expect(await shown(chunks)).toEqual([0, 200, 100]);
  });
});
