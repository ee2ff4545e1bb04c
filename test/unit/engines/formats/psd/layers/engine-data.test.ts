import { expect, it } from 'vitest';
import { readEngineData } from '../../../../../../src/engines/formats/psd/layers/engine-data.ts';

const read = (text: string) => readEngineData(Buffer.from(text, 'latin1'));

it.each([
  ['<< /A 1 /B [ 1.5 -2 .5 ] >>', { A: 1, B: [1.5, -2, 0.5] }],
  ['<< /A true /B << /C false >> >>', { A: true, B: { C: false } }],
  [String.raw`<< /A (a\)b) >>`, { A: 'a)b' }],
  ['<< /A (\xFE\xFF\0a\x20\xAC) >>', { A: 'a€' }],
  ['<< /A /Word >>', { A: 'Word' }],
])('reads %j', (text, value) => {
  expect(read(text)).toEqual(value);
});

it.each(['', '<<', '<< /A [ 1', '<< /A (abc', ']', '<< /A >> >> <<', '<'.repeat(1000), '['.repeat(1000)])(
  'ends wherever %j does',
  (text) => {
    expect(() => read(text)).not.toThrow();
  },
);
