import { describe, expect, it } from 'vitest';
import { encodeToScore } from '../../../../src/engines/image/quality/encode-to-score.ts';
import { sampleOf } from '../../../../src/engines/image/quality/sample.ts';
import { searchQuality } from '../../../../src/engines/image/quality/search-quality.ts';
import { seedQuality } from '../../../../src/engines/image/quality/seeds.ts';
import { likenessTo } from '../../../../src/engines/image/quality/ssimulacra2.ts';
import { sharp } from '../../../../src/engines/image/libvips.ts';
import { openPicture, toPicture } from '../../../../src/engines/image/source/pixels.ts';
import type { AnyPicture, Picture } from '../../../../src/engines/picture.ts';
import { formatOf } from '../../../../src/model/formats/output-formats.ts';
import type { Output } from '../../../../src/model/recipe/recipe.ts';
import { sharedFolder } from '../../../support/files/repository.ts';

/** Waves of many lengths in three colours: a picture with smooth parts and fine ones. */
function waves(width: number, height: number, alpha = false): Picture {
  const channels = alpha ? 4 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      const fine = 40 * Math.sin((x * x) / 900) * Math.cos((y * x) / 700);
      data.set(
        [128 + 80 * Math.sin(x / 40) + fine, 128 + 80 * Math.cos(y / 50) + fine, 120 + 60 * Math.sin((x + y) / 90)],
        at,
      );
      if (alpha) data[at + 3] = x < width / 2 ? 255 : 90;
    }
  }
  return { data, width, height, channels };
}

const back = async (picture: Picture, change: (pipeline: ReturnType<typeof sharp>) => ReturnType<typeof sharp>) =>
  toPicture(sharp(await change(openPicture(picture)).toBuffer()).toColourspace('srgb'));

describe('the likeness of pictures', () => {
  it('is 100 to itself, falls with quality, and is told of each size', async () => {
    const picture = waves(240, 160);
    const likeness = likenessTo(picture);
    expect(likeness(picture)).toBe(100);
    const scores = await Promise.all(
      [95, 80, 50, 20].map(async (quality) => likeness(await back(picture, (p) => p.jpeg({ quality })))),
    );
    for (const [at, score] of scores.slice(1).entries()) expect(score).toBeLessThan((scores[at] ?? 0) - 2);
    expect(likenessTo(waves(5, 3))(waves(5, 3))).toBe(100);
    expect(() => likeness(waves(240, 161))).toThrow(RangeError);
  });

  it('sees what is wrong on one ground alone', () => {
    const clear = waves(160, 160, true);
    const faded = { ...clear, data: clear.data.map((value, i) => (i % 4 === 3 && value === 90 ? 60 : value)) };
    expect(likenessTo(clear)(clear)).toBe(100);
    expect(likenessTo(clear)(faded)).toBeLessThan(80);
  });

  it('is the same in bands, but for their edges', async () => {
    const tall = waves(1000, 1000);
    const made = await back(tall, (p) => p.jpeg({ quality: 60 }));
    const whole = likenessTo({ ...tall, data: tall.data.subarray(0, 1000 * 700 * 3), height: 700 });
    const upper = whole({ ...made, data: made.data.subarray(0, 1000 * 700 * 3), height: 700 });
    expect(Math.abs(likenessTo(tall)(made) - upper)).toBeLessThan(3);
  });

  it.skipIf(sharedFolder('corpus/photos') === undefined)('is what a port of the reference has', async () => {
    // By calc-s2-rust 1.0.3, on the same pixels.
    const known = { jpeg: [30, 62.24], webp: [60, 68.65], avif: [50, 73.74] } as const;
    const file = `${sharedFolder('corpus/photos')}/im_portrait.jpg`;
    const picture = await toPicture(
      sharp(file).rotate().resize(800, 600, { fit: 'cover' }).removeAlpha().toColourspace('srgb'),
    );
    for (const [format, [quality, score]] of Object.entries(known)) {
      const made = await back(picture, (p) => p[format as keyof typeof known]({ quality }));
      expect(Math.abs(likenessTo(picture)(made) - score)).toBeLessThan(1);
    }
  });
});

describe('the search for a quality', () => {
  const search = async (target: number, scoreAt: (quality: number) => number, encodes = 6, most = 98) => {
    const tried: number[] = [];
    const probe = async (quality: number) => {
      tried.push(quality);
      return { quality, score: scoreAt(quality), file: '' };
    };
    const seed = (score: number): number => seedQuality('jpeg', score);
    return { tried, found: await searchQuality({ target, most, encodes, seed, probe }) };
  };

  it('finds the least quality, or one that is as good, in few encodes', async () => {
    for (const shift of [-8, -5, 0, 4, 9]) {
      const scoreAt = (quality: number): number => 40 + quality * 0.5 + shift;
      const { tried, found } = await search(80, scoreAt);
      expect(found.score).toBeGreaterThanOrEqual(80);
      expect(found.score).toBeLessThan(81);
      expect(tried.length).toBeLessThanOrEqual(6);
      expect(new Set(tried).size).toBe(tried.length);
    }
  });

  it('ends at the best quality where the target is out of reach, and at the least', async () => {
    expect((await search(90, (quality) => quality / 2)).found.quality).toBe(98);
    expect((await search(90, (quality) => quality / 2, 6, 70)).found.quality).toBe(70);
    expect((await search(30, () => 95)).found.quality).toBeLessThan(10);
  });
});

