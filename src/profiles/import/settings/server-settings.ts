import { server, SERVER_KEYS } from '../../server.ts';
import type { Omission } from '../convert-presets.ts';
import type { FoundSettings } from './find-settings.ts';

/** Settings under `server:` of dmx.yaml. */
type ServerSettings = Readonly<Record<string, unknown>>;

/** A value as YAML has it: numbers, lists of them, switches; else the text. */
function valuesOf(text: string): readonly unknown[] {
  const parts = text.split(',').map((part) => part.trim());
  const one = (part: string): unknown => (/^-?\d+(?:\.\d+)?$/.test(part) ? Number(part) : part);
  const list = parts.map(one);
  const flag = /^(?:true|1)$/i.test(text) ? [true] : /^(?:false|0)$/i.test(text) ? [false] : [];
  return [...(parts.length > 1 ? [list, list.slice(0, 2)] : [one(text)]), ...flag, text, text.toLowerCase(), list];
}

/** The first reading of a text that a setting takes; undefined = none. */
function readSetting(key: string, text: string): unknown {
  return valuesOf(text).find((value) => server.safeParse({ [key]: value }).success);
}

/** The settings of an image server that dmx has too, and those that it has not. */
export function takeServer({ properties, name }: FoundSettings): {
  readonly settings: ServerSettings;
  readonly omissions: readonly Omission[];
} {
  const settings: Record<string, unknown> = {};
  const omissions: Omission[] = [];
  for (const [given, text] of properties) {
    const key = given.toLowerCase();
    if (given.includes(':') || text === '') continue;
    const known = SERVER_KEYS.find((one) => one === key);
    const value = known && readSetting(known, text);
    if (known !== undefined && value !== undefined) settings[known] = value;
    else {
      const reason = known === undefined ? 'dmx has no such setting' : 'dmx does not take this value';
      omissions.push({ preset: name, modifier: `${given}=${text}`, reason, hint: '' });
    }
  }
  return { settings, omissions };
}
