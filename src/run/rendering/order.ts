import { UsageError, ProfileError, type Problem } from '../../model/errors.ts';
import { expandRendition, type ImageOrder } from '../../plan/expand.ts';
import type { ImageProfile } from '../../profiles/image.ts';
import { findImageProfile, findPreset, macrosOf, namesOf, type Preset } from '../../profiles/library.ts';
import { governing } from '../../profiles/match.ts';
import { expectedOf } from '../../profiles/templates/template.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import { UNDRAWN, undrawnLayers } from '../../serving/undrawn-layers.ts';
import { idleWarning } from '../../serving/idle-part.ts';
import { parseModifiers } from '../../serving/parse.ts';
import { printRecipe } from '../../serving/print.ts';
import { isDrawing } from '../../serving/drawing-variables.ts';
import { nearest } from '../../base/text.ts';
import type { LoadedLibrary } from '../project/load-config.ts';
import { findCrop } from './asset-lookup.ts';
import type { RenderTarget } from './target.ts';

/** The part of a master that is to be rendered. */
export interface RenderWish {
  readonly preset?: string;
  readonly modifiers?: string;
  /** `$name$` variables. */
  readonly set: Readonly<Record<string, string>>;
  /** Commands that are unknown are skipped, not refused. */
  readonly lenient: boolean;
}

/** The orders for a target, as ingest would expand it. */
export interface PictureOrder {
  readonly order: ImageOrder;
  /** Commands that were left away, in words. */
  readonly skipped: readonly string[];
  /** The profile that governs it. */
  readonly profile: ImageProfile;
  /** Preset and smart crop, as they are declared. */
  readonly declared: DeclaredNames;
}

/** Names of profiles and presets in their declared spelling. */
export interface DeclaredNames {
  readonly preset?: string;
  readonly crop?: string;
}

/** A profile for folders that have none: nothing of its own in any recipe. */
function profileOf(path: string, { config, profiles }: LoadedLibrary): ImageProfile | undefined {
  const { image } = governing(config.folders, path);
  return findImageProfile(profiles, image ?? 'default');
}

function problemOf(
  text: string,
  { code, column, message, hint }: Pick<Problem, 'code' | 'column' | 'message' | 'hint'>,
): Problem {
  return { code, file: `'${text}'`, line: 1, column, message, hint };
}

function presetNamed(name: string, { profiles }: LoadedLibrary): Preset {
  const mistakes = profiles.spoiled.get(name.toLowerCase());
  if (mistakes) throw new ProfileError(mistakes);
  const preset = findPreset(profiles, name);
  if (preset !== undefined) return preset;
  const near = nearest(name, namesOf(profiles.presets));
  throw new UsageError('PRESET_UNKNOWN', `expected the name of a preset, got ${name}`, {
    place: name,
    hint: near === undefined ? 'dmx presets list shows those there are.' : `Did you mean ${near}?`,
  });
}

/** Throws UsageError (COMMAND_RANGE) for a value that is not of the type that a template's variable has. */
function checkValues({ vars = [], name }: Preset, values: RenderWish['set']): void {
  const given = new Map(Object.entries(values).map(([key, value]) => [key.toLowerCase(), value]));
  for (const variable of vars) {
    const value = given.get(variable.name.toLowerCase());
    const expected = value === undefined ? undefined : expectedOf(variable, value);
    if (expected === undefined) continue;
    throw new UsageError('COMMAND_RANGE', `expected ${expected} for $${variable.name}$ of ${name}, got ${value}`, {
      place: name,
      hint: variable.description ?? `Its default is ${variable.default}.`,
    });
  }
}

/** Tells whether a recipe asks for files beside its own, which profiles make and one reply is not. */
const asksBeside = ({ beside }: PictureRecipe): boolean => beside?.formats === true || beside?.densities === true;

const ONE_FILE = {
  code: 'COMMAND_UNSUPPORTED',
  column: 1,
  message: 'expected modifiers of one file, got bfc=on or dpr=on, which ask for files beside it',
  hint: 'Name a format (fmt=webp) or a ratio (dpr=on,2); `smartImaging` of a profile, or bfc=on in its presets, makes the others.',
} as const;

