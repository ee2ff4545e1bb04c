import { escapeXml } from '../../base/xml.ts';
import { type Hotspot, type PlacedMark, cornersOfRect, pointsOfPlace } from '../../model/hotspots.ts';
import type { Size } from '../../model/geometry.ts';
import type { ManifestAsset } from '../../model/manifest/manifest-asset.ts';
import type { Video } from '../video.ts';
import { type Json, type JsonObject, said, words } from './json.ts';

type Points = PlacedMark['points'];

/** The canvas that marks are placed on: its size, and the file of the output that it shows. */
interface Shown extends Size {
  readonly shownBy: string;
}

/** The sides of an upright rectangle; undefined = the points are none. */
function rectOf(points: Points): readonly [x: number, y: number, width: number, height: number] | undefined {
  if (points.length !== 4) return undefined;
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [right, bottom] = [Math.max(...xs), Math.max(...ys)];
  const isUpright = points.every(([x, y]) => (x === left || x === right) && (y === top || y === bottom));
  return isUpright ? [left, top, right - left, bottom - top] : undefined;
}

const whole = (value: number): number => Math.round(value);

/** The part of a canvas that an annotation is about. */
function targetOf(points: Points, canvas: string, { width, height }: Size): Json {
  const scaled = points.map(([x, y]) => [whole(x * width), whole(y * height)] as const);
  const [only] = scaled;
  const source = { id: canvas, type: 'Canvas' };
  if (scaled.length === 1 && only) {
    return { type: 'SpecificResource', source, selector: { type: 'PointSelector', x: only[0], y: only[1] } };
  }
  const rect = rectOf(scaled);
  if (rect) return `${canvas}#xywh=${rect.join(',')}`;
  const path = scaled.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const value = `<svg xmlns="http://www.w3.org/2000/svg"><path d="${path}Z"/></svg>`;
  return { type: 'SpecificResource', source, selector: { type: 'SvgSelector', value } };
}

const ABSOLUTE = /^(?:https?|mailto):/i;

/** The words of a hotspot: a link where it leads somewhere that does not depend on the page that shows it. */
function hotspotBody({ name, href }: Hotspot): JsonObject {
  if (href === undefined || !ABSOLUTE.test(href)) return { type: 'TextualBody', value: name, format: 'text/plain' };
  const value = `<a href="${escapeXml(href)}">${escapeXml(name)}</a>`;
  return { type: 'TextualBody', value, format: 'text/html' };
}

interface Mark {
  readonly motivation: 'commenting' | 'tagging';
  readonly body: JsonObject;
  readonly points: Points;
}

/** The marks of an asset where the file has them that a canvas shows; those that it does not show are left out. */
function marksOf({ hotspots = [], zoomTargets = [], renditions }: ManifestAsset, shownBy: string): readonly Mark[] {
  const file = renditions.find(
    ({ path, alternates = [] }) => path === shownBy || alternates.some((one) => one.path === shownBy),
  );
  const placed = (marks: readonly PlacedMark[] | undefined, all: readonly Points[]): readonly PlacedMark[] =>
    marks ?? all.map((points, index) => ({ index, points }));
  const spots = placed(file?.hotspots, hotspots.map(pointsOfPlace));
  const targets = placed(
    file?.zoomTargets,
    zoomTargets.map(({ rect }) => cornersOfRect(rect)),
  );
  return [
    ...spots.flatMap(({ index, points }): readonly Mark[] => {
      const spot = hotspots[index];
      return spot ? [{ motivation: 'commenting', body: hotspotBody(spot), points }] : [];
    }),
    ...targets.flatMap(({ index, points }): readonly Mark[] => {
      const value = zoomTargets[index]?.label;
      return value === undefined
        ? []
        : [{ motivation: 'tagging', body: { type: 'TextualBody', value, format: 'text/plain' }, points }];
    }),
  ];
}

function pageOf(canvas: string, name: string, items: readonly JsonObject[]): Json | undefined {
  if (items.length === 0) return undefined;
  return [{ id: `${canvas}/${name}`, type: 'AnnotationPage', items }];
}

/** The hotspots and zoom targets of a picture as annotations of its canvas; undefined where it has none. */
export function markAnnotations(asset: ManifestAsset, canvas: string, shown: Shown): Json | undefined {
  const items = marksOf(asset, shown.shownBy).map(({ motivation, body, points }, i) => {
    const id = `${canvas}/marks/${i + 1}`;
    return { id, type: 'Annotation', motivation, body, target: targetOf(points, canvas, shown) };
  });
  return pageOf(canvas, 'marks', items);
}

/** The captions of a clip as annotations of its canvas; undefined where it has none. */
export function trackAnnotations({ tracks }: Video, canvas: string): Json | undefined {
  const items = tracks
    .filter(({ kind }) => kind !== 'chapters')
    .map(({ src, label, srclang }, i): JsonObject => {
      const body = said({ id: src, type: 'Text', format: 'text/vtt', label: words(label), language: srclang });
      return { id: `${canvas}/tracks/${i + 1}`, type: 'Annotation', motivation: 'supplementing', body, target: canvas };
    });
  return pageOf(canvas, 'tracks', items);
}
