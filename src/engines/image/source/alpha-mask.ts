import type { Picture } from '../../picture.ts';
import type { Size } from '../../../model/geometry.ts';
import { sharp } from '../libvips.ts';
import { LUMA } from '../kernels/luma.ts';
import { redraw } from './pixels.ts';
import { spread } from '../kernels/dilate.ts';
import { type Reading, sameSize, wholeOf } from '../../../layout/reading.ts';
import { readScaled } from './scaled.ts';
import { scale } from './source.ts';
import type { MaskChange } from '../../../layout/mask-change.ts';

function alphaOf({ data, width, height }: Picture): Uint8Array {
  const alpha = new Uint8Array(width * height);
  for (let i = 0; i < alpha.length; i++) alpha[i] = data[4 * i + 3] ?? 0;
  return alpha;
}

function grayOf({ data, width, height }: Picture): Uint8Array {
  const gray = new Uint8Array(width * height);
  for (let i = 0, from = 0; i < gray.length; i++, from += 3) {
    const [red, green, blue] = [data[from] ?? 0, data[from + 1] ?? 0, data[from + 2] ?? 0];
    gray[i] = LUMA.red * red + LUMA.green * green + LUMA.blue * blue + 0.5;
  }
  return gray;
}

/** Cubic: the second lobe of a longer kernel would leave a ghost of the mask around it. */
async function toSize(samples: Uint8Array, from: Size, to: Size): Promise<Uint8Array> {
  if (sameSize(from, to)) return samples;
  const size = { width: from.width, height: from.height };
  const read = async ({ scaled, window }: Reading) => {
    const plane = sharp(samples, { raw: { ...size, channels: 1 }, limitInputPixels: false });
    const pipeline = scale(plane, size, { scaled, window, kernel: 'cubic' });
    return {
      data: await pipeline.toColourspace('b-w').raw().toBuffer(),
      channels: 1,
      width: window.width,
      height: window.height,
    };
  };
  const whole: Reading = { scaled: to, window: wholeOf(to), kernel: 'cubic' };
  return (await readScaled(size, whole, read)).data;
}

/**
 * `mask`: the alpha of another picture where that hides anything, else its gray, in place of a source's own alpha. It is
 * multiplied by that of a colour, `most`, which has no shape of its own.
 */
export async function applyAlphaMask(picture: Picture, maskImage: Picture, most = 255): Promise<Picture> {
  const alphaSource = maskImage.channels === 4 ? alphaOf(maskImage) : grayOf(maskImage);
  const alpha = await toSize(alphaSource, maskImage, picture);
  return withAlpha(picture, most === 255 ? alpha : alpha.map((value) => (value * most) / 255 + 0.5));
}

function withAlpha({ data, width, height, channels }: Picture, alpha: Uint8Array): Picture {
  const out = new Uint8Array(width * height * 4);
  for (let i = 0, from = 0, to = 0; i < alpha.length; i++, from += channels, to += 4) {
    for (let c = 0; c < 3; c++) out[to + c] = data[from + c] ?? 0;
    out[to + 3] = alpha[i] ?? 0;
  }
  return { data: out, width, height, channels: 4 };
}

/**
 * `op_growMask`, `op_growMaskR` and `maskUse` on a source at full size, where the colours that its alpha hides are still
 * there: scaling weighs them by their alpha, and forgets them. What has no alpha is opaque: inverted it is hidden.
 */
export async function changeMask(picture: Picture, change: MaskChange): Promise<Picture> {
  const { width, height, channels } = picture;
  if (change.use === 'off') return channels === 3 ? picture : redraw(picture, (pipeline) => pipeline.removeAlpha());
  if (channels === 3) return change.use === 'invert' ? withAlpha(picture, new Uint8Array(width * height)) : picture;
  const alpha = alphaOf(picture);
  // Wider where the reach is above 0, narrower below.
  spread({ bytes: alpha, width, channels: 1 }, change);
  return withAlpha(picture, change.use === 'invert' ? alpha.map((opacity) => 255 - opacity) : alpha);
}
