import { encode as encodeBlurHash } from 'blurhash';
import { SourceError } from '../../../model/errors.ts';
import { PLACEHOLDER_KINDS, type Placeholder, type PlaceholderKind } from '../../../model/manifest/placeholder.ts';
import { swatchColor } from '../../crop/swatch-color.ts';
import type { AnyPicture, Picture } from '../../picture.ts';
import { openPicture, toBytes } from '../source/pixels.ts';
import { thumbHash } from './thumb-hash.ts';

// BlurHash looks at every pixel once for each of its components, of which more than four by three tell of details that
// nobody sees in a blur; of 32 pixels it takes half a millisecond.
const BLUR_SIDE = 32;
const BLUR_COMPONENTS = { more: 4, fewer: 3 } as const;

// A data URI of some 150 letters: what is blurred on the page needs no more.
const WEBP_SIDE = 16;
const WEBP_QUALITY = 30;

const inside = (side: number) => ({ width: side, height: side, fit: 'inside', withoutEnlargement: true }) as const;

async function blurHash(picture: Picture): Promise<string> {
  const { data, info } = await openPicture(picture)
    .flatten({ background: '#ffffff' })
    .resize(inside(BLUR_SIDE))
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { more, fewer } = BLUR_COMPONENTS;
  const [across, down] = info.width >= info.height ? [more, fewer] : [fewer, more];
  return encodeBlurHash(new Uint8ClampedArray(data), info.width, info.height, across, down);
}

async function webpUri(picture: Picture): Promise<string> {
  const small = openPicture(picture).resize(inside(WEBP_SIDE));
  const bytes = await small.webp({ quality: WEBP_QUALITY, alphaQuality: WEBP_QUALITY }).toBuffer();
  return `data:image/webp;base64,${bytes.toString('base64')}`;
}

const MAKERS: { readonly [K in PlaceholderKind]: (picture: Picture) => Promise<string> } = {
  thumbhash: async (picture) => Buffer.from(thumbHash(picture)).toString('base64'),
  blurhash: blurHash,
  webp: webpUri,
  color: async (picture) => swatchColor(picture),
};

/**
 * Makes placeholders of a picture of at most 100 pixels a side, or answers a sentence on why there is none: that fails nothing, a
 * page does without. Throws SourceError.
 */
export async function makePlaceholder(
  draw: () => Promise<AnyPicture>,
  kinds: readonly PlaceholderKind[],
): Promise<Placeholder | string> {
  try {
    const picture = toBytes(await draw());
    const made: { [K in PlaceholderKind]?: string } = {};
    for (const kind of PLACEHOLDER_KINDS) if (kinds.includes(kind)) made[kind] = await MAKERS[kind](picture);
    return made;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    return `The placeholder was left out: ${error instanceof Error ? error.message : String(error)}`;
  }
}
