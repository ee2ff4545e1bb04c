import { freeze } from '../base/plain-data.ts';
import { SUBJECT_STRATEGY } from '../model/detectors.ts';
import type { ImageFacts } from '../model/asset.ts';
import { outputFormat } from '../model/formats/output-formats.ts';
import type { Size } from '../model/geometry.ts';
import { present } from '../base/present.ts';
import type { MasterTreatment, MetadataPolicy, PictureRecipe, Recipe, SmartCrop } from '../model/recipe/recipe.ts';
import { EMPTY_PICTURE, smartCropOf } from '../model/recipe/recipe-tree.ts';
import { type SmartImaging, USUAL_SMART } from '../model/recipe/smart-imaging.ts';
import type { RenditionOrder, Role } from '../model/rendition.ts';
import type { CropRow, ImageProfile, RenditionRow } from '../profiles/image.ts';
import { cropText, renditionText, withUsualFile } from '../profiles/presets/file-keys.ts';
import { findPreset, type ProfileLibrary } from '../profiles/library.ts';
import { recipeOf } from '../profiles/presets/modifiers.ts';
import { callsOf, type TemplateCall } from '../profiles/templates/template-calls.ts';
import { presetPatterns } from '../profiles/presets/preset-patterns.ts';
import { printRecipe } from '../serving/print.ts';
import { resolveRecipe } from '../serving/resolve/resolve.ts';
import type { ServerSettings } from '../serving/resolve/server-settings.ts';
import type { View } from '../model/recipe/transforms.ts';
import { cropShape } from '../profiles/crop-shape.ts';
import { lowestTerms } from '../profiles/ratio.ts';

/** The part of a profile that is about pictures. */
export type ImageOrder = RenditionOrder & { readonly recipe: Recipe };

/** Settings that dmx.yaml adds to every recipe. */
export interface ExpandSettings {
  readonly server: ServerSettings;
  readonly metadata: MetadataPolicy;
  /** See `MasterTreatment`: where levels lie ready and an answer is waited for, less than what files are made with. */
  readonly levelReserve?: number;
}

/** A swatch shows texture and colour, not the whole subject: a window of a quarter of the sides of the largest. */
const SWATCH_ZOOM = 4;

/** Swatches are tiny: nearly lossless, with full colour resolution, costs a kilobyte and keeps the colour true. */
const SWATCH_OUTPUT = { format: 'jpeg', quality: 90, fullChroma: true } as const;

interface Draft {
  readonly name: string;
  readonly role: Role;
  readonly recipe: Recipe;
  readonly crop?: string;
  /** The files that pages are to have beside it. */
  readonly smart?: SmartImaging | undefined;
}

/** Compiles one profile. */
class Expansion {
  readonly #profile: ImageProfile;
  readonly #library: ProfileLibrary;
  readonly #windows: ReadonlyMap<string, SmartCrop>;

  constructor(profile: ImageProfile, library: ProfileLibrary) {
    this.#profile = profile;
    this.#library = library;
    this.#windows = windowsOf(profile);
  }

  drafts(): readonly Draft[] {
    const { smartCrop, swatch, pyramid } = this.#profile;
    return [
      ...(smartCrop?.crops ?? []).map((crop) => this.#crop(crop)),
      ...(swatch ? [swatchDraft(swatch, smartCrop?.strategy ?? SUBJECT_STRATEGY)] : []),
      ...(pyramid ? [{ name: 'pyramid', role: 'pyramid', recipe: { kind: 'pyramid', ...pyramid } } as const] : []),
      ...this.#renditions(),
    ];
  }

  #crop(row: CropRow): Draft {
    const look = this.#recipe(cropText(row));
    const shown = { ...withoutGeometry(look), view: cropView(row) };
    const recipe = withSmartCrop(shown, this.#window(row.name));
    return { name: row.name, role: 'crop', recipe, crop: row.name, smart: this.#smart(row, recipe) };
  }

  #renditions(): readonly Draft[] {
    const patterns = presetPatterns(this.#profile, this.#library);
    return this.#profile.renditions.flatMap((row, i) => {
      const fresh = patterns.filter((pattern) => pattern.row === i).flatMap((pattern) => pattern.fresh);
      if (row.presets !== undefined) return fresh.map(({ name }) => this.rendition({ ...row, preset: name }));
      return callsOf(row).map((call) => this.rendition(row, call));
    });
  }

