import type { XmlNode } from '../../../base/xml.ts';
import type { Subject } from '../../../model/analysis.ts';
import type { ImageFacts } from '../../../model/asset.ts';
import type { NormalRect, Size } from '../../../model/geometry.ts';
import type { Master } from '../source/master.ts';
import { readHeader } from './read-header.ts';
import { toUprightBox, turnSize } from '../source/orientation.ts';
import { toSourceError } from '../source-error.ts';
import { below, items, outermost, part, readPacket, value } from './rdf.ts';
import { xmpText } from './xmp-text.ts';

/** More people than this in one picture are a crowd. */
const MOST_REGIONS = 100;

const figure = (node: XmlNode, property: string): number => Number.parseFloat(value(node, property) ?? '');

/** Everything that a controlled vocabulary entry, or a list of them, may be told by: names and identifiers. */
function termsOf(node: XmlNode): string {
  const terms: string[] = [];
  for (const { text, attributes } of below(node)) {
    terms.push(text);
    for (const term of attributes.values()) terms.push(term);
  }
  return terms.join(' ');
}

/** The marks of a picture: of the picture that they were drawn on, in fractions. */
interface Mark {
  readonly box: NormalRect;
  readonly label: string;
}

/**
 * The kinds of subject that Metadata Working Group regions of these types are; of the others (`BarCode`) none is what a
 * picture is about.
 */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['Face', 'face'],
  ['Pet', 'pet'],
  ['Focus', 'focus'],
  ['', 'region'],
]);

/** Metadata Working Group, Guidelines 2.0, 5.9: areas in fractions about their middle; a circle by its diameter. */
function mwgMark(region: XmlNode, of: Size): Mark | undefined {
  const area = part(region, 'Area');
  const label = LABELS.get(value(region, 'Type') ?? '');
  if (area === undefined || label === undefined || (value(area, 'unit') ?? 'normalized') !== 'normalized')
    return undefined;
  const across = figure(area, 'd') * Math.min(of.width, of.height);
  const [w, h] = Number.isNaN(across)
    ? [figure(area, 'w'), figure(area, 'h')]
    : [across / of.width, across / of.height];
  return { box: [figure(area, 'x') - w / 2, figure(area, 'y') - h / 2, w, h], label };
}

/** The box around the corners of a polygon; none where one of them is nowhere. */
function around(corners: readonly XmlNode[]): NormalRect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const corner of corners) {
    const [x, y] = [figure(corner, 'rbX'), figure(corner, 'rbY')];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return [left, top, right - left, bottom - top];
}

/**
 * IPTC Photo Metadata 2019.1, Image Region: a rectangle by its corner, a circle by middle and radius across, a polygon.
 */
function boundary(bounds: XmlNode, of: Size): NormalRect {
  const [x, y, radius] = [figure(bounds, 'rbX'), figure(bounds, 'rbY'), figure(bounds, 'rbRx')];
  const shape = value(bounds, 'rbShape');
  if (shape === 'polygon') return around(items(part(bounds, 'rbVertices')));
  if (shape !== 'circle') return [x, y, figure(bounds, 'rbW'), figure(bounds, 'rbH')];
  const down = value(bounds, 'rbUnit') === 'pixel' ? radius : (radius * of.width) / of.height;
  return [x - radius, y - down, 2 * radius, 2 * down];
}

function iptcMark(region: XmlNode, of: Size): Mark | undefined {
  const bounds = part(region, 'RegionBoundary');
  // Regions for cropping rather than of content have roles such as `squareCropping`.
  const role = part(region, 'rRole');
  if (bounds === undefined || (role && /cropping/i.test(termsOf(role)))) return undefined;
  const [x, y, w, h] = boundary(bounds, of);
  const pixels = value(bounds, 'rbUnit') === 'pixel';
  const box: NormalRect = pixels ? [x / of.width, y / of.height, w / of.width, h / of.height] : [x, y, w, h];
  return { box, label: 'region' };
}

/**
 * Tells whether areas were drawn on the upright picture. The standard has them on the stored one, as Lightroom does; Picasa and
 * digiKam draw on the upright one and say its size, which tells where the sides changed places.
 */
function isUpright(list: XmlNode, { width, height }: Size): boolean {
  const drawn = part(list, 'AppliedToDimensions');
  if (drawn === undefined || width === height) return false;
  return figure(drawn, 'w') > figure(drawn, 'h') === width > height;
}

/** The part of a box that lies on the picture, to a millionth; nothing where that leaves it no area. */
function clip([x, y, width, height]: NormalRect): NormalRect | undefined {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const round = (fraction: number): number => Math.round(fraction * 1e6) / 1e6;
  const [across, down] = [round(Math.min(1, x + width) - left), round(Math.min(1, y + height) - top)];
  return across > 0 && down > 0 ? [round(left), round(top), across, down] : undefined;
}

/** The focus of the camera is a subject only where nobody marked another. */
function preferred(marks: readonly Mark[]): readonly Mark[] {
  const others = marks.filter(({ label }) => label !== 'focus');
  return others.length > 0 ? others : marks;
}

/** The regions that an XMP packet marks on a picture, on the upright one. Never throws. */
export function regionsOf(
  xmp: string,
  facts: Pick<ImageFacts, 'width' | 'height' | 'orientation'>,
): readonly Subject[] {
  if (!/Regions|ImageRegion/.test(xmp)) return [];
  const stored = turnSize(facts, facts.orientation);
  const turns = facts.orientation > 4;
  const packet = readPacket(xmp);
  const mwg = outermost(packet, 'Regions').flatMap((list) => {
    const upright = turns && isUpright(list, facts);
    const marks = items(part(list, 'RegionList')).flatMap((region) => mwgMark(region, upright ? facts : stored) ?? []);
    return marks.map(({ box, label }) => ({ box: upright ? box : toUprightBox(box, facts.orientation), label }));
  });
  const lists = outermost(packet, 'ImageRegion');
  const iptc = lists.flatMap((list) => items(list).flatMap((region) => iptcMark(region, stored) ?? []));
  const all = [...mwg, ...iptc.map(({ box, label }) => ({ box: toUprightBox(box, facts.orientation), label }))];
  return preferred(all)
    .flatMap(({ box, label }) => {
      const inside = clip(box);
      return inside ? [{ box: inside, score: 1, label }] : [];
    })
    .slice(0, MOST_REGIONS);
}

/** The regions that people marked in a master's metadata. Throws SourceError where its header cannot be read. */
export async function readRegions({ file, facts }: Master): Promise<readonly Subject[]> {
  try {
    return regionsOf(xmpText(await readHeader(file)) ?? '', facts);
  } catch (error) {
    throw toSourceError(error);
  }
}
