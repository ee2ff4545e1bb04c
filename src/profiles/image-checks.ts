import type { Size } from '../model/geometry.ts';
import type { PageCrop } from '../model/manifest/listing.ts';
import type { Found } from './yaml/check.ts';
import type { CropRow, ImageProfile, RenditionRow } from './image.ts';
import { makeGlob } from './glob.ts';
import { suggest } from './yaml/zod-issue.ts';
import { candidatesOf, findPreset, macrosOf, type ProfileLibrary } from './library.ts';
import { checkSize, checkText, inText, recipeOf, sizeProblem } from './presets/modifiers.ts';
import { parseModifiers } from '../serving/parse.ts';
import { UNDRAWN, undrawnLayers } from '../serving/undrawn-layers.ts';
import { idleWarning } from '../serving/idle-part.ts';
import { expectedOf } from './templates/template.ts';
import { callsOf, type TemplateCall } from './templates/template-calls.ts';
import type { Diagnostic } from './yaml/diagnostics.ts';
import {
  cropText,
  type FileKeys,
  idleUsualKeys,
  renditionText,
  unheededKeys,
  withUsualFile,
} from './presets/file-keys.ts';
import { UniqueNames } from './unique-names.ts';
import { presetPatterns } from './presets/preset-patterns.ts';
import { isDamaged, type Path, type YamlNode } from './yaml/node.ts';
import { cropShape } from './crop-shape.ts';

/** Checks one profile beyond its schema. */
class Examination {
  readonly #profile: ImageProfile;
  readonly #root: YamlNode;
  readonly #library: ProfileLibrary;
  readonly #found: Found;
  readonly #names: UniqueNames;

  constructor(profile: ImageProfile, root: YamlNode, library: ProfileLibrary, found: Found) {
    this.#profile = profile;
    this.#root = root;
    this.#library = library;
    this.#found = found;
    this.#names = new UniqueNames(root, found.findings);
  }

  run(): void {
    const { crop, smartCrop, renditions, page } = this.#profile;
    if (crop !== undefined && smartCrop !== undefined) {
      this.#remarkKey(['crop'], 'expected either `crop` or `smartCrop`, got both', 'Take one of them out.');
    }
    this.#crops(smartCrop?.crops ?? []);
    for (const [i, row] of renditions.entries()) this.#rendition(row, ['renditions', i]);
    this.#pageCrops(page?.crops ?? []);
    this.#globs();
    this.#usualKeys();
    this.#pageRenditions(page?.renditions ?? []);
  }

  /** Patterns of renditions for pages that match none; rows of data have names of their own. */
  #pageRenditions(patterns: readonly string[]): void {
    if (this.#profile.renditions.some(({ data }) => data !== undefined)) return;
    const names = [...this.#names.taken];
    for (const [i, pattern] of patterns.entries()) {
      const glob = makeGlob(pattern.toLowerCase());
      if (names.some((name) => glob.matches(name))) continue;
      const reason = 'no rendition and no smart crop of this profile has such a name';
      this.#found.warnings.atValue(this.#root, ['page', 'renditions', i], idleWarning(`\`${pattern}\``, reason));
    }
  }

  #pageCrops(crops: readonly PageCrop[]): void {
    for (const [i, { crop, from }] of crops.entries()) {
      this.#crop(crop ?? undefined, ['page', 'crops', i, 'crop']);
      if (crops.findIndex((other) => other.from === from) === i) continue;
      const message = `expected one crop from each width of the window, got another one from ${from}`;
      this.#remark(['page', 'crops', i], message, 'Give it a `from` of its own, or take one of them out.');
    }
  }