describe('a file of a look', () => {
  const encode = async (of: AnyPicture, { format, quality = 80, fullChroma }: Partial<Output>): Promise<Buffer> =>
    format === 'jpeg'
      ? openPicture(of)
          .jpeg({ quality, chromaSubsampling: fullChroma === true ? '4:4:4' : '4:2:0' })
          .toBuffer()
      : openPicture(of).webp({ quality }).toBuffer();
  const made = (picture: Picture, format: string, target: number, more: Partial<Output> = {}) =>
    encodeToScore(picture, { format: formatOf({ format }), output: { format, target, ...more }, encode });

  it('has the score that is asked, and not much more', async () => {
    for (const target of [65, 80]) {
      const { bytes, score = 0, quality } = await made(waves(240, 160), 'jpeg', target);
      expect(score).toBeGreaterThanOrEqual(target);
      expect(score).toBeLessThan(target + 3);
      expect(likenessTo(waves(240, 160))(await toPicture(sharp(bytes)))).toBeCloseTo(score, 0);
      expect((await made(waves(240, 160), 'jpeg', target, { quality: quality - 5 })).quality).toBe(quality - 5);
    }
  });

  it('is held against all of a large picture, of which a sample is tried first', async () => {
    const large = waves(900, 800);
    const { isPart, of } = sampleOf(large);
    expect([isPart, of(large).width, of(large).height]).toEqual([true, 640, 640]);
    expect(sampleOf({ width: 9000, height: 200 }).of(waves(9000, 200))).toMatchObject({ width: 1280, height: 200 });
    const { bytes, score = 0 } = await made(large, 'webp', 75);
    expect(score).toBeGreaterThanOrEqual(75);
    expect(likenessTo(large)(await toPicture(sharp(bytes)))).toBeCloseTo(score, 0);
  });

  it('is no larger than it may be, after six encodes at most, of samples too', async () => {
    for (const [picture, shares] of [[waves(240, 160), [0.3, 0.8, 0.97]] as const, [waves(800, 700), [0.7]] as const]) {
      const free = await made(picture, 'webp', 85);
      for (const share of shares) {
        let encodes = 0;
        const mostBytes = Math.ceil(free.bytes.length * share);
        const counted = async (...order: Parameters<typeof encode>): Promise<Buffer> => {
          encodes += 1;
          return encode(...order);
        };
        const output = { format: 'webp', target: 85 };
        const found = await encodeToScore(picture, { format: formatOf(output), output, encode: counted, mostBytes });
        const told = `${picture.width} ${share}: ${found.bytes.length} of ${mostBytes}, quality ${found.quality}`;
        expect(encodes, told).toBeLessThanOrEqual(6);
        expect(found.bytes.length, told).toBeLessThanOrEqual(mostBytes);
        expect(found.bytes.length, told).toBeGreaterThan(mostBytes * 0.75);
        expect(found.quality, told).toBeLessThanOrEqual(free.quality + 2);
      }
    }
  });

  it('weighs halved colours of a WebP where that is seen, and saves the bytes where it is not', async () => {
    const colored = waves(240, 160);
    const gray = { ...colored, data: colored.data.map((_, i) => colored.data[i - (i % 3)] ?? 0) };
    const kept: boolean[] = [];
    for (const [picture, target] of [gray, colored].flatMap((one) =>
      [62, 68, 74, 80].map((at) => [one, at] as const),
    )) {
      let encodes = 0;
      const weighing = async (of: AnyPicture, how: Partial<Output>): Promise<Buffer> => {
        encodes++;
        const { quality = 80 } = how;
        return openPicture(of)
          .webp({ quality, smartSubsample: how.target !== undefined })
          .toBuffer();
      };
      const output = { format: 'webp', target };
      const found = await encodeToScore(picture, { format: formatOf(output), output, encode: weighing });
      expect(encodes).toBeLessThanOrEqual(6);
      expect(found.score).toBeGreaterThanOrEqual(target);
      const weighed = await weighing(picture, { target, quality: found.quality });
      expect(found.bytes.length).toBeLessThanOrEqual(weighed.length);
      kept.push(found.bytes.equals(weighed));
    }
    expect(new Set(kept)).toEqual(new Set([true, false]));
  });

  it('has colours in full where halving them would be seen', async () => {
    const stripes = {
      ...waves(160, 160),
      data: waves(160, 160).data.map((_, i) => (Math.floor(i / 9) % 2 ? [255, 0, 0] : [0, 0, 255])[i % 3] ?? 0),
    };
    expect((await made(stripes, 'jpeg', 70)).fullChroma).toBe(true);
    expect((await made(waves(160, 160), 'jpeg', 70)).fullChroma).toBe(false);
    expect(await made(stripes, 'jpeg', 70, { fullChroma: false })).not.toHaveProperty('fullChroma');
  });
});
