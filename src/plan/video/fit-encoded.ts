import { freeze } from '../../base/plain-data.ts';
import type { VideoFacts } from '../../model/asset.ts';
import type { HeldBitrate, PerClip, RenditionOrder } from '../../model/rendition.ts';
import type { EncodingRecipe, PictureEncoding, StreamRecipe, VideoCrop } from '../../model/recipe/video-recipe.ts';
import { fairBitrate } from './fair-bitrate.ts';
import { printVideoRecipe } from './print-video-recipe.ts';

interface Clip {
  readonly facts: VideoFacts;
  /** Size of the master's file in bytes. */
  readonly bytes: number;
  readonly perClip: PerClip;
}

/** The pictures of one clip hold no more bits than there are in it. */
function holdBitrate(picture: PictureEncoding, most: number): PictureEncoding {
  const { bitrate = most, minBitrate, maxBitrate } = picture;
  return {
    ...{ ...picture, bitrate: most },
    ...(minBitrate === undefined ? {} : { minBitrate: Math.min(minBitrate, most) }),
    ...(maxBitrate === undefined ? {} : { maxBitrate: Math.round((maxBitrate * most) / bitrate) }),
  };
}

/**
 * The writing of the pictures of one clip: with what shows through its clear parts, at no more than its own bitrate.
 */
function fitPicture(picture: PictureEncoding, crop: VideoCrop | undefined, clip: Clip): PictureEncoding {
  const { facts, bytes, perClip } = clip;
  const filled = facts.alpha === true ? { ...picture, background: perClip.background } : picture;
  if (!perClip.capToSource || picture.bitrate === undefined) return filled;
  const most = fairBitrate(picture, crop, facts, bytes);
  return most < picture.bitrate ? holdBitrate(filled, most) : filled;
}

/** A bitrate that is not the one that was asked for. */
function heldOf(name: string, asked: PictureEncoding, fitted: PictureEncoding): readonly HeldBitrate[] {
  if (asked.bitrate === undefined || fitted.bitrate === undefined || asked.bitrate === fitted.bitrate) return [];
  return [{ name, videoBitrate: fitted.bitrate, asked: asked.bitrate }];
}

interface Fitted {
  readonly recipe: EncodingRecipe | StreamRecipe;
  readonly held: readonly HeldBitrate[];
}

function fitRecipe(name: string, recipe: EncodingRecipe | StreamRecipe, clip: Clip): Fitted {
  const { smartCrop } = recipe;
  if (recipe.kind === 'encoding') {
    const picture = fitPicture(recipe.picture, smartCrop, clip);
    return { recipe: { ...recipe, picture }, held: heldOf(name, recipe.picture, picture) };
  }
  const rungs = recipe.rungs.map((rung) => ({ ...rung, picture: fitPicture(rung.picture, smartCrop, clip) }));
  const held = recipe.rungs.flatMap((rung, i) => heldOf(rung.name, rung.picture, rungs[i]?.picture ?? rung.picture));
  return { recipe: { ...recipe, rungs }, held };
}

/**
 * The encoded orders of a clip, as that clip needs them; other orders are as they are. `bytes`: of the master's file.
 */
export function fitEncoded(order: RenditionOrder, facts: VideoFacts, bytes: number): RenditionOrder {
  const { perClip, ...kept } = order;
  const { recipe: asked } = order;
  if (perClip === undefined || (asked.kind !== 'encoding' && asked.kind !== 'stream')) return order;
  const { recipe, held } = fitRecipe(order.name, asked, { facts, bytes, perClip });
  const told = held.length === 0 ? {} : { held };
  return freeze({ ...kept, ...told, recipe, recipeText: printVideoRecipe(recipe) });
}
