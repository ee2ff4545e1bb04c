import type { ColorSpace } from '../../../model/asset.ts';
import { damaged } from './bytes.ts';

/** Bits a sample: 32 are floats of light. */
export type PsdDepth = 1 | 8 | 16 | 32;

/** The meaning of the samples of a merged picture, in the file and in the TIFF made of it. */
export interface ColorMode {
  readonly label: string;
  readonly space: ColorSpace;
  /** Channels that are colours: the first ones. */
  readonly colors: number;
  /** Bits a sample that Photoshop knows of this mode, and dmx reads. */
  readonly depths: readonly PsdDepth[];
  /** TIFF 6.0, PhotometricInterpretation. */
  readonly photometric: number;
  /**
   * The mask that a sample is combined with to be one of TIFF, by `xor`, as 16 bits: inks are stored the other way
   * round.
   */
  readonly flips: readonly number[];
  /** The samples of white paper in the file, as 16 bits. */
  readonly paper: readonly number[];
}

const SAME = [0, 0, 0, 0];
const WHITE = [0xffff, 0xffff, 0xffff, 0xffff];

// Photoshop File Formats, "File Header Section": modes by number. Lab has its middle of a and b at one half, TIFF at 0.
const MODES = {
  0: { label: 'Bitmap', space: 'gray', colors: 1, depths: [1], photometric: 0, flips: SAME, paper: WHITE },
  1: { label: 'Grayscale', space: 'gray', colors: 1, depths: [8, 16, 32], photometric: 1, flips: SAME, paper: WHITE },
  2: { label: 'Indexed', space: 'srgb', colors: 1, depths: [8], photometric: 2, flips: SAME, paper: WHITE },
  3: { label: 'RGB', space: 'srgb', colors: 3, depths: [8, 16, 32], photometric: 2, flips: SAME, paper: WHITE },
  4: { label: 'CMYK', space: 'cmyk', colors: 4, depths: [8, 16], photometric: 5, flips: WHITE, paper: WHITE },
  9: {
    label: 'Lab',
    space: 'lab',
    colors: 3,
    depths: [8, 16],
    photometric: 8,
    flips: [0, 0x8000, 0x8000],
    paper: [0xffff, 0x8000, 0x8000],
  },
} as const satisfies Readonly<Record<number, ColorMode>>;

const isMode = (number: number): number is keyof typeof MODES => Object.hasOwn(MODES, number);

const MULTICHANNEL = 7;
const DUOTONE = 8;

/** Plates without a common colour: by their number as Photoshop makes them of CMYK, RGB (whose plates are cyan …) and gray. */
const plates = (channels: number): ColorMode => ({
  ...(channels > 3 ? MODES[4] : channels === 3 ? MODES[3] : MODES[1]),
  label: 'Multichannel',
  depths: [8, 16],
});

/**
 * The mode of a number, in a file of so many channels. A duotone is taken for its gray picture: its inks and their curves are
 * nowhere described. Throws SourceError (SOURCE_CORRUPT) where there is none.
 */
export function colorMode(number: number, channels: number): ColorMode {
  if (isMode(number)) return MODES[number];
  if (number === MULTICHANNEL) return plates(channels);
  if (number === DUOTONE) return { ...MODES[1], label: 'Duotone', depths: [8, 16] };
  throw damaged('a colour mode', number);
}
