import type { Installation } from '../model/installation.ts';
import type { RunControl } from '../model/run/run.ts';
import { MANIFEST_FORMS, type ManifestForm } from '../model/manifest/manifest-forms.ts';
import type { PublishedSets } from '../model/sets.ts';

/** Which part of a library a catalog holds: `index` counts from 1 up to `of`. */
interface ShardFact {
  readonly index: number;
  readonly of: number;
}

/** Single values that a catalog stores besides its records. */
export interface CatalogFacts {
  /** The library's path, relative to the output. */
  readonly library: string;
  /** The shard that a run wrote; null = the whole library. */
  readonly shard: ShardFact | null;
  /** The version of dmx that wrote the manifest, which the manifest names. */
  readonly manifestVersion: string;
  /** The layout of the manifest that lies there. */
  readonly manifestForm: ManifestForm;
  /** The bytes of all its files. */
  readonly manifestBytes: number;
  /** The sets that the manifest lists, and what they followed from. */
  readonly sets: PublishedSets;
  /** The request of another terminal to a run. */
  readonly control: RunControl;
  /** The engine texts of an installation (see `Installation.encoderVersions`), and the text that tells it from others. */
  readonly engines: EngineFact;
}

interface EngineFact {
  readonly installation: string;
  readonly texts: Installation['encoderVersions'];
}

export type FactName = keyof CatalogFacts;

/** A fact as the text that is stored. `parse` answers undefined for a text that no dmx wrote. */
interface FactRow<T> {
  /** The key of this fact's row in the table. */
  readonly key: string;
  readonly print: (value: T) => string;
  readonly parse: (text: string) => T | undefined;
}

const text = (key: string): FactRow<string> => ({ key, print: (value) => value, parse: (stored) => stored });

function parseSets(stored: string): PublishedSets | undefined {
  try {
    const { rules, versions, findings } = JSON.parse(stored) as PublishedSets;
    return typeof rules === 'string' && Array.isArray(findings) ? { rules, versions, findings } : undefined;
  } catch {
    return undefined;
  }
}

function parseEngines(stored: string): EngineFact | undefined {
  try {
    const { installation, texts } = JSON.parse(stored) as EngineFact;
    const isTexts = typeof texts === 'object' && Object.values(texts).every((text) => typeof text === 'string');
    return typeof installation === 'string' && isTexts ? { installation, texts } : undefined;
  } catch {
    return undefined;
  }
}

/** THE table of facts: a new one is a field above and a row here. */
const FACTS: { readonly [K in FactName]: FactRow<CatalogFacts[K]> } = {
  library: text('library'),
  shard: {
    key: 'shard',
    print: (shard) => (shard === null ? '' : `${shard.index}/${shard.of}`),
    parse: (stored) => {
      const [index = 0, of = 0] = stored.split('/').map(Number);
      return of > 0 ? { index, of } : null;
    },
  },
  manifestVersion: text('manifest version'),
  manifestForm: {
    key: 'manifest form',
    print: (form) => form,
    parse: (stored) => MANIFEST_FORMS.find((form) => form === stored),
  },
  manifestBytes: {
    key: 'manifest bytes',
    print: String,
    parse: (stored) => (/^\d+$/.test(stored) ? Number(stored) : undefined),
  },
  sets: { key: 'sets', print: (sets) => JSON.stringify(sets), parse: parseSets },
  control: {
    key: 'control',
    print: ({ run, ask }) => `${ask} ${run}`,
    parse: (stored) => {
      const [ask, run = ''] = stored.split(' ');
      return ask === 'suspend' || ask === 'terminate' ? { run, ask } : undefined;
    },
  },
  engines: { key: 'engines', print: (engines) => JSON.stringify(engines), parse: parseEngines },
};

/** A fact as the text that is stored. */
export function printFact<K extends FactName>(name: K, value: CatalogFacts[K]): string {
  return FACTS[name].print(value);
}

/** The key under which a fact is stored. */
export const keyOf = (name: FactName): string => FACTS[name].key;

/** A fact from its stored text; undefined = none is stored, or none that can be understood. */
export function parseFact<K extends FactName>(name: K, stored: string | undefined): CatalogFacts[K] | undefined {
  return stored === undefined ? undefined : FACTS[name].parse(stored);
}