  /** Keys of the profile that no file of it heeds. */
  #usualKeys(): void {
    const rows = this.#profile.renditions.flatMap((row, i) => {
      const names = presetPatterns(this.#profile, this.#library).filter((pattern) => pattern.row === i);
      if (row.presets === undefined) return [renditionText(row)];
      return names.flatMap(({ fresh }) => fresh.map(({ name }) => renditionText({ ...row, preset: name })));
    });
    const texts = [...(this.#profile.smartCrop?.crops ?? []).map(cropText), ...rows];
    const recipes = texts.map((text) => recipeOf(text, this.#library));
    for (const key of idleUsualKeys(this.#profile, recipes)) {
      const reason = 'each of its files says that itself, or is of a format that has none';
      this.#found.warnings.atKey(this.#root, [key], idleWarning(`\`${key}\``, reason));
    }
  }

  /** Keys of a crop or rendition that its own file does not heed. */
  #fileKeys(row: FileKeys, text: string, path: Path): void {
    for (const [key, reason] of unheededKeys(row, withUsualFile(recipeOf(text, this.#library), this.#profile)))
      this.#found.warnings.atKey(this.#root, [...path, key], idleWarning(`\`${key}\``, reason));
  }

  #crops(crops: readonly CropRow[]): void {
    const sizes = new Map<string, string>();
    for (const [i, crop] of crops.entries()) {
      const path = ['smartCrop', 'crops', i];
      this.#names.claim(crop.name, [...path, 'name']);
      this.#preset(crop.preset, [...path, 'preset']);
      this.#fileKeys(crop, cropText(crop), path);
      const shape = cropShape(crop);
      if (shape === undefined) {
        this.#shapeless(crop, path);
        continue;
      }
      const size = shape.size ? `${shape.size.width}×${shape.size.height}` : shape.ratio.join(':');
      const twin = sizes.get(size);
      if (twin === undefined) sizes.set(size, crop.name);
      else
        this.#remark(
          path,
          `expected each size once, got ${size} for \`${crop.name}\` and \`${twin}\``,
          'Take one out.',
        );
      this.#cropSize(crop, shape.size, path);
    }
  }

  #shapeless({ name }: CropRow, path: Path): void {
    if (isDamaged(this.#root, path)) return;
    const hint = 'Write `width` and `height`, or `ratio` with at most one of them.';
    this.#remark(path, `expected a size or a ratio for \`${name}\`, got too little or too much`, hint);
  }

  #cropSize({ preset }: CropRow, size: Size | null, path: Path): void {
    if (size === null) return;
    const { output } = recipeOf(preset === undefined ? '' : `$${preset}$`, this.#library);
    const problem = sizeProblem({ view: size, output });
    if (problem) this.#remark([...path, problem.command === 'wid' ? 'width' : 'height'], problem.message, problem.hint);
  }

  #rendition(row: RenditionRow, path: Path): void {
    if (this.#found.findings.full) return;
    if (row.presets !== undefined) return this.#onlyPresets(row, path);
    if (!isDamaged(this.#root, path)) this.#complete(row, path);
    this.#preset(row.preset, [...path, 'preset']);
    this.#preset(row.template, [...path, 'template']);
    this.#crop(row.crop, [...path, 'crop']);
    if (row.template !== undefined) return this.#calls(row, path);
    if (row.modifiers !== undefined) {
      const at = inText(this.#root, [...path, 'modifiers']);
      checkText(row.modifiers, this.#library, this.#found, at);
      checkSize(row.modifiers, this.#library, this.#found.findings, at);
    }
    this.#fileKeys(row, renditionText(row), path);
    this.#layers(renditionText(row), row.preset, [...path, row.modifiers === undefined ? 'preset' : 'modifiers']);
    if (row.name !== undefined) this.#names.claim(row.name, [...path, 'name']);
    else if (row.preset !== undefined) this.#names.claim(this.#declared(row.preset), [...path, 'preset']);
  }

  /** Layers of a text that show nothing whatever its master is. */
  #layers(text: string, preset: string | undefined, path: Path): void {
    const filled = preset !== undefined && findPreset(this.#library, preset)?.vars !== undefined;
    for (const layer of undrawnLayers(recipeOf(text, this.#library), filled))
      this.#found.warnings.atValue(this.#root, path, idleWarning(`\`layer=${layer}\``, UNDRAWN));
  }

  /** Checks a template with each of its rows; of many with the same mistake the first is told. */
  #calls(row: RenditionRow, path: Path): void {
    const at = [...path, row.data === undefined ? 'template' : 'data'];
    for (const call of callsOf(row)) {
      this.#names.claim(call.name ?? '', at);
      const fault = this.#valueFault(row, call) ?? this.#textFault(row, call);
      if (fault) return this.#remark(at, `${fault.message} (${call.name})`, fault.hint ?? '');
    }
  }

  /** A value that is not of the type of its variable. */
  #valueFault({ template = '' }: RenditionRow, { values }: TemplateCall): Diagnostic | undefined {
    for (const variable of findPreset(this.#library, template)?.vars ?? []) {
      const value = values[variable.name];
      const expected = value === undefined ? undefined : expectedOf(variable, value);
      if (expected === undefined) continue;
      const hint = value === '' ? 'Give it a value, or leave its column out: the default holds then.' : 'Change it.';
      return { message: `expected ${expected} for $${variable.name}$, got ${value || 'nothing'}`, hint };
    }
    return undefined;
  }

  /** Reports a mistake in the expanded template; an unknown template name is reported where it is used. */
  #textFault({ template, modifiers }: RenditionRow, { values: variables }: TemplateCall): Diagnostic | undefined {
    const text = [`template=${template}`, ...(modifiers === undefined ? [] : [modifiers])].join('&');
    const { problems } = parseModifiers(text, { ...macrosOf(this.#library), variables, mode: 'strict' });
    return problems.find(({ code }) => code !== 'PRESET_UNKNOWN');
  }

  #complete({ name, preset, modifiers, crop, template, set, data }: RenditionRow, path: Path): void {
    if (template === undefined && (set ?? data) !== undefined) {
      this.#remark(path, 'expected a `template` beside `set` and `data`, got none', 'Name the preset it fills.');
    } else if (template !== undefined) {
      if (preset !== undefined) this.#remark(path, 'expected `preset` or `template`, got both', 'Take one out.');
    } else if (preset === undefined && modifiers === undefined) {
      const message = 'expected `preset`, `presets`, `template` or `modifiers` for a rendition, got none of them';
      this.#remark(path, message, 'Add what it is to look like, e.g. `preset: web`.');
    } else if (name === undefined && (preset === undefined || crop !== undefined || modifiers !== undefined)) {
      this.#remark(path, 'expected a `name` for a rendition that is more than a preset, got none', 'Add `name:`.');
    }
  }

  #declared(preset: string): string {
    return findPreset(this.#library, preset)?.name ?? preset;
  }

  #onlyPresets(row: RenditionRow, path: Path): void {
    for (const key of ['name', 'preset', 'crop', 'modifiers', 'template', 'set', 'data'] as const) {
      if (row[key] === undefined) continue;
      this.#remarkKey([...path, key], `expected \`presets\` alone, got \`${key}\` beside it`, 'Write two list items.');
    }
  }

  #globs(): void {
    for (const { row, pattern, at, all, fresh } of presetPatterns(this.#profile, this.#library)) {
      const path = ['renditions', row, 'presets', at];
      if (all.length === 0) {
        const message = `expected a name or pattern that some preset matches, got ${pattern}`;
        this.#remark(path, message, suggest(pattern, candidatesOf(this.#library.presets)), 'PRESET_UNKNOWN');
      }
      for (const { name } of fresh) {
        this.#names.claim(name, path);
        this.#layers(`$${name}$`, name, path);
      }
    }
  }

  #preset(name: string | undefined, path: Path): void {
    if (name === undefined || findPreset(this.#library, name) !== undefined) return;
    const hint = suggest(name, candidatesOf(this.#library.presets));
    this.#remark(path, `expected the name of a preset, got ${name}`, hint, 'PRESET_UNKNOWN');
  }

  #crop(name: string | undefined, path: Path): void {
    const names = (this.#profile.smartCrop?.crops ?? []).map((crop) => crop.name);
    if (name === undefined || names.includes(name)) return;
    this.#remark(path, `expected the name of a smart crop of this profile, got ${name}`, suggest(name, names));
  }

  #remark(path: Path, message: string, hint: string, code?: 'PRESET_UNKNOWN'): void {
    this.#found.findings.atValue(this.#root, path, { message, hint, ...(code && { code }) });
  }

  #remarkKey(path: Path, message: string, hint: string): void {
    this.#found.findings.atKey(this.#root, path, { message, hint });
  }
}

/** Checks an image profile beyond its schema. `root`: its YAML node, for positions of problems. */
export function checkImageProfile(profile: ImageProfile, root: YamlNode, library: ProfileLibrary, found: Found): void {
  new Examination(profile, root, library, found).run();
}
