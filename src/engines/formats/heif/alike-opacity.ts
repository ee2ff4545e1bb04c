import { type Box, boxesIn, findBox, numbers, printBox, printFullBox } from '../../../system/iso-bmff.ts';
import { type ItemUses, primaryItem, readUses } from './items.ts';

/** Properties that cut, turn and mirror an item once it is decoded. */
const CHANGES = /^(?:clap|irot|imir)$/;

const OPACITY = /^urn:mpeg:(?:mpegB:cicp:systems:auxiliary:alpha|hevc:2015:auxid:1)\0/;

interface Properties {
  readonly all: readonly Box[];
  readonly uses: readonly ItemUses[];
}

const boxAt = ({ all }: Properties, index: number): Box | undefined => all[index - 1];

const usesOf = ({ uses }: Properties, item: number): readonly number[] =>
  uses.flatMap((entry) => (entry.item === item ? entry.indices.map(({ index }) => index) : []));

const changesOf = (properties: Properties, item: number): readonly number[] =>
  usesOf(properties, item).filter((index) => CHANGES.test(boxAt(properties, index)?.type ?? ''));

/** The contents of properties by their numbers, in their order, as text. */
const asText = (properties: Properties, indices: readonly number[]): string =>
  indices
    .map((index) => `${boxAt(properties, index)?.type} ${boxAt(properties, index)?.content.toString('hex')}`)
    .join();

function hasProperty(properties: Properties, item: number, type: string, content: RegExp): boolean {
  return usesOf(properties, item).some((index) => {
    const box = boxAt(properties, index);
    return box?.type === type && content.test(box.content.toString('latin1', 4));
  });
}

/** The items that tell the opacity of an item. */
function opacitiesOf(properties: Properties, references: Buffer, of: number): readonly number[] {
  const wide = references[0] === 1 ? 4 : 2;
  return boxesIn(references.subarray(4)).flatMap(({ type, content }) => {
    if (type !== 'auxl' || content.length < 2 * wide + 2) return [];
    const from = content.readUIntBE(0, wide);
    const to = Array.from({ length: Math.floor((content.length - wide - 2) / wide) }, (_, i) =>
      content.readUIntBE(wide + 2 + wide * i, wide),
    );
    return to.includes(of) && hasProperty(properties, from, 'auxC', OPACITY) ? [from] : [];
  });
}

/** Prints which properties items have, with room for any number of properties. */
function printUses(version: number, uses: readonly ItemUses[]): Buffer {
  const entries = uses.flatMap(({ item, indices }) => [
    numbers(version === 0 ? 2 : 4, item),
    numbers(1, indices.length),
    numbers(2, ...indices.map(({ index, essential }) => index + (essential ? 0x80_00 : 0))),
  ]);
  return printFullBox('ipma', version, 1, numbers(4, uses.length), ...entries);
}

/** The box of items with the properties of one of them replaced. */
function printItems(meta: Buffer, item: number, indices: ItemUses['indices']): Buffer {
  const children = boxesIn(meta.subarray(4)).map(({ type, content }) => {
    if (type !== 'iprp') return printBox(type, content);
    const inside = boxesIn(content).map((box) => {
      if (box.type !== 'ipma') return printBox(box.type, box.content);
      const uses = readUses(box.content).map((entry) => (entry.item === item ? { item, indices } : entry));
      return printUses(box.content[0] ?? 0, uses);
    });
    return printBox(type, ...inside);
  });
  return printBox('meta', meta.subarray(0, 4), ...children);
}

/**
 * The box of items in which the opacity of the primary item is cut, turned and mirrored as that item is, whole; undefined where
 * it is so already. Files say this of the colours alone or of both, and browsers show both alike; libheif does with each what
 * the file says of it. `meta`: the content of the box.
 */
export function withAlikeOpacity(meta: Buffer): Buffer | undefined {
  const boxes = meta.subarray(4);
  const [primary, references] = [primaryItem(boxes), findBox(boxes, 'iref')];
  const [container, tables] = [findBox(boxes, 'iprp', 'ipco'), boxesIn(findBox(boxes, 'iprp') ?? Buffer.alloc(0))];
  if (primary === undefined || references === undefined || container === undefined) return undefined;
  const uses = tables.flatMap(({ type, content }) => (type === 'ipma' ? readUses(content) : []));
  const properties: Properties = { all: boxesIn(container), uses };
  const wanted = changesOf(properties, primary);
  const sides = (item: number): string =>
    asText(
      properties,
      usesOf(properties, item).filter((index) => boxAt(properties, index)?.type === 'ispe'),
    );
  const odd = opacitiesOf(properties, references, primary).find(
    (item) =>
      sides(item) === sides(primary) &&
      asText(properties, changesOf(properties, item)) !== asText(properties, wanted) &&
      usesOf(properties, item).length > 0,
  );
  if (odd === undefined) return undefined;
  const own = uses.find(({ item }) => item === odd)?.indices ?? [];
  const kept = own.filter(({ index }) => !CHANGES.test(boxAt(properties, index)?.type ?? ''));
  return printItems(meta, odd, [...kept, ...wanted.map((index) => ({ index, essential: true }))]);
}
