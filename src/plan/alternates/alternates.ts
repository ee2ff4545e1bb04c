import { freeze } from '../../base/plain-data.ts';
import type { Facts } from '../../model/asset.ts';
import { DmxError } from '../../model/errors.ts';
import { masterFormat } from '../../model/formats/master-formats.ts';
import { formatOf, type OutputFormat } from '../../model/formats/output-formats.ts';
import { framesKept } from '../../layout/animation.ts';
import { originalBeside } from '../../layout/original.ts';
import type { Frame } from '../../layout/frame.ts';
import { makeFrame } from '../../layout/make-frame.ts';
import type { FoundImage } from '../../model/recipe/referenced-image.ts';
import type { Effort, Output, PictureRecipe } from '../../model/recipe/recipe.ts';
import type { SmartFormat } from '../../model/recipe/smart-imaging.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { present } from '../../base/present.ts';
import { printRecipe } from '../../serving/print.ts';
import { resolveRecipe } from '../../serving/resolve/resolve.ts';
import type { ServerSettings } from '../../serving/resolve/server-settings.ts';
import { equalQuality, type LossyName } from './equal-quality.ts';
import { alternateSizes, type AlternateSize, viewAt } from './sizes.ts';

/** The master that orders are for, and what they depend on beside it. */
export interface AlternateSubject {
  readonly facts: Facts | null;
  /** Referenced images of the recipe, as found. */
  readonly references: readonly FoundImage[];
  readonly server: ServerSettings;
}

type SmartOrder = RenditionOrder & {
  readonly recipe: PictureRecipe;
  readonly smartImaging: NonNullable<RenditionOrder['smartImaging']>;
};

const isSmart = (order: RenditionOrder): order is SmartOrder =>
  order.smartImaging !== undefined && order.recipe.kind === 'picture';

// Of WebP 4 % fewer bytes at equal look for twice the time, which is a fifth of that of AVIF.
const EFFORTS: Readonly<Record<string, Effort>> = { webp: 'small' };

const LOSSY: readonly string[] = ['jpeg', 'webp', 'avif'] satisfies readonly LossyName[];
const isLossy = (name: string): name is LossyName => LOSSY.includes(name);

/** The name of a format without its variants: `webp-alpha` → `webp`, `pjpeg` → `jpeg`. */
const plainName = ({ encoder, names: [name] }: OutputFormat): string => encoder ?? name;

/** The variant of an output format that can hold what the original rendition holds; undefined where none can. */
function variantFor(
  name: SmartFormat,
  own: OutputFormat,
  { pixelType = 'rgb' }: Partial<Output>,
): OutputFormat | undefined {
  if (own.alpha && name === 'jpeg') return undefined;
  const format = formatOf({ format: own.alpha ? `${name}-alpha` : name });
  return format.pixelTypes.includes(pixelType) ? format : undefined;
}

/** The output that looks like another one in a format. */
function outputIn(format: OutputFormat, output: Partial<Output>, server: ServerSettings): Partial<Output> {
  const [name, own] = [plainName(format), plainName(formatOf(output))];
  const {
    quality = server.jpegquality[0],
    target,
    maxKilobytes,
    effort,
    animation,
    pixelType,
    profile,
    embedProfile,
  } = output;
  // Of a file without loss the usual quality is a match that nobody tells from it.
  const from = isLossy(own) && output.quality !== undefined ? own : 'jpeg';
  return present<Partial<Output>>({
    format: format.names[0],
    quality: isLossy(name) && target === undefined ? equalQuality(quality, from, name) : undefined,
    ...{ target, maxKilobytes, animation, pixelType, profile, embedProfile },
    effort: effort ?? EFFORTS[name],
  });
}

/** One format of a page's files. */
interface Offer {
  readonly format: OutputFormat;
  readonly output: Partial<Output>;
  readonly rank: number;
  readonly needed: boolean;
}

