import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { deepSlopes, SLOPES, slopes } from '../../../../fixtures/make/slopes.ts';
import { missingDecoderPackages } from '../../../../src/engines/formats/foreign/load-package.ts';
import { jls } from '../../../../src/engines/formats/jls.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { INTERLEAVING, printJls } from '../../../support/pictures/print-jls.ts';

const probe = async (bytes: Buffer) => {
  const file = path.join(ownFolder(), 'master.jls');
  await writeFile(file, bytes);
  return { file, facts: await jls.decoder.probe(file, 'image/jls', DEFAULT_LIMITS) };
};

async function read(bytes: Buffer) {
  const { file, facts } = await probe(bytes);
  const target = path.join(ownFolder(), 'copy.tif');
  await jls.decoder.decode?.(file, target);
  const space = { gray: 'b-w', srgb: facts.depth > 8 ? 'rgb16' : 'srgb' }[facts.colorSpace as 'gray'];
  const raw = await sharp(target)
    .pipelineColourspace(space)
    .toColourspace(space)
    .raw({ depth: facts.depth > 8 ? 'ushort' : 'uchar' })
    .toBuffer();
  return { facts, raw };
}

const { width, height } = SLOPES;

/** The samples, plane after plane. */
function planes(samples: Uint8Array): Uint8Array {
  return Uint8Array.from(samples, (_, i) => {
    const [plane, pixel] = [Math.floor(i / (width * height)), i % (width * height)];
    return samples[3 * pixel + plane] ?? 0;
  });
}

const isMissing = missingDecoderPackages().includes('@cornerstonejs/codec-charls');

describe.skipIf(isMissing)('JPEG-LS', () => {
  it.each([
    ['pixel by pixel', INTERLEAVING.sample, slopes],
    ['line by line', INTERLEAVING.line, slopes],
    ['plane by plane', INTERLEAVING.none, planes(slopes)],
  ] as const)('has its colours where they are stored %s', async (_way, interleaving, samples) => {
    const { facts, raw } = await read(await printJls({ width, height, samples, components: 3, interleaving }));
    expect(facts).toMatchObject({ width, height, colorSpace: 'srgb', depth: 8 });
    expect(raw.equals(Buffer.from(slopes))).toBe(true);
  });

  it('is read in 16 bits where it has more than 8, and stretched to them', async () => {
    const samples = deepSlopes().map((value) => value >> 4);
    const { facts, raw } = await read(await printJls({ width, height, samples, components: 3, bits: 12 }));
    expect(facts.depth).toBe(16);
    const deep = new Uint16Array(raw.buffer, raw.byteOffset, raw.length / 2);
    expect([...deep]).toEqual([...samples].map((value) => Math.floor((value * 65_535 + (4095 >> 1)) / 4095)));
  });

  it('may be gray', async () => {
    const samples = slopes.slice(0, width * height);
    const { facts, raw } = await read(await printJls({ width, height, samples, components: 1 }));
    expect(facts.colorSpace).toBe('gray');
    expect(raw.equals(Buffer.from(samples))).toBe(true);
  });

  it('of other components than those of gray and RGB is refused as unsupported', async () => {
    const samples = new Uint8Array(4 * 2 * 2);
    const bytes = await printJls({ width: 2, height: 2, samples, components: 4 });
    await expect(probe(bytes)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });

  it('that was cut off is damaged', async () => {
    const bytes = await printJls({ width, height, samples: slopes, components: 3 });
    await expect(read(bytes.subarray(0, -200))).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });
});
