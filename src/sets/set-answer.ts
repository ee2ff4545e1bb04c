import { escapeXml } from '../base/xml.ts';
import type { MediaKind } from '../model/asset.ts';
import { type MediaSet, type SetMember, type SetType, type Swatch } from '../model/sets.ts';

/** A node of an answer: texts are attributes in XML, nodes and lists of them are elements. */
export interface AnswerNode {
  readonly [name: string]: string | AnswerNode | readonly AnswerNode[];
}

/** An asset as answers tell of it. */
export interface AnswerAsset {
  readonly kind: MediaKind;
  readonly width?: number;
  readonly height?: number;
  /** Changes with its bytes. */
  readonly version: string;
  /** The user data of each smart crop. */
  readonly crops: readonly Readonly<Record<string, string>>[];
}

/** Looks up the members of sets. */
export interface AnswerLookup {
  readonly assetAt: (path: string) => AnswerAsset | undefined;
  readonly setAt: (path: string) => MediaSet | undefined;
}

/** Types of sets in answers (Image Serving reference, `req=set`). */
const TYPES: Readonly<Record<SetType, string>> = {
  ...{ image: 'img_set', carousel: 'img_set', spin: 'spin', mixed: 'media_set', page: 'ecat', video: 'video_set' },
};

function sizeOf({ width, height }: AnswerAsset): AnswerNode {
  return width === undefined || height === undefined ? {} : { dx: String(width), dy: String(height) };
}

function swatchNode(swatch: Swatch, label: string | undefined): AnswerNode {
  if ('asset' in swatch) return { n: swatch.asset };
  const c = `0x${swatch.color.toString(16).padStart(6, '0')}`;
  return label === undefined ? { c } : { c, l: label };
}

/** An asset as an item: its size and version beside what it is. */
function assetItem(path: string, { beside = [], label }: Partial<SetMember>, { assetAt }: AnswerLookup): AnswerNode {
  const asset = assetAt(path);
  const named = { n: path, ...(label === undefined ? {} : { l: label }) };
  if (asset === undefined) return { i: named };
  const facts = { ...sizeOf(asset), iv: asset.version };
  if (asset.kind === 'video') return { v: { id: path, ...sizeOf(asset) }, iv: asset.version };
  const pages = beside.length === 0 ? named : [named, ...beside.map((n) => ({ n }))];
  const relation = asset.crops.map((userdata) => ({ userdata }));
  return { i: pages, ...facts, ...(relation.length > 0 ? { relation } : {}) };
}

function itemOf(member: SetMember, lookup: AnswerLookup): AnswerNode {
  const { swatch, label } = member;
  const face = swatch === undefined ? {} : { s: swatchNode(swatch, label) };
  if ('asset' in member) return { ...assetItem(member.asset, member, lookup), ...face };
  const set = lookup.setAt(member.set);
  return { ...(set === undefined ? { i: { n: member.set } } : { set: setNode(set, lookup) }), ...face };
}

/** Clients take an object for a list of one: answers have always been so. */
const listed = (items: readonly AnswerNode[]): AnswerNode | readonly AnswerNode[] =>
  items.length === 1 && items[0] !== undefined ? items[0] : items;

/** A set as the tree that `req=set` answers; rows of a spin are items with a set of their own. */
export function setNode(set: MediaSet, lookup: AnswerLookup): AnswerNode {
  const { path, type, members, grid } = set;
  const items = members.map((member) => itemOf(member, lookup));
  const rows =
    grid === undefined
      ? items
      : Array.from({ length: grid.rows }, (_, row): AnswerNode => {
          const item = listed(items.slice(row * grid.columns, (row + 1) * grid.columns));
          return { set: { type: 'spin', item } };
        });
  return { pv: '1.0', type: TYPES[type], n: path, item: listed(rows) };
}

/** An asset that is no set: `req=set` answers with it alone. */
export function assetNode(path: string, lookup: AnswerLookup): AnswerNode {
  const type = lookup.assetAt(path)?.kind === 'video' ? 'video' : 'img';
  return { pv: '1.0', type, n: path, item: assetItem(path, {}, lookup) };
}

function element(name: string, node: AnswerNode): string {
  const entries = Object.entries(node);
  const attributes = entries.flatMap(([key, value]) =>
    typeof value === 'string' ? [` ${key}="${escapeXml(value)}"`] : [],
  );
  const children = entries.flatMap(([key, value]) => {
    if (typeof value === 'string') return [];
    return (Array.isArray(value) ? value : [value]).map((child: AnswerNode) => element(key, child));
  });
  const open = `<${name}${attributes.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

/** An answer as XML, with its header. */
export function printXml(node: AnswerNode): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('set', node)}\n`;
}

/** An answer as pages take it by a script: a call with the tree and the number of their request, which is none. */
export function printJsonp(name: string, value: unknown): string {
  return `/*jsonp*/s7jsonResponse(${JSON.stringify({ [name]: value })},"");\n`;
}
