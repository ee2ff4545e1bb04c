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
export function printShipped({ config, library }: Shipped): string {
  const { images, videos, presets, setRules, sets, viewerPresets } = library;
  const shelves = { images: [...images], videos: [...videos], presets: [...presets] };
  const others = { setRules: [...setRules], sets: [...sets], viewerPresets: [...viewerPresets] };
  const printed: Printed = { config, ...shelves, ...others };
  return `${JSON.stringify(printed)}\n`;
}

/** Reads what was printed; `locate` makes the name under which a file is shown of the one that it was printed with. */
export function parseShipped(text: string, locate: (file: string) => string): Shipped {
  const { config, images, videos, presets, setRules, sets, viewerPresets } = JSON.parse(text) as Printed;
  const shelf = <T>(entries: readonly (readonly [string, Declared<T>])[]): ReadonlyMap<string, Declared<T>> =>
    new Map(
      entries.map(([key, { place, ...declared }]) => [
        key,
        freeze({ ...declared, place: { ...place, file: locate(place.file) } }),
      ]),
    );
  const pictures = { images: shelf(images), videos: shelf(videos), presets: shelf(presets) };
  const others = { setRules: shelf(setRules), sets: shelf(sets), viewerPresets: shelf(viewerPresets) };
  const shelves: Shelves = { ...pictures, ...others };
  return { config: freeze(config), library: { ...shelves, spoiled: new Map() } };
}
