import { deflateSync } from 'node:zlib';
import { printPsdResource } from '../../../../fixtures/make/psd.ts';
import type { Rect, Size } from '../../../../src/model/geometry.ts';

/** A layer of a Photoshop file for tests: its colour over a rectangle, as opaque as it says. */
export interface PsdTestLayer {
  readonly name: string;
  readonly rect: Rect;
  /** Red, green, blue and alpha of all its pixels, 0…255. */
  readonly color?: readonly [number, number, number, number];
  readonly blend?: string;
  readonly opacity?: number;
  readonly clipped?: boolean;
  readonly hidden?: boolean;
  /** The value of its mask within a rectangle; it hides what lies outside. */
  readonly mask?: { readonly rect: Rect; readonly value: number; readonly flags?: number; readonly more?: Buffer };
  /** 1: the end of a group (its first line); 2: the group itself. */
  readonly section?: 'end' | 'group';
  readonly blocks?: Readonly<Record<string, Buffer>>;
  /** Ranges of brightness in which it is blended: two blacks and two whites each. */
  readonly ranges?: Buffer;
  readonly packing?: 'raw' | 'rows' | 'zip';
}

const u16 = (value: number): Buffer => Buffer.from([(value >> 8) & 255, value & 255]);
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value | 0);
  return bytes;
}
const sized = (bytes: Buffer): Buffer => Buffer.concat([u32(bytes.length), bytes]);
const corners = ({ x, y, width, height }: Rect): Buffer => Buffer.concat([y, x, y + height, x + width].map(u32));

/** Bytes of one value, packed in runs of up to 128. */
function packedRow(value: number, width: number): Buffer {
  const runs: number[] = [];
  for (let left = width; left > 0; left -= 128) {
    const run = Math.min(128, left);
    runs.push(run === 1 ? 0 : 257 - run, value);
  }
  return Buffer.from(runs);
}

function plane(value: number, { width, height }: Size, packing: PsdTestLayer['packing']): Buffer {
  if (packing === 'zip') return Buffer.concat([u16(2), deflateSync(Buffer.alloc(width * height, value))]);
  if (packing !== 'rows') return Buffer.concat([u16(0), Buffer.alloc(width * height, value)]);
  const row = packedRow(value, width);
  const rows = Array.from({ length: height }, () => row);
  return Buffer.concat([u16(1), ...rows.map(({ length }) => u16(length)), ...rows]);
}

function block(key: string, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`8BIM${key}`, 'latin1'), sized(data), Buffer.alloc(data.length % 2)]);
}

function unicode(text: string): Buffer {
  return Buffer.concat([u32(text.length), Buffer.from(text, 'utf16le').swap16()]);
}

function dividerOf({ section, blend = 'norm' }: PsdTestLayer): readonly Buffer[] {
  if (section === undefined) return [];
  return [block('lsct', Buffer.concat([u32(section === 'end' ? 3 : 1), Buffer.from(`8BIM${blend}`, 'latin1')]))];
}

function maskOf({ mask }: PsdTestLayer): Buffer {
  if (!mask) return Buffer.alloc(0);
  return Buffer.concat([corners(mask.rect), Buffer.from([0, mask.flags ?? 0]), mask.more ?? Buffer.alloc(2)]);
}

