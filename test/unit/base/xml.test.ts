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

  it('cost no more than the length of the text where what could be a name of an attribute is none', () => {
    // At once; looking for its end from each of the letters took more than an hour.
    const [list] = readXml(`<l ${'b'.repeat(2_000_000)} c="1"/>`).children;
    expect([...(list?.attributes ?? [])]).toEqual([['c', '1']]);
  });

  it('hold the letters that XML has names for, and no other names', () => {
    const [list] = readXml('<l a="&quot;&nbsp;&constructor;">&lt;&toString;</l>').children;
    expect([list?.attributes.get('a'), list?.text]).toEqual(['"&nbsp;&constructor;', '<&toString;']);
  });

  it('are as many as are asked for, attributes counted', () => {
    const text = '<a b="1" c="2"><d/><e f="3" g="4"/></a>';
    expect(readXml(text, 4).children).toMatchObject([{ name: 'a', children: [{ name: 'd', children: [] }] }]);
    const [first] = readXml(text, 1).children;
    expect([first?.attributes.size, first?.children]).toEqual([1, []]);
    expect(readXml(text, 7)).toEqual(readXml(text));
  });
});
