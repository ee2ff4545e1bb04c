import type { z } from 'zod';
import { freeze } from '../base/plain-data.ts';
import type { Problem } from '../model/errors.ts';
import type { SetRule } from '../model/sets.ts';
import { check, type Found, NAMELESS } from './yaml/check.ts';
import { kindOf } from './yaml/document-kind.ts';
import type { Diagnostics, TextFile } from './yaml/diagnostics.ts';
import { checkImageProfile } from './image-checks.ts';
import { isFault, readDataRows } from './templates/data-rows.ts';
import { imageProfile, type ImageProfile } from './image.ts';
import { NO_SHELVES, type Declared, type Preset, type ProfileLibrary, type Shelves } from './library.ts';
import { checkPreset, imagePresets, readPreset } from './presets/preset.ts';
import { keyOffset, valueOffset, type Path, type YamlNode } from './yaml/node.ts';
import { setDocument, type SetDocument } from './sets/set-document.ts';
import { setRules } from './sets/set-rules.ts';
import { spoiledIn } from './presets/spoiled-presets.ts';
import { checkVideoProfile } from './video-checks.ts';
import { videoProfile, type VideoProfile } from './video.ts';
import { type ProjectViewerPreset, viewerPresets } from './viewer-presets.ts';
import { readYaml } from './yaml/yaml-file.ts';

/** A file of profiles and presets. Shipped ones give way to a user's of the same name. */
export interface ProfileFile extends TextFile {
  readonly shipped: boolean;
}

export interface ParsedLibrary {
  /** Everything that could be understood. */
  readonly library: ProfileLibrary;
  /** In the order of files, then of places. */
  readonly problems: readonly Problem[];
  /**
   * Warnings of what works, but not as its author may believe: ladders that players cannot climb, settings without
   * effect.
   */
  readonly warnings: readonly Problem[];
}

/** Checks that wait until all names are known. */
type Check = (library: ProfileLibrary) => void;

/** Reads a file of data that a profile's file names, relative to that; undefined where there is none. */
export type ReadData = (profileFile: string, data: string) => string | undefined;

const NO_FILE = { expected: 'a file of data', got: 'none' };

/** A YAML document of a file, and the lists that its problems and warnings go to. */
interface Document extends Found {
  readonly root: YamlNode;
  readonly shipped: boolean;
}

/** Collects the declarations of all files, on top of an existing library. */
class LibraryBuilder implements ProfileLibrary {
  readonly images: Map<string, Declared<ImageProfile>>;
  readonly videos: Map<string, Declared<VideoProfile>>;
  readonly presets: Map<string, Declared<Preset>>;
  readonly setRules: Map<string, Declared<SetRule>>;
  readonly sets: Map<string, Declared<SetDocument>>;
  readonly viewerPresets: Map<string, Declared<ProjectViewerPreset>>;
  readonly spoiled = new Map<string, readonly Problem[]>();
  readonly checks: Check[] = [];
  readonly #readData: ReadData;

  constructor(shelves: Shelves, readData: ReadData) {
    this.#readData = readData;
    this.images = new Map(shelves.images);
    this.videos = new Map(shelves.videos);
    this.presets = new Map(shelves.presets);
    this.setRules = new Map(shelves.setRules);
    this.sets = new Map(shelves.sets);
    this.viewerPresets = new Map(shelves.viewerPresets);
  }

  read(document: Document): void {
    switch (kindOf(document.root, document.findings)) {
      case 'image-profile':
        return this.#image(document);
      case 'video-profile':
        return this.#video(document);
      case 'image-presets':
        return this.#presets(document);
      case 'set-rules':
        return declareNamed(this.setRules, 'rule for sets', checked(setRules, document));
      case 'set':
        return declareNamed(this.sets, 'set', checked(setDocument, document));
      case 'viewer-presets':
        return this.#viewerPresets(document);
      case undefined:
    }
  }

  #image(document: Document): void {
    const profile = checked(imageProfile, document);
    if (profile === undefined) return;
    const { root, findings } = profile;
    const value = this.#withData(profile.value, root, findings);
    declareNamed(this.images, 'image profile', { ...profile, value });
    this.checks.push((library) => checkImageProfile(value, root, library, document));
  }

  /** The profile with its data rows; an invalid data file is reported where it is named. */
  #withData(profile: ImageProfile, root: YamlNode, findings: Diagnostics): ImageProfile {
    const renditions = profile.renditions.map((row, i) => {
      if (row.data === undefined) return row;
      const text = this.#readData(findings.file.name, row.data);
      const rows = text === undefined ? NO_FILE : readDataRows(row.data, text);
      if (!isFault(rows)) return { ...row, rows };
      const message = `expected ${rows.expected} in ${row.data}, got ${rows.got}`;
      findings.atValue(root, ['renditions', i, 'data'], { message, hint: 'Paths count from the file of the profile.' });
      return row;
    });
    return { ...profile, renditions };
  }

  #video(document: Document): void {
    const profile = checked(videoProfile, document);
    if (profile === undefined) return;
    const { value, root } = profile;
    declareNamed(this.videos, 'video profile', profile);
    this.checks.push((library) => checkVideoProfile(value, root, library, document));
  }

  #presets(document: Document): void {
    const presets = checked(imagePresets, document);
    if (presets === undefined) return;
    const { value, root, shipped, findings } = presets;
    for (const [name, given] of Object.entries(value.presets)) {
      const path: Path = ['presets', name];
      const preset = readPreset(name, given);
      declare(this.presets, preset, { what: 'preset', offset: keyOffset(root, path), shipped, findings });
      this.checks.push((library) => checkPreset(given, { root, path }, library, document));
    }
  }

  #viewerPresets(document: Document): void {
    const presets = checked(viewerPresets, document);
    if (presets === undefined) return;
    const { value, root, shipped, findings } = presets;
    for (const [name, { css, ...given }] of Object.entries(value.presets)) {
      const styles = css === undefined ? undefined : this.#readData(findings.file.name, css);
      if (css !== undefined && styles === undefined) {
        const message = `expected a file of styles, got none at ${css}`;
        findings.atValue(root, ['presets', name, 'css'], { message, hint: 'Paths count from the file of the preset.' });
      }
      const preset = { name, ...given, ...(styles !== undefined && { styles }) };
      const offset = keyOffset(root, ['presets', name]);
      declare(this.viewerPresets, preset, { what: 'viewer preset', offset, shipped, findings });
    }
  }
}