/** Sentences about layers that show nothing. */
function undrawnIn(recipe: PictureRecipe, named: Preset | undefined, { set }: RenderWish): readonly string[] {
  const filled = Object.keys(set).length > 0 || named?.vars !== undefined;
  return undrawnLayers(recipe, filled).map((layer) => idleWarning(`\`layer=${layer}\``, UNDRAWN).message);
}

/**
 * The modifiers of a wish, variables and macros put in. Throws UsageError, ProfileError. Answers what was skipped too.
 */
function readWish(
  path: string,
  named: Preset | undefined,
  wish: RenderWish,
  loaded: LoadedLibrary,
): { readonly text: string; readonly skipped: readonly string[] } {
  const { modifiers, set: variables, lenient } = wish;
  if (named) checkValues(named, variables);
  const text = [...(named === undefined ? [] : [named.text]), ...(modifiers === undefined ? [] : [modifiers])].join(
    '&',
  );
  const mode = lenient ? 'lenient' : 'strict';
  const options = { ...macrosOf(loaded.profiles), variables, mode, drawing: isDrawing(path) } as const;
  const { recipe, problems, idle } = parseModifiers(text, options);
  const fatal = problems.filter(({ severity }) => severity === 'error');
  if (fatal.length > 0) throw new ProfileError(fatal.map((problem) => problemOf(text, problem)));
  // Commands without effect that the preset itself contains are reported where it is declared.
  const own = idle.filter(({ column }) => column > text.length - (modifiers ?? '').length);
  const vain = own.map(({ name, reason }) => idleWarning(`\`${name}\``, reason).message);
  const skipped = [...problems.map(({ message }) => message), ...vain, ...undrawnIn(recipe, named, wish)];
  if (!asksBeside(recipe)) return { text: printRecipe(recipe), skipped };
  // Of a preset that profiles use it is no mistake.
  const isOwn = modifiers !== undefined && asksBeside(parseModifiers(modifiers, options).recipe);
  if (isOwn && !lenient) throw new ProfileError([problemOf(modifiers, ONE_FILE)]);
  return { text: printRecipe(recipe), skipped: [...skipped, 'bfc=on and dpr=on: profiles make files beside this one'] };
}

// Levels of a pyramid were made by lanczos3 and take as long to decode as they are large. Measured on 17 opaque photographs
// against lanczos3 from the full decode: 5th percentile 44 dB, worst 40, where 1.3 has 45 and 42.
const PYRAMID_RESERVE = 1;

/** The work that is left to do to a pyramid, from which the profile's margins are taken already. */
function ofPyramid({ crop: _margins, ...profile }: ImageProfile): ImageProfile {
  return profile;
}

/**
 * The order that ingest would expand for this wish in the profile of the master's folder: the same recipe, the same
 * bytes.
 */
export function orderOf(
  target: Pick<RenderTarget, 'path' | 'crop' | 'pyramid'>,
  wish: RenderWish,
  loaded: LoadedLibrary,
): PictureOrder {
  const governs = profileOf(target.path, loaded);
  if (governs === undefined) throw new Error('the shipped default profile is missing');
  const profile = target.pyramid ? ofPyramid(governs) : governs;
  const preset = wish.preset === undefined ? undefined : presetNamed(wish.preset, loaded);
  const { text: modifiers, skipped } = readWish(target.path, preset, wish, loaded);
  const names = (profile.smartCrop?.crops ?? []).map(({ name }) => name);
  const crop = target.crop === undefined ? {} : { crop: findCrop(target.crop, names, profile.name) };
  const name = preset?.name ?? 'render';
  const { config, profiles } = loaded;
  const order = expandRendition({ name, modifiers, ...crop }, profile, profiles, {
    server: config.server,
    metadata: config.metadata,
    ...(target.pyramid && { levelReserve: PYRAMID_RESERVE }),
  });
  return { order, skipped, profile, declared: { ...crop, ...(preset && { preset: preset.name }) } };
}
