import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { regionsOf } from '../../../../../src/engines/image/metadata/regions.ts';

const UPRIGHT = { width: 600, height: 400, orientation: 1 };
/** Stored lying, 400×600 upright: the camera was held with its right side down. */
const TURNED = { width: 400, height: 600, orientation: 6 };

const packet = (inside: string): string => `<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="">${inside}
</rdf:Description></rdf:RDF></x:xmpmeta>`;

/** As Lightroom writes it. */
const lightroom = (type: string, area: string, applied = 'stDim:w="600" stDim:h="400"'): string =>
  packet(`<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions ${applied} stDim:unit="pixel"/>
    <mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="A &amp; B" mwg-rs:Type="${type}">
    <mwg-rs:Area ${area} stArea:unit="normalized"/></rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>`);

const FACE = 'stArea:x="0.25" stArea:y="0.5" stArea:w="0.1" stArea:h="0.2"';

const iptc = (bounds: string, role = ''): string =>
  packet(`<Iptc4xmpExt:ImageRegion><rdf:Bag><rdf:li rdf:parseType="Resource">
    <Iptc4xmpExt:RegionBoundary rdf:parseType="Resource">${bounds}</Iptc4xmpExt:RegionBoundary>
    <Iptc4xmpExt:rRole><rdf:Bag><rdf:li rdf:parseType="Resource"><xmp:Identifier><rdf:Bag><rdf:li>${role}</rdf:li></rdf:Bag>
    </xmp:Identifier></rdf:li></rdf:Bag></Iptc4xmpExt:rRole></rdf:li></rdf:Bag></Iptc4xmpExt:ImageRegion>`);

const rb = (name: string, value: string | number): string => `<Iptc4xmpExt:rb${name}>${value}</Iptc4xmpExt:rb${name}>`;

const boxes = (xmp: string, facts = UPRIGHT) => regionsOf(xmp, facts).map(({ box }) => box);

