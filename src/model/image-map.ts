import { decodeEntities, escapeXml } from '../base/xml.ts';

/** A place of a layer that a page does something at: an AREA element of HTML. */
export interface Area {
  readonly shape: 'rect' | 'poly' | 'default';
  /** x,y,x,y…; none of a default, which is all of its layer. */
  readonly coords: readonly number[];
  /** All other attributes, unchanged. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

/** The mistake of an AREA element. */
interface Fault {
  readonly expected: string;
  readonly got: string;
}

const ELEMENT = /<area\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
/** HTML leaves quotes out where it can, and values of what is so by its name alone. */
const ATTRIBUTE = /(?<![\w:-])([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const SHAPES: Readonly<Record<string, Area['shape']>> = {
  ...{ rect: 'rect', rectangle: 'rect', poly: 'poly', polygon: 'poly', default: 'default' },
};
const COORDINATES = /^\s*-?\d+(?:\.\d+)?(?:\s*,\s*-?\d+(?:\.\d+)?)*\s*$/;

function readCoords(shape: 'rect' | 'poly', text: string): readonly number[] | Fault {
  const expected = shape === 'rect' ? 'four pixels as coords of a rect' : 'three points in pixels or more as coords';
  if (!COORDINATES.test(text)) return { expected, got: text };
  const coords = text.split(',').map(Number);
  const fits = shape === 'rect' ? coords.length === 4 : coords.length >= 6 && coords.length % 2 === 0;
  return fits ? coords : { expected, got: text };
}

function readArea(text: string): Area | Fault {
  const all = Array.from(
    text.matchAll(ATTRIBUTE),
    ([, name = '', double, single, bare]) => [name, decodeEntities(double ?? single ?? bare ?? '')] as const,
  );
  const of = (wanted: string): string | undefined => all.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const asked = of('shape') ?? 'default';
  const shape = SHAPES[asked.trim().toLowerCase()];
  if (shape === undefined) return { expected: 'a shape of rect, poly or default', got: asked };
  const attributes = all.filter(([name]) => !/^(?:shape|coords)$/i.test(name));
  if (shape === 'default') return { shape, coords: [], attributes };
  const coords = readCoords(shape, of('coords') ?? '');
  return 'expected' in coords ? coords : { shape, coords, attributes };
}

const isFault = (read: Area | Fault): read is Fault => 'expected' in read;

/** The first mistake of a text of AREA elements (reference G.7): circles and shares of a layer are not known. */
export function faultOfMap(text: string): Fault | undefined {
  const elements = [...text.matchAll(ELEMENT)];
  if (elements.length === 0 && text.trim() !== '') return { expected: '<area …> elements', got: text };
  return elements.map(([, inner = '']) => readArea(inner)).find(isFault);
}

/** The areas of a text of AREA elements, those without mistakes. */
export function readMap(text: string): readonly Area[] {
  return Array.from(text.matchAll(ELEMENT), ([, inner = '']) => readArea(inner)).flatMap((read) =>
    isFault(read) ? [] : [read],
  );
}

/** The attributes of an element as they are written in it. */
export const printAttributes = (attributes: Area['attributes']): string =>
  attributes.map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');

/** The corners of an area of a layer of a size, clockwise; pixels. */
export function cornersOfArea(
  { shape, coords }: Area,
  { width, height }: { readonly width: number; readonly height: number },
): readonly (readonly [x: number, y: number])[] {
  if (shape === 'poly') {
    return coords.flatMap((x, i) => (i % 2 === 0 ? [[x, coords[i + 1] ?? 0] as const] : []));
  }
  const [left = 0, top = 0, right = width, bottom = height] = coords;
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}
