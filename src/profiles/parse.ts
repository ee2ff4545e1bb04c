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

  read(root: YamlNode, shipped: boolean, found: Found): void {
    switch (kindOf(root, found.findings)) {
      case 'image-profile':
        return this.#image(root, shipped, found);
      case 'video-profile':
        return this.#video(root, shipped, found);
      case 'image-presets':
        return this.#presets(root, shipped, found);
      case 'set-rules':
        return this.#named(setRules, this.setRules, 'rule for sets', root, { shipped, ...found });
      case 'set':
        return this.#named(setDocument, this.sets, 'set', root, { shipped, ...found });
      case 'viewer-presets':
        return this.#viewerPresets(root, shipped, found);
      case undefined:
    }
  }

  #image(document: YamlNode, shipped: boolean, found: Found): void {
    const { findings } = found;
    const checked = check(imageProfile, document, found);
    if (checked === undefined) return;
    const { root } = checked;
    const value = this.#withData(checked.value, root, findings);
    const offset = valueOffset(root, ['name']);
    if (value.name !== NAMELESS) declare(this.images, value, { what: 'image profile', offset, shipped, findings });
    this.checks.push((library) => checkImageProfile(value, root, library, found));
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

  #video(document: YamlNode, shipped: boolean, found: Found): void {
    const { findings } = found;
    const checked = check(videoProfile, document, found);
    if (checked === undefined) return;
    const { value, root } = checked;
    const offset = valueOffset(root, ['name']);
    if (value.name !== NAMELESS) declare(this.videos, value, { what: 'video profile', offset, shipped, findings });
    this.checks.push((library) => checkVideoProfile(value, root, library, found));
  }

  /** A document that is judged by its schema alone. */
  #named<T extends { readonly name: string }>(
    schema: z.ZodType<T>,
    shelf: Map<string, Declared<T>>,
    what: string,
    document: YamlNode,
    { shipped, ...found }: Found & { readonly shipped: boolean },
  ): void {
    const checked = check(schema, document, found);
    if (checked === undefined || checked.value.name === NAMELESS) return;
    const offset = valueOffset(checked.root, ['name']);
    declare(shelf, checked.value, { what, offset, shipped, findings: found.findings });
  }

  #presets(document: YamlNode, shipped: boolean, found: Found): void {
    const { findings } = found;
    const checked = check(imagePresets, document, found);
    for (const [name, given] of Object.entries(checked?.value.presets ?? {})) {
      const root = checked?.root ?? document;
      const path: Path = ['presets', name];
      const preset = readPreset(name, given);
      declare(this.presets, preset, { what: 'preset', offset: keyOffset(root, path), shipped, findings });
      this.checks.push((library) => checkPreset(given, { root, path }, library, found));
    }
  }

  #viewerPresets(document: YamlNode, shipped: boolean, found: Found): void {
    const { findings } = found;
    const { value, root } = check(viewerPresets, document, found) ?? {};
    if (value === undefined || root === undefined) return;
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
    for (const root of roots) shelf.read(root, file.shipped, found);
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
