import { freeze } from '../base/plain-data.ts';
import type { Config } from './config-schema.ts';
import type { Declared, ProfileLibrary, Shelves } from './library.ts';

/** The result of reading what dmx ships: its profiles and presets, and the settings where there is no dmx.yaml. */
export interface Shipped {
  readonly config: Config;
  readonly library: ProfileLibrary;
}

/** The entries of each shelf, for JSON has no maps. */
type PrintedShelves = {
  readonly [S in keyof Shelves]: Shelves[S] extends ReadonlyMap<infer K, infer V> ? [K, V][] : never;
};

interface Printed extends PrintedShelves {
  readonly config: Config;
}

/** The text that `parseShipped` reads. Only what has no mistakes has one. */
export function printShipped({ config, library: { images, videos, presets, setRules, sets } }: Shipped): string {
  const shelves = { images: [...images], videos: [...videos], presets: [...presets] };
  const printed: Printed = { config, ...shelves, setRules: [...setRules], sets: [...sets] };
  return `${JSON.stringify(printed)}\n`;
}

/** Reads what was printed; `locate` makes the name under which a file is shown of the one that it was printed with. */
export function parseShipped(text: string, locate: (file: string) => string): Shipped {
  const { config, images, videos, presets, setRules, sets } = JSON.parse(text) as Printed;
  const shelf = <T>(entries: readonly (readonly [string, Declared<T>])[]): ReadonlyMap<string, Declared<T>> =>
    new Map(
      entries.map(([key, { place, ...declared }]) => [
        key,
        freeze({ ...declared, place: { ...place, file: locate(place.file) } }),
      ]),
    );
  const pictures = { images: shelf(images), videos: shelf(videos), presets: shelf(presets) };
  const shelves: Shelves = { ...pictures, setRules: shelf(setRules), sets: shelf(sets) };
  return { config: freeze(config), library: { ...shelves, spoiled: new Map() } };
}
