import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/base/xml.ts';

describe('the elements of an XML text', () => {
  it('have names, attributes, children and what stands in them', () => {
    const [list] = readXml('<?xml version="1.0"?><!-- <no/> --><l a="1" b=\'&amp;&#65;\'> one <i/> two </l>').children;
    expect(list).toMatchObject({ name: 'l', text: 'one  two', children: [{ name: 'i', text: '', children: [] }] });
    expect([...(list?.attributes ?? [])]).toEqual([
      ['a', '1'],
      ['b', '&A'],
    ]);
  });

  it('are what can be made out of a text that is torn', () => {
    expect(readXml('<a><b>x</a').children).toMatchObject([{ name: 'a', children: [{ name: 'b' }] }]);
    expect(readXml('<a <b').children).toEqual([]);
  });

  it('cost no more than the length of the text, however it is cut up', () => {
    // Seconds at most; joining what stands in one element piece by piece took minutes.
    const [list] = readXml(`<l>${'x<i/>'.repeat(600_000)}</l>`).children;
    expect(list?.text).toHaveLength(600_000);
  });
});
