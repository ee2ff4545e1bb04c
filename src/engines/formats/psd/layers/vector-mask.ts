import type { Knot } from '../../../../layout/outline.ts';
import type { Rect } from '../../../../model/geometry.ts';
import { RECORD_BYTES, readCurves } from '../../../image/paths/path-resource.ts';
import { sharp } from '../../../image/libvips.ts';
import type { PsdFile } from '../sections.ts';
import type { PsdLayer } from './layer-tree.ts';
import { softPlane, thinPlane } from './mask-edges.ts';
import type { PsdPlane } from './raster.ts';
import { blockOf } from './read-layers.ts';

// Photoshop File Formats, "Vector mask setting": a version and flags stand before the records of its path.
const HEAD_BYTES = 8;
const INVERTED = 0x01;
const DISABLED = 0x04;
const LENGTHS: ReadonlySet<number> = new Set([0, 3]);
const STARTS_FULL = 8;
const TAKEN_AWAY = 2;
/** librsvg draws at most 32,767 pixels a side. */
const MOST_SIDE = 32_767;

/** Keys of layers whose pixels are cut by their vector mask already. */
const FILLS = ['SoCo', 'GdFl', 'PtFl', 'vscg'];

/** Tells whether a layer of a fill has pixels that its path has cut; not as soft or as thin as a mask may be. */
export function hasCutPixels({ rect, blocks, mask }: PsdLayer): boolean {
  const isPlain = (mask?.pathDensity ?? 1) === 1 && (mask?.pathFeather ?? 0) === 0;
  return rect.width > 0 && isPlain && FILLS.some((key) => blocks.has(key));
}

const join = (below: number, above: number, operation: number): number => {
  const [a, b] = [below / 255, above / 255];
  if (operation === TAKEN_AWAY) return a * (1 - b) * 255;
  if (operation === 3) return a * b * 255;
  return operation === 0 ? (a + b - 2 * a * b) * 255 : (a + b - a * b) * 255;
};

/** Parts of a path that are laid over those before them: by 0 each other, 1 together, 2 taken away, 3 what both share. */
interface Shape {
  readonly operation: number;
  readonly records: Buffer[];
}

/**
 * The shapes of a path: a length says how its curve goes with those before it, or that it is one shape with them. `full`: one
 * without shapes hides nothing.
 */
function shapesOf(data: Buffer): { readonly shapes: readonly Shape[]; readonly full: boolean } {
  const shapes: Shape[] = [];
  let full = false;
  for (let at = 0; at + RECORD_BYTES <= data.length; at += RECORD_BYTES) {
    const record = data.subarray(at, at + RECORD_BYTES);
    const kind = record.readUInt16BE(0);
    if (kind === STARTS_FULL) full = record.readUInt16BE(2) === 1;
    const operation = record.readInt16BE(4);
    if (LENGTHS.has(kind) && (operation >= 0 || shapes.length === 0)) shapes.push({ operation, records: [] });
    shapes.at(-1)?.records.push(record);
  }
  return { shapes, full };
}

const svgPath = (curves: readonly (readonly Knot[])[], { width, height }: Rect): string =>
  curves
    .map((curve) => {
      const point = ([x, y]: readonly [number, number]): string => `${x * width} ${y * height}`;
      const [first] = curve;
      const parts = curve.map((knot, i) => {
        const next = curve[(i + 1) % curve.length] ?? knot;
        return `C${point(knot[2])} ${point(next[0])} ${point(next[1])}`;
      });
      return first ? `M${point(first[1])}${parts.join('')}Z` : '';
    })
    .join('');

async function coverageOf({ records }: Shape, canvas: Rect): Promise<Uint8Array> {
  const d = svgPath(readCurves(Buffer.concat(records)), canvas);
  const { width, height } = canvas;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><path fill-rule="evenodd" d="${d}"/></svg>`;
  return await sharp(Buffer.from(svg), { limitInputPixels: false, unlimited: true })
    .ensureAlpha()
    .extractChannel(3)
    .raw()
    .toBuffer();
}

/** The path of a layer that counts, behind its flags. */
async function pathOf(file: PsdFile, layer: PsdLayer): Promise<{ flags: number; records: Buffer } | undefined> {
  const isCut = hasCutPixels(layer);
  const block = isCut ? undefined : ((await blockOf(file, layer, 'vmsk')) ?? (await blockOf(file, layer, 'vsms')));
  if (!block || block.length < HEAD_BYTES) return undefined;
  const flags = block.readUInt32BE(4);
  return (flags & DISABLED) === 0 ? { flags, records: block.subarray(HEAD_BYTES) } : undefined;
}

/** All that the path of a layer shows, with hard edges; undefined where it has none that counts. */
async function pathPlaneOf(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdPlane | undefined> {
  const path = await pathOf(file, layer);
  if (!path || Math.max(canvas.width, canvas.height) > MOST_SIDE) return undefined;
  const { shapes, full } = shapesOf(path.records);
  const [first] = shapes;
  if (!first && full) return undefined;
  const startsFull = first !== undefined && first.operation >= TAKEN_AWAY;
  const data = new Uint8Array(canvas.width * canvas.height).fill(startsFull ? 255 : 0);
  for (const shape of shapes) {
    const covered = await coverageOf(shape, canvas);
    for (let i = 0; i < data.length; i++) data[i] = Math.round(join(data[i] ?? 0, covered[i] ?? 0, shape.operation));
  }
  if ((path.flags & INVERTED) === 0) return { rect: canvas, data, outside: 0 };
  return { rect: canvas, data: data.map((value) => 255 - value), outside: 255 };
}

/** The bounding box of a layer's vector mask; undefined where it has none in effect, or nothing is visible. */
export async function pathBoxOf(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<Rect | undefined> {
  const plane = await pathPlaneOf(file, layer, canvas);
  if (!plane) return undefined;
  let [left, top, right, bottom] = [canvas.width, canvas.height, -1, -1];
  for (let y = 0, at = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++, at++) {
      if ((plane.data[at] ?? 0) === 0) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), y];
    }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * The mask that the path of a layer is, over the canvas; undefined where it has none that counts. The pixels of a layer of
 * one fill that has some are cut already.
 */
export async function vectorMaskOf(file: PsdFile, layer: PsdLayer, canvas: Rect): Promise<PsdPlane | undefined> {
  const plane = await pathPlaneOf(file, layer, canvas);
  const { pathFeather = 0, pathDensity = 1 } = layer.mask ?? {};
  return plane && thinPlane(await softPlane(plane, pathFeather, canvas), pathDensity);
}
