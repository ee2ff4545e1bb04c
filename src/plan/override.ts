import { freeze } from '../base/plain-data.ts';
import { nearest } from '../base/text.ts';
import { askedOf, SUBJECT_STRATEGY } from '../model/detectors.ts';
import type { Facts, ImageFacts } from '../model/asset.ts';
import type { NormalRect, Size } from '../model/geometry.ts';
import type { PictureRecipe, SmartCrop } from '../model/recipe/recipe.ts';
import type { RenditionOrder } from '../model/rendition.ts';
import { anyFactsOfPart, partOf } from '../model/recipe/master-part.ts';
import { placesCrops, rectOf, type Overrides } from '../model/overrides.ts';
import type { ImageProfile } from '../profiles/image.ts';
import { printRecipe } from '../serving/print.ts';

/** The orders of a profile for one master, and what of its sidecar was heard. */
export interface Overridden<Order extends RenditionOrder = RenditionOrder> {
  readonly orders: readonly Order[];
  /** Smart crops whose rectangle has another ratio than the profile asks for now: they are found anew. */
  readonly setAside: readonly string[];
  readonly warnings: readonly string[];
}

/** The tolerance of sides against the ratio: whole pixels, and fractions that people round to two or three digits. */
const SLACK = { pixels: 1, share: 0.005 } as const;

/** Six digits tell pixels of 500,000 apart. */
const round = (fraction: number): number => Math.round(fraction * 1e6) / 1e6;

/** Tells whether a rectangle of a master has the ratio, within a tolerance that nobody sees. */
export function fitsRatio(rect: NormalRect, [w, h]: SmartCrop['ratio'], of: Size): boolean {
  const [width, height] = [rect[2] * of.width, rect[3] * of.height];
  const near = (side: number, wanted: number): boolean =>
    Math.abs(side - wanted) <= Math.max(SLACK.pixels, SLACK.share * wanted);
  return near(width, (height * w) / h) || near(height, (width * h) / w);
}

/** The largest rectangle of a ratio inside another, with the same middle. */
export function nearestRect([x, y, width, height]: NormalRect, [w, h]: SmartCrop['ratio'], of: Size): NormalRect {
  const [across, down] = [width * of.width, height * of.height];
  const scale = Math.min(across / w, down / h);
  const [ownWidth, ownHeight] = [(w * scale) / of.width, (h * scale) / of.height];
  return [round(x + (width - ownWidth) / 2), round(y + (height - ownHeight) / 2), round(ownWidth), round(ownHeight)];
}

type WithCrop = { readonly recipe: PictureRecipe & { readonly master: { readonly smartCrop: SmartCrop } } };
type CropOrder = RenditionOrder & WithCrop;

function hasSmartCrop<Order extends RenditionOrder>(order: Order): order is Order & WithCrop {
  return order.recipe.kind === 'picture' && order.recipe.master?.smartCrop !== undefined;
}

/** A window that a person set needs no detection: the strategy leaves the recipe. */
function withOverride<Order extends CropOrder>(order: Order, override: SmartCrop['override'] & object): Order {
  const { master } = order.recipe;
  const smartCrop = { ...master.smartCrop, strategy: [], override };
  const recipe: PictureRecipe = { ...order.recipe, master: { ...master, smartCrop } };
  return freeze({ ...order, recipe, recipeText: printRecipe(recipe) });
}

const pageOf = ({ recipe }: CropOrder, facts: ImageFacts): Size => anyFactsOfPart(facts, partOf(recipe.master));

function fitting(order: CropOrder, overrides: Overrides, facts: ImageFacts): NormalRect | undefined {
  const rect = order.crop === undefined ? undefined : rectOf(overrides, order.crop);
  const { smartCrop } = order.recipe.master;
  return rect && fitsRatio(rect, smartCrop.ratio, pageOf(order, facts)) ? rect : undefined;
}

function isSetAside(order: CropOrder, overrides: Overrides, facts: ImageFacts): boolean {
  const named = order.crop !== undefined && rectOf(overrides, order.crop) !== undefined;
  return named && fitting(order, overrides, facts) === undefined;
}

function unknownCrops({ crops = {} }: Overrides, orders: readonly CropOrder[]): readonly string[] {
  const known = [...new Set(orders.flatMap(({ crop }) => crop ?? []))];
  return Object.keys(crops)
    .filter((name) => !known.some((crop) => crop.toLowerCase() === name.toLowerCase()))
    .map((name) => {
      const near = nearest(name, known);
      const advice = near === undefined ? `it has: ${known.join(', ') || 'none'}` : `did you mean ${near}?`;
      return `expected a smart crop of the profile in the sidecar, got ${name}: ${advice}`;
    });
}

function applyOverrides<Order extends RenditionOrder>(
  all: readonly Order[],
  overrides: Overrides,
  facts: ImageFacts,
): Overridden<Order> {
  const crops = all.filter(hasSmartCrop);
  const unfit = crops.filter((order) => isSetAside(order, overrides, facts));
  const orders = all.map((order) => {
    if (!hasSmartCrop(order)) return order;
    const rect = fitting(order, overrides, facts);
    if (rect !== undefined) return withOverride(order, { rect });
    return overrides.focus === undefined ? order : withOverride(order, { focus: overrides.focus });
  });
  const changed = unfit.map((order) => {
    const { crop = '', recipe } = order;
    const { smartCrop } = recipe.master;
    const rect = rectOf(overrides, crop) ?? [0, 0, 1, 1];
    const fit = nearestRect(rect, smartCrop.ratio, pageOf(order, facts)).join(', ');
    return `expected ${smartCrop.ratio.join(':')} for ${crop} in the sidecar, got another ratio: it was set aside; [${fit}] would fit`;
  });
  const setAside = [...new Set(unfit.flatMap(({ crop }) => crop ?? []))];
  return { orders, setAside, warnings: [...new Set([...changed, ...unknownCrops(overrides, crops)])] };
}

/** The orders of a profile for a master, and the overrides in its sidecar. */
export interface Asked<Order extends RenditionOrder> {
  readonly profile: ImageProfile | undefined;
  readonly orders: readonly Order[];
  readonly overrides: Overrides | undefined;
  readonly facts: Facts | null;
}

const IGNORED_FOR_VIDEO = 'expected a picture for the sidecar of crops, got a clip, whose crops move: it was not heard';

/**
 * Applies the overrides of a sidecar to the orders for a master. They win over every detector, where the strategy
 * detects at all.
 */
export function override<Order extends RenditionOrder>({
  profile,
  orders,
  overrides,
  facts,
}: Asked<Order>): Overridden<Order> {
  if (overrides === undefined || !placesCrops(overrides) || facts === null)
    return { orders, setAside: [], warnings: [] };
  if (facts.kind === 'video') return { orders, setAside: [], warnings: [IGNORED_FOR_VIDEO] };
  const strategy = profile?.smartCrop?.strategy ?? SUBJECT_STRATEGY;
  if (askedOf(strategy).includes('manual')) return applyOverrides(orders, overrides, facts);
  const warning = `expected \`manual\` in the strategy of profile ${profile?.name ?? ''}, got none: the sidecar was not heard`;
  return { orders, setAside: [], warnings: [warning] };
}
