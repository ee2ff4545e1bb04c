import type { Rect, Size } from '../../../model/geometry.ts';
import type { Picture } from '../../picture.ts';
import { sharp } from '../libvips.ts';
import type { Contour } from '../../../layout/contour.ts';
import type { CompositeStep, LayerStep } from './step.ts';

/** librsvg draws at most 32,767 pixels a side. */
const MOST_SIDE = 32_767;

/** The share of every pixel of a tile that lies inside of a contour, 0…255. */
async function drawTile({ d }: Contour, { x, y, width, height }: Rect): Promise<Uint8Array> {
  const view = `width="${width}" height="${height}" viewBox="${x} ${y} ${width} ${height}"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${view}><path fill="#fff" fill-rule="evenodd" d="${d}"/></svg>`;
  const drawn = sharp(Buffer.from(svg), { limitInputPixels: false, unlimited: true });
  return drawn.ensureAlpha().extractChannel(3).raw().toBuffer();
}

/**
 * The share of every pixel that lies inside of a contour, 0…255. Where it crosses itself it is inside every other time.
 */
async function coverage(contour: Contour, { width, height }: Size): Promise<Uint8Array> {
  if (Math.max(width, height) <= MOST_SIDE) return drawTile(contour, { x: 0, y: 0, width, height });
  const covered = new Uint8Array(width * height);
  for (let y = 0; y < height; y += MOST_SIDE) {
    for (let x = 0; x < width; x += MOST_SIDE) {
      const tile = { x, y, width: Math.min(MOST_SIDE, width - x), height: Math.min(MOST_SIDE, height - y) };
      const drawn = await drawTile(contour, tile);
      for (let row = 0; row < tile.height; row++) {
        covered.set(drawn.subarray(row * tile.width, (row + 1) * tile.width), (y + row) * width + x);
      }
    }
  }
  return covered;
}

/** Multiplies alpha by 0…255 per pixel; pictures without alpha start opaque. */
function gated({ data, width, height, channels }: Picture, share: (pixel: number) => number): Picture {
  const out = new Uint8Array(width * height * 4);
  for (let pixel = 0, from = 0, to = 0; to < out.length; pixel++, from += channels, to += 4) {
    for (let c = 0; c < 3; c++) out[to + c] = data[from + c] ?? 0;
    const alpha = channels === 4 ? (data[from + 3] ?? 0) : 255;
    out[to + 3] = (alpha * share(pixel)) / 255 + 0.5;
  }
  return { data: out, width, height, channels: 4 };
}

/**
 * `clipPath` and `clipPathE`: what lies outside becomes transparent, of several paths outside of any; `clipXPath` and
 * `clipXPathE`: what lies inside. Last of all that is done to a layer or composite, so that nothing softens the cut.
 */
async function clipTo(picture: Picture, contours: readonly Contour[]): Promise<Picture> {
  let clipped = picture;
  for (const contour of contours) {
    const covered = await coverage(contour, picture);
    const inside = contour.keeps === 'inside';
    clipped = gated(clipped, (pixel) => (inside ? (covered[pixel] ?? 0) : 255 - (covered[pixel] ?? 0)));
  }
  return clipped;
}

export const clip: CompositeStep<'clip'> = clipTo;
export const clipLayer: LayerStep<'clip'> = clipTo;
