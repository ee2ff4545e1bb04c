import { printPlace, type Problem } from '../model/errors.ts';
import type { SetRule } from '../model/sets.ts';
import { makeGlob } from './glob.ts';
import type { Place } from './yaml/diagnostics.ts';
import type { ImageProfile } from './image.ts';
import type { SetDocument } from './sets/set-document.ts';
import type { TemplateVariable } from './templates/template.ts';
import type { VideoProfile } from './video.ts';
import type { ProjectViewerPreset } from './viewer-presets.ts';

/** A named Image Serving text. */
export interface Preset {
  /** The name in its declared spelling; look-ups ignore case. */
  readonly name: string;
  /** Modifier text; friendly keys are printed as such, the defaults of variables stand before all else. */
  readonly text: string;
  /** Variables of a template. */
  readonly vars?: readonly TemplateVariable[];
}

/** A profile or preset, and where it was declared. */
export interface Declared<T> {
  readonly value: T;
  readonly shipped: boolean;
  readonly place: Place;
}

/** Everything that profiles and folder rules may name. The keys of the maps are names in lower case. */
export interface ProfileLibrary {
  readonly images: ReadonlyMap<string, Declared<ImageProfile>>;
  readonly videos: ReadonlyMap<string, Declared<VideoProfile>>;
  readonly presets: ReadonlyMap<string, Declared<Preset>>;
  readonly setRules: ReadonlyMap<string, Declared<SetRule>>;
  readonly sets: ReadonlyMap<string, Declared<SetDocument>>;
  readonly viewerPresets: ReadonlyMap<string, Declared<ProjectViewerPreset>>;
  /**
   * Presets with mistakes, by lower-case name, with these: what does not use them can go on. Some of them are none of
   * `presets`.
   */
  readonly spoiled: ReadonlyMap<string, readonly Problem[]>;
}

/** The declarations of documents. */
export type Shelves = Omit<ProfileLibrary, 'spoiled'>;

export const NO_SHELVES: Shelves = {
  ...{ images: new Map(), videos: new Map(), presets: new Map(), setRules: new Map(), sets: new Map() },
  viewerPresets: new Map(),
};

export function findImageProfile({ images }: ProfileLibrary, name: string): ImageProfile | undefined {
  return images.get(name.toLowerCase())?.value;
}

export function findVideoProfile({ videos }: ProfileLibrary, name: string): VideoProfile | undefined {
  return videos.get(name.toLowerCase())?.value;
}

export function findPreset({ presets }: ProfileLibrary, name: string): Preset | undefined {
  return presets.get(name.toLowerCase())?.value;
}

/** Names as declared, sorted ignoring case: for lists, and for "did you mean". */
export function namesOf(declared: ReadonlyMap<string, Declared<{ readonly name: string }>>): readonly string[] {
  return [...declared.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { value }]) => value.name);
}

/** Comparing a name with more takes longer than anybody waits for a hint. */
const MOST_CANDIDATES = 1000;

/** Names to choose "did you mean" from. */
export function candidatesOf(declared: ReadonlyMap<string, Declared<{ readonly name: string }>>): readonly string[] {
  if (declared.size <= MOST_CANDIDATES) return namesOf(declared);
  return Array.from(declared.values())
    .slice(0, MOST_CANDIDATES)
    .map(({ value }) => value.name);
}

/** Every preset whose name matches, sorted ignoring case. `*` and `?` as in globs; case does not count. */
export function presetsMatching({ presets }: ProfileLibrary, pattern: string): readonly Preset[] {
  const glob = makeGlob(pattern.toLowerCase());
  const found = [...presets].filter(([key]) => glob.matches(key));
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, { value }]) => value);
}

/** Presets as `parseModifiers` needs them to put them into texts. */
export function macrosOf(library: ProfileLibrary): {
  readonly macros: (name: string) => string | undefined;
  readonly macroNames: Iterable<string>;
  readonly mistakeOf: (name: string) => string | undefined;
} {
  // Wanted for "did you mean" only: listing them for every text would cost more than parsing it.
  const macroNames = { [Symbol.iterator]: () => candidatesOf(library.presets)[Symbol.iterator]() };
  const mistakeOf = (name: string): string | undefined => {
    const [mistake] = library.spoiled.get(name.toLowerCase()) ?? [];
    return mistake && `${mistake.message} (${printPlace(mistake)})`;
  };
  return { macros: (name) => findPreset(library, name)?.text, macroNames, mistakeOf };
}
