import type { ColorSpace } from '../../../model/asset.ts';
import { damaged, unread } from './bytes.ts';

/** The meaning of the samples of a merged picture, in the file and in the TIFF made of it. */
export interface ColorMode {
  readonly label: string;
  readonly space: ColorSpace;
  /** Channels that are colours: the first ones. */
  readonly colors: number;
  /** Bits a sample that Photoshop knows of this mode, and dmx reads. */
  readonly depths: readonly (1 | 8 | 16)[];
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
const MODES: Readonly<Record<number, ColorMode>> = {
  0: { label: 'Bitmap', space: 'gray', colors: 1, depths: [1], photometric: 0, flips: SAME, paper: WHITE },
  1: { label: 'Grayscale', space: 'gray', colors: 1, depths: [8, 16], photometric: 1, flips: SAME, paper: WHITE },
  2: { label: 'Indexed', space: 'srgb', colors: 1, depths: [8], photometric: 2, flips: SAME, paper: WHITE },
  3: { label: 'RGB', space: 'srgb', colors: 3, depths: [8, 16], photometric: 2, flips: SAME, paper: WHITE },
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
};

/** Modes whose colours are inks that only the file's own tables describe. */
const INKS: Readonly<Record<number, string>> = { 7: 'Multichannel', 8: 'Duotone' };

/** The mode of a number. Throws SourceError: SOURCE_FORMAT_UNSUPPORTED by name, SOURCE_CORRUPT where there is none. */
export function colorMode(number: number): ColorMode {
  const mode = MODES[number];
  if (mode) return mode;
  const label = INKS[number];
  if (label === undefined) throw damaged('a colour mode', number);
  const wanted = 'a Photoshop file in RGB, CMYK, Lab, Grayscale, Indexed or Bitmap mode';
  throw unread(wanted, label, 'Convert the master to RGB or CMYK in Photoshop (Image > Mode).');
}