function layerOf(layer: PsdTestLayer): { readonly record: Buffer; readonly pixels: Buffer } {
  const { name, rect, color, blend = 'norm', opacity = 255, clipped, hidden, mask, blocks = {}, packing } = layer;
  const planes = color ? color.map((value) => plane(value, rect, packing)) : [];
  const ids = [0, 1, 2, -1].slice(0, planes.length);
  if (mask) {
    planes.push(plane(mask.value, mask.rect, packing));
    ids.push(-2);
  }
  const pascal = Buffer.from(`\0${name}`, 'latin1');
  pascal[0] = name.length;
  const extra = Buffer.concat([
    sized(maskOf(layer)),
    sized(layer.ranges ?? Buffer.alloc(0)),
    Buffer.concat([pascal, Buffer.alloc((4 - (pascal.length % 4)) % 4)]),
    block('luni', unicode(name)),
    ...dividerOf(layer),
    ...Object.entries(blocks).map(([key, data]) => block(key, data)),
  ]);
  const flags = [opacity, clipped ? 1 : 0, hidden ? 2 : 0, 0];
  const record = Buffer.concat([
    corners(rect),
    u16(planes.length),
    ...planes.map((data, i) => Buffer.concat([u16(ids[i] ?? 0), u32(data.length)])),
    Buffer.from(`8BIM${layer.section ? 'norm' : blend}`, 'latin1'),
    Buffer.from(flags),
    sized(extra),
  ]);
  return { record, pixels: Buffer.concat(planes) };
}

/** A Photoshop file of 8 bits in RGB: its layers, the lowest first, and a white picture, which is their `merged` one or none. */
export function printLayeredPsd({ width, height }: Size, layers: readonly PsdTestLayer[], merged = true): Buffer {
  const printed = layers.map(layerOf);
  const info = Buffer.concat([
    u16(layers.length),
    ...printed.map(({ record }) => record),
    ...printed.map(({ pixels }) => pixels),
  ]);
  const even = Buffer.concat([info, Buffer.alloc(info.length % 2)]);
  return Buffer.concat([
    Buffer.from('8BPS\0\x01\0\0\0\0\0\0', 'latin1'),
    u16(3),
    u32(height),
    u32(width),
    u16(8),
    u16(3),
    sized(Buffer.alloc(0)),
    sized(printPsdResource(1057, Buffer.from([0, 0, 0, 1, merged ? 1 : 0]))),
    sized(Buffer.concat([sized(even), sized(Buffer.alloc(0))])),
    u16(0),
    Buffer.alloc(width * height * 3, 255),
  ]);
}

/** The block of a layer that is a text, as its engine data say in the writing of PDF's objects; it begins at a point. */
export function printTypeTool(engineData: string, [x, y]: readonly [number, number]): Buffer {
  const transform = Buffer.alloc(6 * 8);
  for (const [i, value] of [1, 0, 0, 1, x, y].entries()) transform.writeDoubleBE(value, i * 8);
  const key = 'EngineData';
  const descriptor = [u32(0), u32(0), Buffer.from('TxLr'), u32(1), u32(key.length), Buffer.from(`${key}tdta`)];
  return Buffer.concat([u16(1), transform, u16(50), u32(16), ...descriptor, sized(Buffer.from(engineData, 'latin1'))]);
}

/** Engine data of a text in one look: its font, its size, and red, green and blue, 0…1. */
export function engineDataOf(
  text: string,
  {
    font,
    size,
    color,
  }: { readonly font: string; readonly size: number; readonly color: readonly [number, number, number] },
): string {
  const string = (value: string): string => {
    const bytes = Buffer.from(value, 'utf16le').swap16().toString('latin1');
    return `(\xFE\xFF${bytes.replaceAll(/[()\\]/g, String.raw`\$&`)})`;
  };
  const style = `/Font 0 /FontSize ${size} /AutoLeading true /FillColor << /Type 1 /Values [ 1.0 ${color.join(' ')} ] >>`;
  const run = `/RunArray [ << /StyleSheet << /StyleSheetData << ${style} >> >> >> ] /RunLengthArray [ ${text.length} ]`;
  const sheet = `/RunArray [ << /ParagraphSheet << /Properties << /Justification 2 >> >> >> ] /RunLengthArray [ ${text.length} ]`;
  return `
<< /EngineDict << /Editor << /Text ${string(text)} >> /ParagraphRun << ${sheet} >> /StyleRun << ${run} >>
  /Rendered << /Shapes << /Children [ << /ShapeType 0 >> ] >> >> >>
  /ResourceDict << /TheNormalStyleSheet 0 /FontSet [ << /Name ${string(font)} >> ] /StyleSheetSet [ << /StyleSheetData << >> >> ] >> >>`;
}
