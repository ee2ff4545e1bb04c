import { expect, it } from 'vitest';
import { boxesIn, findBox, numbers, printBox, printFullBox, readBoxHead } from '../../../src/system/iso-bmff.ts';

const FREE = printBox('free', numbers(2, 7));
const wide = (type: string, size: number, content: Buffer): Buffer =>
  Buffer.concat([numbers(4, 1), Buffer.from(type, 'latin1'), numbers(4, 0, size), content]);
const toTheEnd = (type: string, content: Buffer): Buffer =>
  Buffer.concat([numbers(4, 0), Buffer.from(type, 'latin1'), content]);
const read = (bytes: Buffer) => boxesIn(bytes).map(({ type, content }) => [type, content.toString('hex')]);

it('a box has its size in 32 bits, in 64, or ends with what it lies in', () => {
  const all = Buffer.concat([FREE, wide('mdat', 18, numbers(2, 8)), toTheEnd('meta', numbers(2, 9))]);
  expect(read(all)).toEqual([
    ['free', '0007'],
    ['mdat', '0008'],
    ['meta', '0009'],
  ]);
});

it.each([
  ['ends early', FREE.subarray(0, 9)],
  ['is smaller than its head', Buffer.concat([numbers(4, 7), Buffer.from('free')])],
  ['is smaller than its head of 64 bits', wide('mdat', 15, numbers(4, 8))],
  ['has none of its 64 bits', Buffer.concat([numbers(4, 1), Buffer.from('mdat')])],
  ['has 0 in its 64 bits', wide('mdat', 0, numbers(4, 8))],
])('boxes end before one that %s', (_name, damaged) => {
  expect(read(Buffer.concat([FREE, damaged]))).toEqual([['free', '0007']]);
});

it('a box is found by the types on the way to it', () => {
  const file = printBox('moov', FREE, printBox('trak', printFullBox('tkhd', 1, 3, numbers(1, 5))));
  expect(findBox(file, 'moov', 'trak', 'tkhd')?.toString('hex')).toBe('0100000305');
  expect(findBox(file, 'moov', 'mvhd', 'tkhd')).toBeUndefined();
});

it('the head of a box says its size as it stands there', () => {
  expect(readBoxHead(toTheEnd('mdat', numbers(4, 5)))).toEqual({ type: 'mdat', bytes: 0, headBytes: 8 });
  expect(readBoxHead(wide('mdat', 300, Buffer.alloc(0)))).toEqual({ type: 'mdat', bytes: 300, headBytes: 16 });
});
