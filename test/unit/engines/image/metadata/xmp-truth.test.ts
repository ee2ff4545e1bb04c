import { describe, expect, it } from 'vitest';
import { trueXmp } from '../../../../../src/engines/image/metadata/xmp-truth.ts';

const packet = (spaces: string, attributes: string, inside: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
  `<rdf:Description ${spaces}${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

const TIFF = 'xmlns:tiff="http://ns.adobe.com/tiff/1.0/"';
const OTHER = "xmlns:t.2='http://ns.adobe.com/tiff/1.0/'";

describe('XMP of a rendition', () => {
  it('says that it stands upright, however the master said how it lies', () => {
    expect(trueXmp(packet(TIFF, ' tiff:Orientation="6" tiff:Make="x"', ''))).toBe(
      packet(TIFF, ' tiff:Orientation="1" tiff:Make="x"', ''),
    );
    expect(trueXmp(packet(OTHER, " t.2:Orientation = '8'", ''))).toBe(packet(OTHER, ' t.2:Orientation="1"', ''));
    expect(trueXmp(packet(TIFF, '', '<tiff:Orientation>3</tiff:Orientation><tiff:Make>6</tiff:Make>'))).toBe(
      packet(TIFF, '', '<tiff:Orientation>1</tiff:Orientation><tiff:Make>6</tiff:Make>'),
    );
  });

  it('is silent about films, gain maps and XMP that it has not', () => {
    const spaces = [
      'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"',
      'xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"',
    ].join(' ');
    const said =
      ' GCamera:MotionPhoto="1" GCamera:MicroVideoOffset="12345" hdrgm:Version="1.0" xmpNote:HasExtendedXMP="A"';
    const kept = ' GCamera:SpecialTypeID="7"';
    const list =
      '<Container:Directory><rdf:Seq><rdf:li><Container:Item Item:Mime="video/mp4"/></rdf:li></rdf:Seq></Container:Directory>';
    expect(trueXmp(packet(spaces, said + kept, `${list}<hdrgm:GainMapMin/><dc:title>a</dc:title>`))).toBe(
      packet(spaces, kept, '<dc:title>a</dc:title>'),
    );
  });

  it('is what it was where nothing of it is untrue, or it is none', () => {
    for (const xmp of [
      '',
      'no packet',
      packet(TIFF, ' tiff:Make="Orientation"', '<dc:x>6</dc:x>'),
      `<tiff:Orientation ${TIFF}`,
    ]) {
      expect(trueXmp(xmp)).toBe(xmp);
    }
  });
});
