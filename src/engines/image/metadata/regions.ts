import { readXml, type XmlNode } from '../../../base/xml.ts';
import type { Subject } from '../../../model/analysis.ts';
import type { ImageFacts } from '../../../model/asset.ts';
import type { NormalRect, Size } from '../../../model/geometry.ts';
import { openFile, type Master } from '../master.ts';
import { toUprightBox, turnSize } from '../orientation.ts';
import { toSourceError } from '../source-error.ts';

/** A packet beyond this was not written by a person; what it says is not read. Letters. */
const LONGEST_PACKET = 4 * 2 ** 20;

/** More people than this in one picture are a crowd. */
const MOST_REGIONS = 100;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Every element below a node, itself first, depth first. */
function* below(node: XmlNode): Generator<XmlNode> {
  yield node;
  for (const child of node.children) yield* below(child);
}

/** RDF may put the properties of a thing into attributes, elements, or a description inside: all mean the same. */
function holders(node: XmlNode): readonly XmlNode[] {
  return [node, ...node.children.filter(({ name }) => localName(name) === 'Description')];
}

/** The element of a thing's property; prefixes are the writer's own. */
function part(node: XmlNode, property: string): XmlNode | undefined {
  return holders(node)
    .flatMap(({ children }) => children)
    .find(({ name }) => localName(name) === property);
}

function value(node: XmlNode, property: string): string | undefined {
  for (const { attributes } of holders(node)) {
    for (const [name, text] of attributes) if (localName(name) === property && !name.startsWith('xmlns')) return text;
  }
  return part(node, property)?.text;
}

const figure = (node: XmlNode, property: string): number => Number.parseFloat(value(node, property) ?? '');

/** The things in a list or bag. */
function items(list: XmlNode | undefined): readonly XmlNode[] {
  return list === undefined ? [] : [...below(list)].filter(({ name }) => localName(name) === 'li');
}

/** Everything that a controlled vocabulary entry, or a list of them, may be told by: names and identifiers. */
function termsOf(node: XmlNode | undefined): string {
  return node === undefined ? '' : [...below(node)].flatMap((one) => [one.text, ...one.attributes.values()]).join(' ');
}

/** What marks a picture: of the picture that they were drawn on, in fractions. */
interface Mark {
  readonly box: NormalRect;
  readonly label: string;
}

/** What Metadata Working Group regions of these types are; of the others (`BarCode`) none is what a picture is about. */
const LABELS: Readonly<Record<string, string>> = { Face: 'face', Pet: 'pet', Focus: 'focus', '': 'region' };

/** Metadata Working Group, Guidelines 2.0, 5.9: areas in fractions about their middle; a circle by its diameter. */
function mwgMark(region: XmlNode, of: Size): Mark | undefined {
  const area = part(region, 'Area');
  const label = LABELS[value(region, 'Type') ?? ''];
  if (area === undefined || label === undefined || (value(area, 'unit') ?? 'normalized') !== 'normalized')
    return undefined;
  const across = figure(area, 'd') * Math.min(of.width, of.height);
  const [w, h] = Number.isNaN(across)
    ? [figure(area, 'w'), figure(area, 'h')]
    : [across / of.width, across / of.height];
  return { box: [figure(area, 'x') - w / 2, figure(area, 'y') - h / 2, w, h], label };
}

/** The box around the corners of a polygon. */
function around(corners: readonly (readonly [x: number, y: number])[]): NormalRect {
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top];
}

/** IPTC Photo Metadata 2019.1, Image Region: a rectangle by its corner, a circle by middle and radius across, a polygon. */
function boundary(bounds: XmlNode, of: Size): NormalRect {
  const [x, y, radius] = [figure(bounds, 'rbX'), figure(bounds, 'rbY'), figure(bounds, 'rbRx')];
  const shape = value(bounds, 'rbShape');
  if (shape === 'polygon') {
    return around(items(part(bounds, 'rbVertices')).map((corner) => [figure(corner, 'rbX'), figure(corner, 'rbY')]));
  }
  if (shape !== 'circle') return [x, y, figure(bounds, 'rbW'), figure(bounds, 'rbH')];
  const down = value(bounds, 'rbUnit') === 'pixel' ? radius : (radius * of.width) / of.height;
  return [x - radius, y - down, 2 * radius, 2 * down];
}

function iptcMark(region: XmlNode, of: Size): Mark | undefined {
  const bounds = part(region, 'RegionBoundary');
  // Regions that say how a picture may be cut, and not what is on it, have roles such as `squareCropping`.
  if (bounds === undefined || /cropping/i.test(termsOf(part(region, 'rRole')))) return undefined;
  const [x, y, w, h] = boundary(bounds, of);
  const pixels = value(bounds, 'rbUnit') === 'pixel';
  const box: NormalRect = pixels ? [x / of.width, y / of.height, w / of.width, h / of.height] : [x, y, w, h];
  return { box, label: 'region' };
}

/**
 * Whether areas were drawn on the upright picture. The standard has them on the stored one, as Lightroom does; Picasa and
 * digiKam draw on the upright one and say its size, which tells where the sides changed places.
 */
function isUpright(list: XmlNode, { width, height }: Size): boolean {
  const drawn = part(list, 'AppliedToDimensions');
  if (drawn === undefined || width === height) return false;
  return figure(drawn, 'w') > figure(drawn, 'h') === width > height;
}

function clip([x, y, width, height]: NormalRect): NormalRect | undefined {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [across, down] = [Math.min(1, x + width) - left, Math.min(1, y + height) - top];
  const round = (fraction: number): number => Math.round(fraction * 1e6) / 1e6;
  return across > 0 && down > 0 ? [round(left), round(top), round(across), round(down)] : undefined;
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
  if (xmp.length > LONGEST_PACKET || !/Regions|ImageRegion/.test(xmp)) return [];
  const stored = turnSize(facts, facts.orientation);
  const turns = facts.orientation > 4;
  const nodes = [...below(readXml(xmp))];
  const named = (name: string): readonly XmlNode[] => nodes.filter((node) => localName(node.name) === name);
  const mwg = named('Regions').flatMap((list) => {
    const upright = turns && isUpright(list, facts);
    const marks = items(part(list, 'RegionList')).flatMap((region) => mwgMark(region, upright ? facts : stored) ?? []);
    return marks.map(({ box, label }) => ({ box: upright ? box : toUprightBox(box, facts.orientation), label }));
  });
  const iptc = named('ImageRegion').flatMap((list) => items(list).flatMap((region) => iptcMark(region, stored) ?? []));
  const all = [...mwg, ...iptc.map(({ box, label }) => ({ box: toUprightBox(box, facts.orientation), label }))];
  return preferred(all)
    .flatMap(({ box, label }) => {
      const inside = clip(box);
      return inside ? [{ box: inside, score: 1, label }] : [];
    })
    .slice(0, MOST_REGIONS);
}

/** What people marked in a master's metadata. Throws SourceError where its header cannot be read. */
export async function readRegions({ file, facts }: Master): Promise<readonly Subject[]> {
  try {
    const { xmpAsString = '' } = await openFile(file).metadata();
    return regionsOf(xmpAsString, facts);
  } catch (error) {
    throw toSourceError(error);
  }
}
