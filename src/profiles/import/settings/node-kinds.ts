import { attributesNamed } from '../../../model/viewers/attributes.ts';
import { SERVER_KEYS } from '../../server.ts';
import type { PresetNode } from '../preset-node.ts';
import { javaProperties } from './java-properties.ts';
import { fieldsOf } from './rule-fields.ts';

/** The kinds of nodes that hold no preset of pictures. */
export type SettingsKind = 'viewer' | 'rule' | 'server';

/** `ZoomView.zoomstep`: a viewer component and its attribute. */
const COMPONENT = /^[A-Z][A-Za-z0-9]+\.[A-Za-z]+$/;
const STYLE = /html5_\w+\.css$/i;

/** Tells whether properties are those of a viewer preset: they name its styles, or tell its components something. */
export function isViewerPreset(properties: ReadonlyMap<string, string>): boolean {
  if (STYLE.test(properties.get('style') ?? '')) return true;
  return [...properties.keys()].some((name) => COMPONENT.test(name) && attributesNamed(name).length > 0);
}

/** The properties of a viewer preset that stand as one text in a property of a node: a catalog's record keeps them so. */
export function userData({ properties }: PresetNode): ReadonlyMap<string, string> | undefined {
  for (const [name, value] of properties) {
    const found = name.toLowerCase() === 'userdata' ? javaProperties(value) : undefined;
    if (found && isViewerPreset(found)) return found;
  }
  return undefined;
}

/** A node of an image server's settings has several that nothing else has. */
const LEAST_SERVER_KEYS = 2;
const OF_SERVER = new Set<string>(SERVER_KEYS.filter((key) => !['resmode', 'defaults', 'resolution'].includes(key)));

/** The kind of a node by its properties; undefined = another one. */
export function settingsKind(node: PresetNode): SettingsKind | undefined {
  const { properties } = node;
  if (isViewerPreset(properties) || userData(node)) return 'viewer';
  if (fieldsOf(properties).match !== undefined) return 'rule';
  const keys = [...properties.keys()].filter((name) => OF_SERVER.has(name.toLowerCase()));
  return keys.length >= LEAST_SERVER_KEYS ? 'server' : undefined;
}
