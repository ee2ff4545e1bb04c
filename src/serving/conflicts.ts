import { namedProfile } from '../model/colors/profile-names.ts';
import { outputFormat } from '../model/formats/output-formats.ts';
import type { Layer, PictureRecipe } from '../model/recipe/recipe.ts';
import { alignmentsIn } from './rtf/tokens.ts';

/** Two commands, each sound, that do not go together. */
export interface CommandConflict {
  readonly command: string;
  readonly message: string;
  readonly hint: string;
}

type Rule = (recipe: PictureRecipe) => CommandConflict | undefined;

/** Reference F.4. */
const opaqueMac: Rule = ({ output: { format = 'jpeg', palette } }) =>
  palette?.type === 'mac' && outputFormat(format)?.alpha === true
    ? {
        command: 'quantize',
        message: `expected a palette with room for what is clear, got mac beside fmt=${format}`,
        hint: 'Write `quantize=adaptive` or `quantize=web`, or a format without -alpha.',
      }
    : undefined;

/** Reference C, `icc`: the types of profile and pixels must be the same. */
const profileType: Rule = ({ output: { format = 'jpeg', pixelType, profile } }) => {
  const named = profile?.name === undefined ? undefined : namedProfile(profile.name);
  const allowed = pixelType === undefined ? (outputFormat(format)?.pixelTypes ?? []) : [pixelType];
  if (named === undefined || allowed.includes(named.space)) return undefined;
  return {
    command: 'icc',
    message: `expected a profile of ${allowed.join(' or ')} pixels, as fmt=${format} has, got ${named.name} of ${named.space}`,
    hint: 'Leave `icc` or the pixel type of `fmt` away, or choose another format.',
  };
};

/** A format that is named holds the samples that are asked for, or it is refused; JPEG within a TIFF has 8 bits. */
const depth: Rule = ({ output: { format, bitDepth = 8, compression } }) => {
  const named = format === undefined ? undefined : outputFormat(format);
  const allowed = compression === 'jpeg' ? [8] : (named?.depths ?? [8]);
  if (named === undefined || allowed.includes(bitDepth)) return undefined;
  return {
    command: 'bitDepth',
    message: `expected ${allowed.join(' or ')} bits beside fmt=${named.names[0]}, got ${bitDepth}`,
    hint: 'Leave it away, or choose PNG, TIFF (16) or AVIF (10, 12).',
  };
};

/** Reference B.7: thumbnails have their own rules of size. */
const fittedThumbnail: Rule = ({ reply, view }) =>
  reply === 'thumbnail' && view.fit !== undefined
    ? { command: 'fit', message: 'expected no fit beside req=tmb, got one', hint: 'Leave one of them away.' }
    : undefined;

/** Reference C, `sizeN`: there is nothing that the size of layer 0 is a share of. */
const sharedBase: Rule = ({ composite: { layers } }) =>
  layers[0].size?.unit === 'normal'
    ? {
        command: 'sizeN',
        message: 'expected sizeN on a layer above layer 0, got it on layer 0',
        hint: 'Write `size` in pixels, or `sizeN` behind `layer=1`.',
      }
    : undefined;

/** Reference C, `textPath`. */
const bentTwice: Rule = ({ composite: { layers } }) =>
  layers.some(({ typesetting }) => typesetting?.path && typesetting.flowPath)
    ? {
        command: 'textFlowPath',
        message: 'expected a text on a path or within one, got both',
        hint: 'Leave `textPath` or `textFlowPath` away.',
      }
    : undefined;

/** The alignments of a text whose box grows with it; empty for other texts. */
function growingAlignments({ source, size }: Layer): readonly string[] {
  const isBoxed = size !== undefined && size.width > 0 && size.height > 0;
  return source.kind === 'text' && source.rules === 'text' && !isBoxed ? alignmentsIn(source.text) : [];
}

/** Reference D.3: lines of several alignments have no common side to be aligned to where the text makes its own box. */
const alignedTwice: Rule = ({ composite: { layers } }) => {
  const several = layers.map(growingAlignments).find(({ length }) => length > 1);
  return (
    several && {
      command: 'text',
      message: `expected one alignment of a text that makes its own box, got ${several.join(' and ')}`,
      hint: 'Give it a box of two sides, `size=width,height`, or write it as `textPs`.',
    }
  );
};

const RULES: readonly Rule[] = [opaqueMac, profileType, depth, fittedThumbnail, sharedBase, bentTwice, alignedTwice];

/** The parts of a recipe that do not go together. */
export function conflictsOf(recipe: PictureRecipe): readonly CommandConflict[] {
  return RULES.flatMap((rule) => rule(recipe) ?? []);
}
