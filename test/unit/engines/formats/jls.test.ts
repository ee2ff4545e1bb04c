import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { deepSlopes, SLOPES, slopes } from '../../../../fixtures/make/slopes.ts';
import { jls } from '../../../../src/engines/formats/jls.ts';
import { DEFAULT_LIMITS } from '../../../../src/model/master-limits.ts';
import { ownFolder } from '../../../support/files/own-folder.ts';
import { INTERLEAVING, printJls } from '../../../support/pictures/masters/print-jls.ts';

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

/** A file with a segment behind its first marker. */
function withSegment(file: Buffer, marker: number, ...numbers: readonly number[]): Buffer {
  const segment = Buffer.from([0xff, marker, 0, numbers.length + 2, ...numbers]);
  return Buffer.concat([file.subarray(0, 2), segment, file.subarray(2)]);
}

/** What stands before the codes of a file of one scan, and these. */
function takeApart(file: Buffer): readonly [head: Buffer, codes: Buffer] {
  const scan = file.indexOf('ffda', 0, 'hex');
  const start = scan + 2 + file.readUInt16BE(scan + 2);
  return [file.subarray(0, start), file.subarray(start, -2)];
}

/** A picture in bands of rows, each of which begins anew behind a restart marker (ITU-T T.87, C.2.5). */
async function printBands(rows: number, interleaving: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let y = 0; y < height; y += rows) {
    const samples = slopes.subarray(3 * y * width, 3 * Math.min(height, y + rows) * width);
    const band = await printJls({ width, height: samples.length / 3 / width, samples, components: 3, interleaving });
    const [head, codes] = takeApart(band);
    if (y === 0) {
      head.writeUInt16BE(height, head.indexOf('fff7', 0, 'hex') + 5);
      parts.push(withSegment(head, 0xdd, 0, rows), codes);
    } else parts.push(Buffer.from([0xff, 0xd0 + ((y / rows - 1) % 8)]), codes);
  }
  return Buffer.concat([...parts, Buffer.from([0xff, 0xd9])]);
}

/** Samples as Hewlett-Packard's program mixes colours, in each of its three ways. */
function mixed(samples: Uint8Array, way: number): Uint8Array {
  const result = new Uint8Array(samples.length);
  for (let i = 0; i < samples.length; i += 3) {
    const [red = 0, green = 0, blue = 0] = samples.subarray(i, i + 3);
    if (way === 1) result.set([red - green + 128, green, blue - green + 128], i);
    if (way === 2) result.set([red - green + 128, green, blue - ((red + green) >> 1) - 128], i);
    if (way === 3) {
      const [second, third] = [(blue - green + 128) & 255, (red - green + 128) & 255];
      result.set([green + ((second + third) >> 2) - 64, second, third], i);
    }
  }
  return result;
}

describe('JPEG-LS', () => {
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

  it.each([
    ['line by line', INTERLEAVING.line],
    ['pixel by pixel', INTERLEAVING.sample],
  ])('may begin anew every few rows, stored %s', async (_way, interleaving) => {
    const { raw } = await read(await printBands(5, interleaving));
    expect(raw.equals(Buffer.from(slopes))).toBe(true);
  });

  it('without one of its restarts is damaged', async () => {
    const bytes = await printBands(5, INTERLEAVING.line);
    const at = bytes.indexOf('ffd1', 0, 'hex');
    const cut = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 2)]);
    await expect(read(cut)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it.each([1, 2, 3])('has its colours where they are mixed in the way %i', async (way) => {
    const file = await printJls({ width, height, samples: mixed(slopes, way), components: 3 });
    const { raw } = await read(withSegment(file, 0xe8, ...Buffer.from('mrfx'), way));
    expect(raw.equals(Buffer.from(slopes))).toBe(true);
  });

  it.each([[[4]], [[0xff]]])('mixed in the unknown way %j is refused as unsupported', async ([way = 0]) => {
    const file = await printJls({ width, height, samples: slopes, components: 3 });
    const bytes = withSegment(file, 0xe8, ...Buffer.from('mrfx'), way);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });

  it('may be a little off where its file says so', async () => {
    const { raw } = await read(await printJls({ width, height, samples: slopes, components: 3, near: 2 }));
    const off = Math.max(...raw.map((value, i) => Math.abs(value - (slopes[i] ?? 0))));
    expect([1, 2]).toContain(off);
  });

  it('may say the usual numbers, and is damaged where they contradict each other', async () => {
    const file = await printJls({ width, height, samples: slopes, components: 3 });
    const usual = await read(withSegment(file, 0xf8, 1, 0, 255, 0, 3, 0, 7, 0, 21, 0, 64));
    expect(usual.raw.equals(Buffer.from(slopes))).toBe(true);
    const wrong = withSegment(file, 0xf8, 1, 0, 255, 0, 9, 0, 7, 0, 21, 0, 64);
    await expect(read(wrong)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
  });

  it('with a palette is refused as unsupported', async () => {
    const file = await printJls({ width, height, samples: slopes.subarray(0, width * height), components: 1 });
    const bytes = withSegment(file, 0xf8, 2, 1, 1, 0, 255);
    await expect(read(bytes)).rejects.toMatchObject({ code: 'SOURCE_FORMAT_UNSUPPORTED' });
  });

  it('takes no longer than its pixels, whatever its codes are', async () => {
    const head = withSegment(
      Buffer.from('ffd8fff7000b10ffff0001010011 00ffda0008010100000000'.replaceAll(' ', ''), 'hex'),
      0xdd,
      0,
      1,
    );
    const bytes = Buffer.concat([head, Buffer.alloc(4096, 0x55)]);
    const start = process.cpuUsage();
    await expect(read(bytes)).rejects.toMatchObject({ code: 'SOURCE_CORRUPT' });
    expect(process.cpuUsage(start).user).toBeLessThan(2_000_000);
  });
});
