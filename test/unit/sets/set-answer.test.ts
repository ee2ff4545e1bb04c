import { describe, expect, it } from 'vitest';
import { readXml, type XmlNode } from '../../../src/base/xml.ts';
import type { MediaSet } from '../../../src/model/sets.ts';
import { assetNode, printJsonp, printXml, setNode, type AnswerLookup } from '../../../src/sets/set-answer.ts';

const CROP = {
  SmartCropDef: 'Large',
  SmartCropWidth: '1200',
  SmartCropHeight: '800',
  SmartCropRect: '0,0,1,1,1200,800',
};

const spin: MediaSet = {
  path: 'turns',
  type: 'spin',
  members: ['1', '2', '3', '4'].map((n) => ({ asset: `r${n}.jpg` })),
  grid: { rows: 2, columns: 2 },
};

const lookup: AnswerLookup = {
  assetAt: (path) =>
    path.endsWith('.mp4')
      ? { kind: 'video', width: 640, height: 360, version: 'cafe0000', crops: [] }
      : { kind: 'image', width: 1154, height: 1500, version: 'beef0000', crops: path === 'a.jpg' ? [CROP] : [] },
  setAt: (path) => (path === 'turns' ? spin : undefined),
};

const picture = (n: string): object => ({ i: { n }, dx: '1154', dy: '1500', iv: 'beef0000' });

describe('an answer about a set', () => {
  it('has each member with its size, version, swatch and crops, all as texts', () => {
    const set: MediaSet = {
      path: 's',
      type: 'image',
      members: [
        { asset: 'a.jpg', swatch: { asset: 'a-sw.png' } },
        { asset: 'b.jpg', swatch: { color: 0xc02020 }, label: 'Red' },
      ],
    };
    expect(setNode(set, lookup)).toEqual({
      pv: '1.0',
      type: 'img_set',
      n: 's',
      item: [
        { ...picture('a.jpg'), relation: [{ userdata: CROP }], s: { n: 'a-sw.png' } },
        { ...picture('b.jpg'), i: { n: 'b.jpg', l: 'Red' }, s: { c: '0xc02020', l: 'Red' } },
      ],
    });
  });

  it('has one item for one member, a set in a set, clips, and rows of a spin', () => {
    const row = (...names: readonly string[]): object => ({ set: { type: 'spin', item: names.map(picture) } });
    const turned = { pv: '1.0', type: 'spin', n: 'turns', item: [row('r1.jpg', 'r2.jpg'), row('r3.jpg', 'r4.jpg')] };
    const one: MediaSet = { path: 'm', type: 'mixed', members: [{ set: 'turns' }] };
    expect(setNode(one, lookup)).toEqual({ pv: '1.0', type: 'media_set', n: 'm', item: { set: turned } });
    const clips: MediaSet = { path: 'v', type: 'video', members: [{ asset: 'c.mp4' }] };
    expect(setNode(clips, lookup)).toMatchObject({ type: 'video_set', item: { v: { id: 'c.mp4', dx: '640' } } });
  });

  it('has the pages of a spread side by side', () => {
    const book: MediaSet = { path: 'b', type: 'page', members: [{ asset: 'b.jpg', beside: ['d.jpg'] }] };
    expect(setNode(book, lookup)).toMatchObject({ type: 'ecat', item: { i: [{ n: 'b.jpg' }, { n: 'd.jpg' }] } });
  });

  it('is of an asset alone where that is no set', () => {
    expect(assetNode('b.jpg', lookup)).toEqual({ pv: '1.0', type: 'img', n: 'b.jpg', item: picture('b.jpg') });
    expect(assetNode('c.mp4', lookup)).toMatchObject({ type: 'video' });
  });

  it('is taken by the expression of a page that reads it', () => {
    const text = printJsonp('set', setNode(spin, lookup));
    const [, name, json] = /^(?:\/\*jsonp\*\/)?\s*(\w+)\((.*),\s*"(?:\d*)"\);?\s*$/s.exec(text) ?? [];
    expect(name).toBe('s7jsonResponse');
    expect(JSON.parse(json ?? '')).toEqual({ set: setNode(spin, lookup) });
  });

  it('is the same tree in XML, whatever names hold', () => {
    const odd: MediaSet = {
      path: 'a "<&>\' ü',
      type: 'image',
      members: [{ asset: 'b.jpg', label: '<b>' }, { asset: 'd.jpg' }],
    };
    const [set] = readXml(printXml(setNode(odd, lookup))).children;
    const told = (node: XmlNode | undefined): unknown => [node?.name, Object.fromEntries(node?.attributes ?? [])];
    expect(told(set)).toEqual(['set', { pv: '1.0', type: 'img_set', n: odd.path }]);
    expect(set?.children.map(told)).toEqual([
      ['item', { dx: '1154', dy: '1500', iv: 'beef0000' }],
      ['item', { dx: '1154', dy: '1500', iv: 'beef0000' }],
    ]);
    expect(set?.children.map(({ children }) => told(children[0]))).toEqual([
      ['i', { n: 'b.jpg', l: '<b>' }],
      ['i', { n: 'd.jpg' }],
    ]);
  });
});