/** A document that fits its schema; `root` is the part of its tree that does. */
interface CheckedDocument<T> extends Document {
  readonly value: T;
}

function checked<T>(schema: z.ZodType<T>, document: Document): CheckedDocument<T> | undefined {
  const fitting = check(schema, document.root, document);
  return fitting && { ...document, ...fitting };
}

interface Declaration {
  readonly what: string;
  readonly offset: number;
  readonly shipped: boolean;
  readonly findings: Diagnostics;
}

/** Puts a profile or preset on its shelf; a user's wins over a shipped one, and two of a kind are a problem. */
function declare<T extends { readonly name: string }>(
  shelf: Map<string, Declared<T>>,
  value: T,
  { what, offset, shipped, findings }: Declaration,
): void {
  const key = value.name.toLowerCase();
  const other = shelf.get(key);
  if (other === undefined || (other.shipped && !shipped)) {
    shelf.set(key, freeze({ value, shipped, place: findings.place(offset) }));
  } else if (other.shipped === shipped) {
    findings.at(offset, {
      message: `expected one ${what} of a name (case does not count), got a second ${value.name}`,
      hint: `The other one is in ${other.place.file}, line ${other.place.line}.`,
    });
  }
}

/** Declares a document that has its name in `name`; others cannot refer to one without. */
function declareNamed<T extends { readonly name: string }>(
  shelf: Map<string, Declared<T>>,
  what: string,
  document: CheckedDocument<T> | undefined,
): void {
  if (document === undefined || document.value.name === NAMELESS) return;
  const { value, root, shipped, findings } = document;
  declare(shelf, value, { what, offset: valueOffset(root, ['name']), shipped, findings });
}

/** Reads every file of profiles and presets, the shipped ones included. Never throws. */
export function parseLibrary(files: readonly ProfileFile[], readData: ReadData = () => undefined): ParsedLibrary {
  return parseFiles(files, NO_SHELVES, readData);
}

/**
 * The same for a user's files on top of shipped ones, which are known to be valid. Undefined where a user's preset or
 * profile could change the meaning of shipped ones: then `parseLibrary` has to check all of them together.
 */
export function parseBeside(
  files: readonly ProfileFile[],
  shipped: ProfileLibrary,
  readData: ReadData = () => undefined,
): ParsedLibrary | undefined {
  const parsed = parseFiles(files, shipped, readData);
  return changesShipped(parsed.library, shipped) ? undefined : parsed;
}

/** Tells whether a shipped name has become a user's, or a shipped profile takes presets by pattern. */
function changesShipped(library: ProfileLibrary, shipped: ProfileLibrary): boolean {
  const shelves = ['images', 'videos', 'presets'] as const;
  const taken = shelves.some((shelf) => [...shipped[shelf]].some(([key, own]) => library[shelf].get(key) !== own));
  const spoiled = [...library.spoiled.keys()].some((key) => shipped.presets.has(key));
  const open = [...shipped.images.values()].some(({ value }) => value.renditions.some((row) => row.presets));
  return taken || spoiled || open;
}

function parseFiles(files: readonly ProfileFile[], known: Shelves, readData: ReadData): ParsedLibrary {
  const shelf = new LibraryBuilder(known, readData);
  const read = files.map((file) => {
    const { roots, findings } = readYaml(file, 'PROFILE_INVALID');
    const found = { findings, warnings: findings.aside() };
    const sound = findings.problems.length === 0;
    for (const root of roots) shelf.read({ ...found, root, shipped: file.shipped });
    return { ...found, roots: sound ? roots : [] };
  });
  const { images, videos, presets, setRules: rules, sets, viewerPresets: viewers, spoiled, checks } = shelf;
  const shelves = { images, videos, presets, setRules: rules, sets, viewerPresets: viewers };
  const library: ProfileLibrary = { ...shelves, spoiled };
  const learnSpoiled = (): void => {
    for (const { roots, findings } of read)
      for (const [name, mistakes] of spoiledIn(roots, findings)) spoiled.set(name, mistakes);
  };
  // Once for those that could not be read at all, which others may use, once for what is found beside others.
  learnSpoiled();
  for (const run of checks) run(library);
  learnSpoiled();
  return {
    library,
    problems: read.flatMap(({ findings }) => findings.problems),
    warnings: read.flatMap(({ warnings }) => warnings.problems),
  };
}
