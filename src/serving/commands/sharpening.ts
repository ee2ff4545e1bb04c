import type { UnsharpMask } from '../../model/recipe/recipe.ts';
import { flag, number, optional, type Values } from '../argument.ts';
import { compositeCommand } from '../command.ts';

/** The arguments of every unsharp mask; those left away are 0. */
export const MASK_ARGUMENTS = [
  number('amount', 0, 5),
  optional(number('radius', 0, 250)),
  optional(number('threshold', 0, 255)),
  optional(flag('monochrome')),
] as const;

type MaskValues = Values<typeof MASK_ARGUMENTS>;

export function maskOf([amount, radius = 0, threshold = 0, monochrome = false]: MaskValues): UnsharpMask {
  return { amount, radius, threshold, monochrome };
}

export function maskValues(mask: UnsharpMask | undefined): MaskValues | undefined {
  return mask && [mask.amount, mask.radius, mask.threshold, mask.monochrome];
}

/** Operations on the final view, after all scaling. */
export const SHARPENING_COMMANDS = [
  compositeCommand({
    name: 'op_sharpen',
    scope: 'composite',
    args: [flag('on')],
    default: '0',
    summary: 'Basic sharpening of the scaled picture.',
    example: 'op_sharpen=1',
    apply: (treatment, [sharpen]) => ({ ...treatment, sharpen }),
    read: ({ sharpen }) => (sharpen === undefined ? undefined : [sharpen]),
  }),
  compositeCommand({
    name: 'op_usm',
    scope: 'composite',
    args: MASK_ARGUMENTS,
    default: '0,0,0,0',
    summary:
      'Unsharp mask of the scaled picture: strength, radius in pixels, threshold of 0…255, monochrome 1 for brightness only.',
    example: 'op_usm=1.75,0.3,2,0',
    apply: (treatment, values) => ({ ...treatment, unsharpMask: maskOf(values) }),
    read: ({ unsharpMask }) => maskValues(unsharpMask),
  }),
  compositeCommand({
    name: 'op_usmR',
    scope: 'composite',
    args: MASK_ARGUMENTS,
    default: '0,0,0,0',
    summary:
      'Unsharp mask whose radius is never scaled: of the view, where `op_usm` counts in its pixels too, the same.',
    example: 'op_usmR=1.75,0.3,2,0',
    apply: (treatment, values) => ({ ...treatment, unsharpMaskR: maskOf(values) }),
    read: ({ unsharpMaskR }) => maskValues(unsharpMaskR),
  }),
] as const;
