import { type FieldValue, readValue } from '../../model/viewers/attribute-fields.ts';
import { ATTRIBUTES, type AttributeName } from '../../model/viewers/attributes.ts';

/** Attributes that a preset gives, by component and name. */
export type PresetAttributes = Readonly<Record<string, string>>;

const lower = (values: PresetAttributes): ReadonlyMap<string, string> =>
  new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]));

/** Finds what somebody wrote for an attribute: by component and name before the name alone. */
function writtenIn(name: AttributeName, look: (key: string) => string | undefined): string | undefined {
  const key = name.toLowerCase();
  return look(key) ?? look(key.slice(key.indexOf('.') + 1));
}

/**
 * Reads the attributes of an element: its own before those of its preset. What cannot be read has its default, and `tell`
 * hears of it.
 */
export function readSettings(
  element: Element,
  preset: PresetAttributes,
  tell: (message: string) => void,
): (name: AttributeName) => readonly FieldValue[] {
  const given = lower(preset);
  return (name) => {
    const own = writtenIn(name, (key) => element.getAttribute(key) ?? undefined);
    const fields = ATTRIBUTES[name];
    const read = readValue(fields, own ?? writtenIn(name, (key) => given.get(key)) ?? '');
    if ('values' in read) return read.values;
    tell(`expected ${read.expected} in ${name}, got ${read.got}`);
    return fields.map(({ fallback }) => fallback);
  };
}