const browsersOf = ({ mime }: OutputFormat) => masterFormat(mime)?.browsers;

/**
 * The formats of a page's files, the rendition's own among them: those that are offered before it, and behind it only one for
 * browsers that do not show it.
 */
function offersOf(
  { recipe: { output }, smartImaging: { formats } }: SmartOrder,
  server: ServerSettings,
  isKept: boolean,
): readonly Offer[] {
  const own = formatOf(output);
  const place = formats.findIndex((name) => name === plainName(own));
  const rank = place < 0 ? formats.length : place;
  const others = formats.flatMap((name, at): readonly Offer[] => {
    const format = at === rank ? undefined : variantFor(name, own, output);
    if (format === undefined || (isKept && format.animates !== true)) return [];
    const needed = browsersOf(own) === 'newer' && browsersOf(format) === 'every';
    return at < rank || needed ? [{ format, output: outputIn(format, output, server), rank: at, needed }] : [];
  });
  return [{ format: own, output, rank, needed: true }, ...others];
}

/** The order of one file. Its name has an `@`, which no name of a person's has. */
function orderOf(
  parent: SmartOrder,
  size: AlternateSize,
  offer: Offer,
  own: Frame,
  server: ServerSettings,
): RenditionOrder {
  const { name, recipe, crop, role } = parent;
  const view = viewAt(recipe, own.view, size.factor);
  // Its pictures have been found already.
  const made = resolveRecipe({ ...recipe, view, output: offer.output }, { ...server, defaultimage: undefined });
  const fileName = size.mark === '' ? name : `${name}@${size.mark}`;
  const shown = role === 'crop' ? name : crop;
  const formats = parent.smartImaging.formats.join();
  return freeze({
    name: `${name}@${size.mark}${size.mark === '' ? '' : '.'}${plainName(offer.format)}`,
    role: 'preset',
    extension: offer.format.extension,
    fileName,
    recipe: made,
    recipeText: printRecipe(made),
    ...(shown !== undefined && { crop: shown }),
    alternate: {
      of: name,
      rank: offer.rank,
      ...(size.dpr !== undefined && { dpr: size.dpr }),
      ...(offer.needed && { needed: true as const }),
      beside: `${formats} ${parent.recipeText}`,
    },
  });
}

/** The frame of a rendition; one that cannot be planned fails by itself, and has nothing beside it. */
function frameOf({ recipe }: SmartOrder, facts: Facts, references: readonly FoundImage[]): Frame | undefined {
  try {
    return makeFrame(recipe, originalBeside(recipe, facts, references));
  } catch (error) {
    if (error instanceof DmxError) return undefined;
    throw error;
  }
}

function alternatesOf(order: SmartOrder, { facts, references, server }: AlternateSubject): readonly RenditionOrder[] {
  const { recipe, smartImaging } = order;
  const own = formatOf(recipe.output);
  // What browsers do not show has no place on a page, nor have the colours of a press.
  if (facts === null || browsersOf(own) === undefined || recipe.output.pixelType === 'cmyk') return [];
  const frame = frameOf(order, facts, references);
  if (frame === undefined) return [];
  // Animations have alternates only in formats that hold animations.
  const offers = offersOf(order, server, facts.kind === 'image' && framesKept(recipe, facts) > 1);
  return alternateSizes(frame, smartImaging, server.maxpix).flatMap((size) =>
    offers
      .filter(({ rank }) => size.mark !== '' || rank !== offers[0]?.rank)
      .map((offer) => orderOf(order, size, offer, frame, server)),
  );
}

/** The orders for a master, each followed by the files that pages are to have beside it. */
export function withAlternates(
  orders: readonly RenditionOrder[],
  subject: AlternateSubject,
): readonly RenditionOrder[] {
  if (subject.facts?.kind !== 'image' || !orders.some(isSmart)) return orders;
  return orders.flatMap((order) => (isSmart(order) ? [order, ...alternatesOf(order, subject)] : [order]));
}
