import { describe, expect, it } from 'vitest';
import { lineStarts } from '../../../../src/layout/text/line-starts.ts';

/** A text with a stroke wherever a line may begin. */
function parted(letters: string): string {
  const starts = [0, ...lineStarts(letters), letters.length].toSorted((a, b) => a - b);
  return starts
    .slice(1)
    .map((end, i) => letters.slice(starts[i], end))
    .join('|');
}

describe('the letters that lines may begin with', () => {
  it.each([
    ['two  words', 'two  |words'],
    ['well-known', 'well-|known'],
    ['長い文章', '長|い|文|章'],
    ['「括弧」も。', '「括|弧」|も。'],
    ['𠮷野家𠮷', '𠮷|野|家|𠮷'],
    ['ちょっと…ヴァイオリン', 'ち|ょ|っ|と…|ヴァ|イ|オ|リ|ン'.replace('ち|ょ|っ|', 'ちょっ|')],
    ['価格￥100“税込”', '価|格|￥100“税|込”'],
    ['漢\u{a0}字', '漢\u{a0}字'],
    ['ข้อความภาษาไทย', 'ข้อความ|ภาษา|ไทย'],
    ['Sale ภาษาไทย 50', 'Sale |ภาษา|ไทย |50'],
    ['ខ្ញុំស្រឡាញ់អ្នក', 'ខ្ញុំ|ស្រឡាញ់|អ្នក'],
  ])('of %s', (letters, expected) => {
    expect(parted(letters)).toBe(expected);
  });
});
