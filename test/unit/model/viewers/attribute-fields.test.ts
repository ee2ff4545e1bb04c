import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printFallback, printGrammar, readValue } from '../../../../src/model/viewers/attribute-fields.ts';
import { ATTRIBUTE_NAMES, ATTRIBUTES, attributesNamed } from '../../../../src/model/viewers/attributes.ts';

const read = (name: keyof typeof ATTRIBUTES, text: string) => readValue(ATTRIBUTES[name], text);

describe('an attribute of viewers', () => {
  it('takes its values one by one, and has its default for what is left out', () => {
    expect(read('SpinView.autospin', '1,2,-1,3')).toEqual({ values: [1, 2, '-1', 3] });
    expect(read('SpinView.autospin', '1')).toEqual({ values: [1, 1, '1', 1] });
    expect(read('SpinView.autospin', '1,,,-1')).toEqual({ values: [1, 1, '1', -1] });
    expect(read('closebutton', 'true')).toEqual({ values: [1] });
  });

  it.each([
    ['SpinView.autospin', '2', '0 | 1 for on', '2'],
    ['SpinView.autospin', '1,1,1,1,1', 'at most 4 values', '1,1,1,1,1'],
    ['zoomMode', 'sideways', 'continuous | inline | auto for kind', 'sideways'],
    ['ZoomView.zoomstep', 'x', 'a number from 0.1 for step', 'x'],
  ] as const)('says what it takes: %s=%s', (name, text, expected, got) => {
    expect(read(name, text)).toEqual({ expected, got });
  });

  it('has a default that it takes itself, and a grammar', () => {
    for (const name of ATTRIBUTE_NAMES) {
      const fields = ATTRIBUTES[name];
      expect(readValue(fields, printFallback(fields))).toEqual({ values: fields.map(({ fallback }) => fallback) });
      expect(printGrammar(fields)).not.toBe('');
    }
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...ATTRIBUTE_NAMES), fc.string(), (name, text) => void read(name, text)));
  });

  it('is found by its component and name, or by its name in every component that has it', () => {
    expect(attributesNamed('spinview.AUTOSPIN')).toEqual(['SpinView.autospin']);
    expect(attributesNamed('zoomstep')).toEqual(['ZoomView.zoomstep', 'SpinView.zoomstep']);
    expect(attributesNamed('nothing')).toEqual([]);
  });
});
