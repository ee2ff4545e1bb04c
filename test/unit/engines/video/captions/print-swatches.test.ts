import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCaptions } from '../../../../../src/engines/video/captions/parse-captions.ts';
import { printSwatchTrack } from '../../../../../src/engines/video/captions/print-swatches.ts';
import { parseSwatches } from '../../../../../src/model/viewers/clip-swatches.ts';

it('swatches are a cue for each stretch, in the order of time, one a line', () => {
  const [bold, plain] = [
    { label: '<b>Sale</b> & more -->', href: '?a=1&b=2' },
    { label: 'Red', image: 'red.jpg' },
  ];
  const track = printSwatchTrack([
    { from: 5, to: 9.5, ...plain },
    { from: 0, to: 5, ...bold },
    { from: 5, to: 9.5, ...bold },
  ]);
  expect(track).toBe(String.raw`WEBVTT

00:00:00.000 --> 00:00:05.000
{"label":"\u003cb\u003eSale\u003c/b\u003e \u0026 more --\u003e","href":"?a=1\u0026b=2"}

00:00:05.000 --> 00:00:09.500
{"label":"Red","image":"red.jpg"}
{"label":"\u003cb\u003eSale\u003c/b\u003e \u0026 more --\u003e","href":"?a=1\u0026b=2"}
`);
});

it('swatches are read as they were written, whatever their words are', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 30 });
  const shown = fc.record({ label: word, image: word, quickview: fc.dictionary(word, word) });
  fc.assert(
    fc.property(fc.array(shown, { minLength: 1, maxLength: 4 }), (all) => {
      const text = printSwatchTrack(all.map((one) => ({ from: 1, to: 2, ...one })));
      const { cues, problems } = parseCaptions(text, 'vtt', 10);
      expect(problems).toEqual([]);
      expect(cues.map((cue) => parseSwatches(cue.text.replaceAll('&amp;', '&'))).flat()).toEqual(
        JSON.parse(JSON.stringify(all)),
      );
      return true;
    }),
  );
});

it('lines that are no swatches are left out', () => {
  expect(parseSwatches('{"label":"One"}\nTwo\n{"label":3}\nnull\n')).toEqual([{ label: 'One' }]);
});
