import { freeze } from '../../base/plain-data.ts';
import { framesKept } from '../../layout/animation.ts';
import type { Facts } from '../../model/asset.ts';
import { containerOf } from '../../model/formats/codecs.ts';
import { formatOf } from '../../model/formats/output-formats.ts';
import { USUAL_ANIMATION_OVER } from '../../model/recipe/animation-rules.ts';
import type { PictureRecipe } from '../../model/recipe/recipe.ts';
import type { MovingRecipe } from '../../model/recipe/video-recipe.ts';
import type { RenditionOrder } from '../../model/rendition.ts';
import { printRecipe } from '../../serving/print.ts';
import { resolveRecipe } from '../../serving/resolve/resolve.ts';
import type { ServerSettings } from '../../serving/resolve/server-settings.ts';
import { THREADS } from './expand-video.ts';
import { printVideoRecipe } from './print-video-recipe.ts';

/** The master that orders are for. */
export interface MovingSubject {
  readonly facts: Facts | null;
  /** Size of the master's file in bytes. */
  readonly bytes: number;
  readonly server: ServerSettings;
}

type PictureOrder = RenditionOrder & { readonly recipe: PictureRecipe };

/** Tells whether clips are made of a rendition where its master is a large animation. */
export const asksClips = (order: RenditionOrder): order is PictureOrder =>
  order.recipe.kind === 'picture' && order.recipe.output.animation === 'video';

/**
 * The two files that every browser between them plays. Drawings and screens with text are what moves in GIFs: H.264 a notch below
 * what films get, and VP9 at about the same look.
 */
const CLIPS = [
  { codec: 'vp9', crf: 32 },
  { codec: 'h264', crf: 22 },
] as const satisfies readonly Pick<MovingRecipe['encoding'], 'codec' | 'crf'>[];

/** Pages start clips at their beginning, over and over: key frames are for those alone. */
const WRITTEN = { keyframe: 300, threads: THREADS } as const;

/** A picture as its own file has it: with all frames where it may keep them, else the first. */
function pictureOf(recipe: PictureRecipe, keeps: boolean, server: ServerSettings): PictureRecipe {
  const { animation: _rule, animationOver: _over, ...output } = recipe.output;
  const animation = keeps && formatOf(output).animates === true ? { animation: 'keep' as const } : {};
  return resolveRecipe({ ...recipe, output: { ...output, ...animation } }, { ...server, defaultimage: undefined });
}

/** Its frames as they go to an encoder of clips: without loss or metadata, in sRGB, on the background where they are clear. */
function drawnFor({ recipe }: PictureOrder, server: ServerSettings): PictureRecipe {
  const settings = { ...server, defaultimage: undefined, iccprofilergb: undefined };
  const output = { format: 'png', animation: 'keep', effort: 'fast' } as const;
  return resolveRecipe({ ...recipe, output, metadata: 'none' }, settings);
}

function clipsOf(order: PictureOrder, server: ServerSettings): readonly RenditionOrder[] {
  const { name, role, crop } = order;
  const picture = drawnFor(order, server);
  const shown = role === 'crop' ? name : crop;
  return CLIPS.map((encoding) => {
    const recipe: MovingRecipe = { kind: 'moving', picture, encoding: { ...encoding, ...WRITTEN } };
    const { extension } = containerOf(encoding.codec, null);
    return freeze({
      ...({ name: `${name}@.${extension}`, role: 'encoding', extension, fileName: name, recipe } as const),
      ...{ recipeText: printVideoRecipe(recipe), poster: name },
      ...(shown !== undefined && { crop: shown }),
    });
  });
}

/** The parts of an order that asks for clips; no picture where it does not. */
interface MovingParts {
  /** The rendition's own recipe: of its poster, or with all frames. */
  readonly picture?: PictureRecipe;
  readonly clips: readonly RenditionOrder[];
}

/** An order, `animation: video` made out for a master: the poster and two clips of one that moves and is large, else all frames. */
export function movingOf(order: RenditionOrder, { facts, bytes, server }: MovingSubject): MovingParts {
  if (!asksClips(order)) return { clips: [] };
  const moves = facts?.kind === 'image' && framesKept({ output: { animation: 'keep' } }, facts) > 1;
  const isLarge = moves && bytes > (order.recipe.output.animationOver ?? USUAL_ANIMATION_OVER) * 1024;
  const picture = pictureOf(order.recipe, !isLarge, server);
  return { picture, clips: isLarge ? clipsOf({ ...order, recipe: picture }, server) : [] };
}

/**
 * The orders for a master, `animation: video` made out for it: a rendition of one that moves and is large is the poster of two
 * silent clips, which follow it; of all others it keeps its frames, where its format holds such.
 *
 * They are orders of their own here in the plan, as alternates are, because they depend on the master beside the profile: so they
 * are fingerprinted, kept, carried, verified and pruned like any file. They are no alternates, as nothing decides between a
 * picture and a clip but the page. Their recipe is the rendition's own picture, drawn frame by frame by the picture engine, so
 * that crops, layers, colours and sharpening need no second way; the engine of clips encodes what comes of it.
 */
export function withMoving(orders: readonly RenditionOrder[], subject: MovingSubject): readonly RenditionOrder[] {
  if (!orders.some(asksClips)) return orders;
  return orders.flatMap((order) => {
    const { picture: recipe, clips } = movingOf(order, subject);
    return recipe ? [freeze({ ...order, recipe, recipeText: printRecipe(recipe) }), ...clips] : [order];
  });
}
