import type { Sharp, SharpOptions } from 'sharp';
import type { ImageFacts } from '../../../model/asset.ts';
import { masterFormat } from '../../../model/formats/master-formats.ts';
import { sharp } from '../libvips.ts';
import { isStrict, listenTo } from './hear-damage.ts';
import type { PyramidLevel } from './pyramid-level.ts';

/** A master on disk and what probing told of it. */
export interface Master {
  /** Absolute path. */
  readonly file: string;
  /** The master itself, where that file was written anew of it for libvips. */
  readonly original?: string;
  readonly facts: ImageFacts;
  /** Sentences about what of it is not as its file says. */
  readonly remarks?: readonly string[];
  /** The frame that is read, of those that it has, from 0; absent = the first. */
  readonly page?: number;
  /** The halvings that the file holds, where it is a pyramid of dmx. */
  readonly levels?: readonly PyramidLevel[];
}

/**
 * Opens a file, or the bytes of one, without turning it upright. How many pixels it may have is the user's to say and held against its facts. What a decoder calls an error, a file that ends too early among them, is
 * one; mere warnings are not, for browsers show such files: those of damage are heard (see `hearDamage`). Of several frames or pages
 * the first is taken, or the one that is asked for, counted from 0.
 */
export function openFile(file: string | Buffer, page = 0, options: SharpOptions = {}): Sharp {
  const opened = sharp(file, {
    failOn: isStrict(file) ? 'warning' : 'error',
    limitInputPixels: false,
    autoOrient: false,
    ...(page > 0 && { page }),
    ...options,
  });
  return listenTo(opened, file);
}

/** Opens a file whose profile does not say what its numbers mean. */
export const openUntagged = (file: string | Buffer): Sharp => openFile(file, 0, { ignoreIcc: true });

/** Tells whether libvips is to apply the profile in a file: it counts, and means something else than sRGB. */
const appliesProfile = ({ profileKind }: ImageFacts): boolean => profileKind !== undefined && profileKind !== 'srgb';

/**
 * A pipeline over the stored pixels as 8-bit sRGB (+ alpha), made by libvips. The embedded profile is applied where it counts
 * and means something else than sRGB; without one RGB is taken as sRGB, gray as that of sRGB. Deeper masters become
 * 8 bits before anything else, so that streaming and holding in memory agree to the byte.
 */
export function openMaster({ file, facts, page }: Master, options: SharpOptions = {}): Sharp {
  const pipeline = openFile(file, page, { ...options, ignoreIcc: !appliesProfile(facts) });
  const early = masterFormat(facts.mime)?.decoding?.vector === true || (facts.colorSpace !== 'cmyk' && isDeep(facts));
  // With a pipeline colour space sharp also leaves drawings at their own size.
  return early ? pipeline.pipelineColourspace('srgb') : pipeline;
}

/** The same in 16 bits, for masters that have more than 8. */
export function openDeep({ file, facts, page }: Master, options: SharpOptions = {}): Sharp {
  const pipeline = openFile(file, page, { ...options, ignoreIcc: !appliesProfile(facts) });
  return pipeline.pipelineColourspace('rgb16').toColourspace('rgb16');
}

function isDeep({ colorSpace, depth }: ImageFacts): boolean {
  return depth > 8 || colorSpace === 'lab';
}