describe('regions that people marked', () => {
  it('are faces about their middle, as Lightroom writes them', () => {
    expect(regionsOf(lightroom('Face', FACE), UPRIGHT)).toEqual([
      { box: [0.2, 0.4, 0.1, 0.2], score: 1, label: 'face' },
    ]);
  });

  it('are read where everything is an element, as Apple and others write it', () => {
    const area = ['x', 'y', 'w', 'h'].map((name, i) => `<a:${name}>${[0.25, 0.5, 0.1, 0.2][i]}</a:${name}>`).join('');
    const xmp = packet(`<r:Regions rdf:parseType="Resource"><r:RegionList><rdf:Seq><rdf:li rdf:parseType="Resource">
      <r:Type>Pet</r:Type><r:Area rdf:parseType="Resource">${area}<a:unit>normalized</a:unit></r:Area></rdf:li></rdf:Seq>
      </r:RegionList></r:Regions>`);
    expect(regionsOf(xmp, UPRIGHT)).toEqual([{ box: [0.2, 0.4, 0.1, 0.2], score: 1, label: 'pet' }]);
  });

  it('turn with the picture, unless they were drawn on the upright one', () => {
    expect(boxes(lightroom('Face', FACE), TURNED)).toEqual([[0.4, 0.2, 0.2, 0.1]]);
    expect(boxes(lightroom('Face', FACE, 'stDim:w="400" stDim:h="600"'), TURNED)).toEqual([[0.2, 0.4, 0.1, 0.2]]);
    expect(boxes(lightroom('Face', FACE), { ...UPRIGHT, orientation: 3 })).toEqual([[0.7, 0.4, 0.1, 0.2]]);
  });

  it('are circles by their diameter', () => {
    expect(boxes(lightroom('Focus', 'stArea:x="0.5" stArea:y="0.5" stArea:d="0.3"'))).toEqual([[0.4, 0.35, 0.2, 0.3]]);
  });

  it('are no bar codes, and what the camera focused on only where nothing else is marked', () => {
    expect(boxes(lightroom('BarCode', FACE))).toEqual([]);
    const both =
      lightroom('Focus', 'stArea:x="0.8" stArea:y="0.5" stArea:w="0.1" stArea:h="0.1"') + lightroom('Face', FACE);
    expect(regionsOf(both, UPRIGHT).map(({ label }) => label)).toEqual(['face']);
  });

  it.each([
    [
      'a rectangle',
      rb('Shape', 'rectangle') + rb('X', 0.1) + rb('Y', 0.2) + rb('W', 0.3) + rb('H', 0.4),
      [0.1, 0.2, 0.3, 0.4],
    ],
    [
      'one in pixels',
      rb('Shape', 'rectangle') + rb('Unit', 'pixel') + rb('X', 60) + rb('Y', 80) + rb('W', 180) + rb('H', 160),
      [0.1, 0.2, 0.3, 0.4],
    ],
    ['a circle', rb('Shape', 'circle') + rb('X', 0.5) + rb('Y', 0.5) + rb('Rx', 0.1), [0.4, 0.35, 0.2, 0.3]],
    [
      'a polygon',
      `${rb('Shape', 'polygon')}<Iptc4xmpExt:rbVertices><rdf:Seq>${[
        [0.1, 0.9],
        [0.5, 0.2],
        [0.7, 0.6],
      ]
        .map(([x, y]) => `<rdf:li rdf:parseType="Resource">${rb('X', x ?? 0)}${rb('Y', y ?? 0)}</rdf:li>`)
        .join('')}</rdf:Seq></Iptc4xmpExt:rbVertices>`,
      [0.1, 0.2, 0.6, 0.7],
    ],
  ])('are IPTC image regions: %s', (_what, bounds, box) => {
    expect(boxes(iptc(bounds, 'http://cv.iptc.org/newscodes/imageregionrole/mainSubjectArea'))).toEqual([box]);
  });

  it('do not say how the picture may be cut', () => {
    const bounds = rb('Shape', 'rectangle') + rb('X', 0.1) + rb('Y', 0.2) + rb('W', 0.3) + rb('H', 0.4);
    expect(boxes(iptc(bounds, 'http://cv.iptc.org/newscodes/imageregionrole/squareCropping'))).toEqual([]);
  });

  it('have an area', () => {
    expect(boxes(lightroom('Face', 'stArea:x="0.5" stArea:y="0.5" stArea:w="0.0000004" stArea:h="0.1"'))).toEqual([]);
    expect(boxes(lightroom('Face', 'stArea:x="0.5" stArea:y="0.5" stArea:w="0.1" stArea:h="0"'))).toEqual([]);
  });

  it('are none of types that the guidelines do not have', () => {
    expect(boxes(lightroom('constructor', FACE))).toEqual([]);
  });

  it('may have any number of corners', () => {
    const corner = `<rdf:li rdf:parseType="Resource">${rb('X', 0.5)}${rb('Y', 0.5)}</rdf:li>`;
    const [low, high] = [corner.replaceAll('0.5', '0.25'), corner.replaceAll('0.5', '0.75')];
    const vertices = `<rdf:Seq>${low}${corner.repeat(2000)}${high}</rdf:Seq>`;
    const bounds = `${rb('Shape', 'polygon')}<Iptc4xmpExt:rbVertices>${vertices}</Iptc4xmpExt:rbVertices>`;
    expect(boxes(iptc(bounds))).toEqual([[0.25, 0.25, 0.5, 0.5]]);
    // More than a function takes arguments: the master was called damaged for it.
    const points = '<rdf:li/>'.repeat(130_000);
    expect(boxes(iptc(bounds.replace(vertices, `<rdf:Seq>${points}</rdf:Seq>`)))).toEqual([]);
  });

  it('are read once, however often lists of them stand inside of each other', () => {
    const bounds = rb('X', 0.1) + rb('Y', 0.2) + rb('W', 0.3) + rb('H', 0.4);
    const nested = '<Iptc4xmpExt:ImageRegion>'.repeat(90) + iptc(bounds).repeat(500);
    expect(boxes(nested)).toHaveLength(100);
    expect(boxes('<r:ImageRegion>'.repeat(90) + iptc(bounds))).toEqual([[0.1, 0.2, 0.3, 0.4]]);
  });

  it('lie on the picture, whatever a packet says', () => {
    expect(boxes(lightroom('Face', 'stArea:x="0" stArea:y="1" stArea:w="0.4" stArea:h="0.4"'))).toEqual([
      [0, 0.8, 0.2, 0.2],
    ]);
    expect(boxes(lightroom('Face', 'stArea:x="5" stArea:y="NaN" stArea:w="1e9" stArea:h="-1"'))).toEqual([]);
    const pieces = fc.constantFrom(
      '<mwg-rs:Regions>',
      '<rdf:li',
      ' x="',
      '"',
      '>',
      '</',
      'Area',
      ' w=".5"',
      '<!--',
      '&#99;',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        for (const [x, y, w, h] of boxes(parts.join('')))
          expect(x >= 0 && y >= 0 && x + w <= 1.000001 && y + h <= 1.000001).toBe(true);
      }),
    );
  });
});
