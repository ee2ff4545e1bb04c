import { commandNamed } from '../../serving/commands/index.ts';
import type { FoundPreset } from './found.ts';

/** A node of a repository: what XML and JSON exports of AEM hold alike. */
export interface PresetNode {
  /** Empty where the node has no name. */
  readonly name: string;
  readonly properties: ReadonlyMap<string, string>;
  readonly children: readonly PresetNode[];
}

/** The property of AEM that holds the "image modifiers" of its preset dialog. */
const EXTRA = 'dam:extramodifiers';
export const CONTENT = 'jcr:content';
/** `{Long}400`, `{Boolean}true`: the type in front of a value in XML exports. */
const TYPE = /^\{\w+\}/;

/** A value as modifier text: in a property nothing is encoded yet. */
const encode = (value: string): string => value.replaceAll(/[%&+]/g, encodeURIComponent);

/** A value without its type and escapes: `[a,b]` is a list in XML exports, and a backslash keeps the next letter from being read. */
export function plainValue(value: string): string {
  const typed = value.replace(TYPE, '');
  const list = /^\[(.*)\]$/s.exec(typed)?.[1] ?? typed;
  return list.replaceAll(/\\(.)/g, '$1').trim();
}

/**
 * Commands of a node: AEM names them as the language does, in lower case. Other properties of its own have a namespace.
 */
function textOf({ properties }: PresetNode): string {
  const plain = [...properties].flatMap(([name, value]) => {
    const held = plainValue(value);
    return name.includes(':') || held === '' ? [] : [`${name}=${encode(held)}`];
  });
  const extra = plainValue(properties.get(EXTRA) ?? '').replace(/^[?&]/, '');
  return [...plain, ...(extra === '' ? [] : [extra])].join('&');
}

/** Tells whether a node says how a picture is to be: nodes of all kinds have a `name` or a `text`, few have a `wid`. */
function isImagePreset({ properties }: PresetNode): boolean {
  return [...properties].some(([name, value]) => {
    const row = commandNamed(name);
    // Nodes of any kind have texts.
    if (row?.name === 'text') return false;
    return row?.status === 'ready' && row.idle === undefined && row.scope !== 'profile' && plainValue(value) !== '';
  });
}

/**
 * Every preset among some nodes, depth first. A preset is a page whose `jcr:content` holds the commands; it is called
 * as its page, and by `fallback` where the text does not name that. `isOther`: nodes that are about something else.
 */
export function presetsOf(
  node: PresetNode,
  fallback: string,
  isOther: (node: PresetNode) => boolean,
): readonly FoundPreset[] {
  const name = node.name === '' || node.name === 'jcr:root' || node.name === CONTENT ? fallback : node.name;
  const own = isImagePreset(node) && !isOther(node) ? [{ name, text: textOf(node) }] : [];
  return [...own, ...node.children.flatMap((child) => presetsOf(child, name, isOther))];
}
