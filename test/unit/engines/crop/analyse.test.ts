import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../src/engines/crop/analyse.ts';
import { shareInside } from '../../../../src/engines/crop/evidence.ts';
import { findWindow } from '../../../../src/engines/crop/find-window.ts';
import type { Analysis } from '../../../../src/model/analysis.ts';
import { SUBJECT_STRATEGY } from '../../../../src/model/detectors.ts';
import type { NormalRect, Size } from '../../../../src/model/geometry.ts';

/** Letters as strokes in a box of 6 × 10: what fonts are installed makes no difference. */
const LETTERS: Readonly<Record<string, string>> = {
  S: 'M6 1H1V5H6V10H0',
  A: 'M0 10L3 0L6 10M1.5 6H4.5',
  L: 'M0 0V10H6',
  E: 'M6 0H0V10H6M0 5H5',
  N: 'M0 10V0L6 10V0',
  O: 'M0 0H6V10H0Z',
  W: 'M0 0L1.5 10L3 3L4.5 10L6 0',
  F: 'M6 0H0V10M0 5H5',
  T: 'M0 0H6M3 0V10',
};

interface Banner {
  readonly size: Size;
  readonly ground: string;
  readonly ink: string;
  readonly words: string;
  /** Upper left corner and height of the words, in pixels. */
  readonly at: readonly [x: number, y: number, height: number];
}

/** Where the words of a banner lie: each letter is 0.6 as wide as high, with 0.3 after it. */
function boxOf({ size, words, at: [x, y, height] }: Banner): NormalRect {
  const width = (words.length * 0.9 - 0.3) * height;
  return [x / size.width, y / size.height, width / size.width, height / size.height];
}

async function look({ size: { width, height }, ground, ink, words, at: [x, y, tall] }: Banner): Promise<Analysis> {
  const scale = tall / 10;
  const letters = Array.from(
    words,
    (letter, i) =>
      `<path transform="translate(${x + i * 9 * scale} ${y}) scale(${scale})" d="${LETTERS[letter] ?? ''}"/>`,
  );
  const svg = `<svg width="${width}" height="${height}"><defs><linearGradient id="fade"><stop offset="0" stop-color="#204"/><stop offset="1" stop-color="#a36"/></linearGradient></defs>
    <rect width="${width}" height="${height}" fill="${ground}"/><g fill="none" stroke="${ink}" stroke-width="1.4">${letters.join('')}</g></svg>`;
  const resized = sharp(Buffer.from(svg)).resize(512, 512, { fit: 'inside' }).removeAlpha().raw();
  const { data, info } = await resized.toBuffer({ resolveWithObject: true });
  const picture = { data, width: info.width, height: info.height, channels: 3 as const };
  return analyse(SUBJECT_STRATEGY, {}, { picture: async () => picture, regions: async () => [] });
}

const WIDE = { width: 1200, height: 600 };
const TALL = { width: 600, height: 900 };

describe('a smart crop of a banner', () => {
  it.each<[string, Banner]>([
    ['on a plain ground', { size: WIDE, ground: '#f4e9d8', ink: '#111', words: 'SALE NOW', at: [60, 80, 60] }],
    [
      'on a ground that fades',
      { size: WIDE, ground: 'url(#fade)', ink: '#fff', words: 'FAST SALES', at: [640, 430, 60] },
    ],
    ['at the foot', { size: TALL, ground: 'url(#fade)', ink: '#ffe14d', words: 'NEW SALE', at: [60, 780, 50] }],
    ['at the head', { size: TALL, ground: '#356', ink: '#fff', words: 'TWO TONES', at: [40, 60, 40] }],
  ])('keeps as much of the words %s as fits', async (_, banner) => {
    const analysis = await look(banner);
    const box = boxOf(banner);
    for (const ratio of [
      [9, 16],
      [1, 1],
      [21, 9],
    ] as const) {
      const whole = { x: 0, y: 0, ...banner.size };
      const { record } = findWindow({ ratio, zoom: 1, strategy: SUBJECT_STRATEGY }, whole, banner.size, analysis);
      const most = (Math.min(record.rect[2], box[2]) * Math.min(record.rect[3], box[3])) / (box[2] * box[3]);
      expect(shareInside(box, record.rect) / most).toBeGreaterThan(0.95);
    }
  });
});