  /** One rendition, whether the profile lists it or not. */
  rendition(row: RenditionRow, call?: TemplateCall): Draft {
    const { preset, crop } = row;
    const declared = preset === undefined ? undefined : findPreset(this.#library, preset)?.name;
    const recipe = recipeOf(renditionText(row), this.#library, call?.values);
    // The checks of the profile see to it that one of them is there.
    const smart = this.#smart(row, recipe);
    const draft = { name: call?.name ?? row.name ?? declared ?? '', role: 'preset', smart } as const;
    return crop === undefined
      ? { ...draft, recipe }
      : { ...draft, recipe: withSmartCrop(recipe, this.#window(crop)), crop };
  }

  /** The row wins over its preset, and that over the profile. */
  #smart({ smartImaging: said }: CropRow | RenditionRow, { beside }: PictureRecipe): SmartImaging | undefined {
    if (said !== undefined) return said ?? undefined;
    const { smartImaging: usual } = this.#profile;
    const profile = usual ?? undefined;
    if (beside === undefined) return profile;
    const { formats, dpr, widths } = profile ?? { formats: [], dpr: [1], widths: [] };
    const { formats: wanted, densities } = beside;
    const more = wanted === true && formats.length === 0 ? USUAL_SMART.formats : formats;
    return { formats: wanted === false ? [] : more, dpr: densities === true ? USUAL_SMART.dpr : dpr, widths };
  }

  #recipe(text: string): PictureRecipe {
    return recipeOf(text, this.#library);
  }

  #window(crop: string): SmartCrop {
    const window = this.#windows.get(crop);
    if (window === undefined) throw new Error(`smart crop ${crop} is not in profile ${this.#profile.name}`);
    return window;
  }
}

/**
 * The window of every crop. With `preserveContent` crops of one ratio share one; without, the largest crop of a ratio
 * gets the whole window and smaller ones their share of it, so that all show the picture at the same scale.
 */
function windowsOf({ smartCrop }: ImageProfile): ReadonlyMap<string, SmartCrop> {
  if (smartCrop === undefined) return new Map();
  const { crops, zoom, strategy, preserveContent } = smartCrop;
  const shapes = crops.flatMap((crop) => {
    const shape = cropShape(crop);
    return shape === undefined ? [] : [{ name: crop.name, ratio: shape.ratio, width: shape.size?.width }];
  });
  const share = (ratio: readonly number[], width: number | undefined): number => {
    const alike = shapes.filter((shape) => shape.ratio.join(':') === ratio.join(':'));
    const widest = Math.max(...alike.map((shape) => shape.width ?? 0));
    return preserveContent || width === undefined ? 1 : widest / width;
  };
  return new Map(
    shapes.map(({ name, ratio, width }) => [
      name,
      { ratio, zoom: zoom * share(ratio, width), strategy: detectorsOf(strategy) },
    ]),
  );
}

/** Whom the engine asks: of the sidecar the recipe has the word itself, see `override`. */
function detectorsOf(strategy: readonly string[]): readonly string[] {
  return strategy.filter((name) => name !== 'manual');
}

/**
 * Bounds the longer side alone: the other one follows from the window, whose sides are whole pixels and so miss the
 * ratio by a hair. With both bounded, one crop in twenty of masters up to three times its size came out a pixel short.
 * A window smaller than the crop is written at its own size unless enlarging is allowed.
 */
function windowView({ width, height }: Size, { upscale }: Pick<CropRow, 'upscale'>): View {
  const side = width >= height ? { width } : { height };
  return { ...side, fit: { mode: 'constrain', upscale } };
}

function cropView(row: CropRow): View {
  const size = cropShape(row)?.size ?? null;
  return size === null ? { scale: 1 } : windowView(size, row);
}

function swatchDraft(size: Size, strategy: readonly string[]): Draft {
  const ratio = lowestTerms(size.width, size.height);
  const recipe = withSmartCrop(
    { ...EMPTY_PICTURE, view: windowView(size, { upscale: false }), output: SWATCH_OUTPUT },
    { ratio, zoom: SWATCH_ZOOM, strategy: detectorsOf(strategy) },
  );
  return { name: 'swatch', role: 'swatch', recipe };
}

function withSmartCrop(recipe: PictureRecipe, smartCrop: SmartCrop): PictureRecipe {
  return { ...recipe, master: { ...recipe.master, smartCrop } };
}

/** A preset without the commands that choose the visible region: within a smart crop the crop decides that. */
function withoutGeometry({ reply: _reply, ...recipe }: PictureRecipe): PictureRecipe {
  const { flip: _flip, layers, ...treatment } = recipe.composite;
  const [{ crop: _crop, rotate: _rotate, ...base }, ...above] = layers;
  return { ...recipe, composite: { ...treatment, layers: [base, ...above] } };
}

function extensionOf(recipe: Recipe): string {
  const name = recipe.kind === 'pyramid' ? 'tif' : (recipe.output.format ?? 'jpeg');
  const format = outputFormat(name);
  if (format === undefined) throw new Error(`${name} is in no row of the formats`);
  return format.extension;
}

/** Settings of the profile and of dmx.yaml about every recipe alike. */
function withCommon(recipe: Recipe, profile: ImageProfile, { metadata, levelReserve }: ExpandSettings): Recipe {
  const { crop: margins, unsharpMask } = profile;
  const said = present<MasterTreatment>({ margins, levelMask: unsharpMask ?? undefined, levelReserve });
  const common = { master: { ...recipe.master, ...said }, metadata };
  return recipe.kind === 'pyramid' ? { ...recipe, ...common } : { ...withUsualFile(recipe, profile), ...common };
}

function orderOf({ smart, ...draft }: Draft, profile: ImageProfile, settings: ExpandSettings): ImageOrder {
  const recipe = resolveRecipe(withCommon(draft.recipe, profile, settings), settings.server);
  const beside = smart && { smartImaging: smart };
  return freeze({ ...draft, ...beside, recipe, recipeText: printRecipe(recipe), extension: extensionOf(recipe) });
}

/**
 * Compiles a profile into what it asks of every picture: crops, swatch, pyramid, then the renditions as listed.
 * The profile must have passed its checks; then this never throws.
 */
export function expand(
  profile: ImageProfile,
  library: ProfileLibrary,
  settings: ExpandSettings,
): readonly ImageOrder[] {
  return new Expansion(profile, library).drafts().map((draft) => orderOf(draft, profile, settings));
}

/** Compiles a rendition that a profile does not list, as if it did. Its modifiers must have been checked. */
export function expandRendition(
  row: RenditionRow,
  profile: ImageProfile,
  library: ProfileLibrary,
  settings: ExpandSettings,
): ImageOrder {
  return orderOf(new Expansion(profile, library).rendition(row), profile, settings);
}

/** Dynamic Media looks for no subject in pictures with a side under this (reference 1.3). Pixels. */
const LEAST_SIDE = 50;

/**
 * Tells whether an order makes sense of a master: smart crops, what is made of them, and swatches need a master of some
 * size.
 */
export function appliesTo({ recipe }: Pick<RenditionOrder, 'recipe'>, facts: ImageFacts): boolean {
  if (smartCropOf(recipe) === undefined) return true;
  return facts.width >= LEAST_SIDE && facts.height >= LEAST_SIDE;
}

/** The notice for a master that gets less than its profile asks because of `appliesTo`: the same for all, told once. */
export const SMALL_MASTER_WARNING =
  `expected at least ${LEAST_SIDE}×${LEAST_SIDE} pixels for smart crops and swatch, got a smaller master: ` +
  'they were left out';
