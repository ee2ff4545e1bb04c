import { thumbHashToAverageRGBA } from 'thumbhash';
import type { ManifestAsset } from '../model/manifest/manifest-asset.ts';

/** The stand-in for a picture until it is there: a colour of CSS, and a picture some pixels wide as a data URI. */
export interface Background {
  readonly color?: string;
  readonly image?: string;
  /** The ThumbHash, base64, for scripts that draw it. */
  readonly thumbhash?: string;
}

const two = (share: number): string =>
  Math.round(share * 255)
    .toString(16)
    .padStart(2, '0');

/** The average colour in a ThumbHash; undefined where the text is none. */
function meanColor(thumbhash: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(thumbhash), (letter) => letter.charCodeAt(0));
    const { r, g, b } = thumbHashToAverageRGBA(bytes);
    const channels = [r, g, b];
    return channels.every(Number.isFinite) ? `#${channels.map(two).join('')}` : undefined;
  } catch {
    return undefined;
  }
}

const COLOR = /^#[0-9a-f]{6}$/i;
const DATA_URI = /^data:image\/webp;base64,[A-Za-z0-9+/=]+$/;
const BASE64 = /^[A-Za-z0-9+/=]+$/;

const formed = (text: string | undefined, form: RegExp): string | undefined =>
  text !== undefined && form.test(text) ? text : undefined;

/** The background of a picture; none of one with clear parts, through which it would go on showing. */
export function backgroundOf({ placeholder = {}, master }: ManifestAsset): Background | undefined {
  if (master.alpha === true) return undefined;
  const thumbhash = formed(placeholder.thumbhash, BASE64);
  const color = formed(placeholder.color, COLOR) ?? (thumbhash === undefined ? undefined : meanColor(thumbhash));
  const image = formed(placeholder.webp, DATA_URI);
  if (color === undefined && image === undefined && thumbhash === undefined) return undefined;
  return { ...(color && { color }), ...(image && { image }), ...(thumbhash && { thumbhash }) };
}
