import type { ClippingPath } from '../../model/recipe/clipping-path.ts';
import type { Treatment } from '../../model/recipe/recipe.ts';
import { labels, path } from '../argument.ts';
import { compositeCommand, layerCommand } from '../command.ts';

/** A treatment with more that is clipped by. */
function clipped(treatment: Treatment, clip: ClippingPath): Treatment {
  return { ...treatment, clip: { ...treatment.clip, ...clip } };
}

/** Paths, written out or by the names they have in the master. */
export const PATH_COMMANDS = [
  layerCommand({
    name: 'cropPathE',
    scope: 'layer',
    args: [labels('names')],
    default: 'none',
    summary:
      "Crops to the intersection of `crop` and the bounding boxes of the master's Photoshop paths with these names (JPEG, TIFF and PSD masters). Unknown names have no effect.",
    example: 'cropPathE=SILO',
    apply: (layer, [cropPaths]) => ({ ...layer, cropPaths }),
    read: ({ cropPaths }) => cropPaths && [cropPaths],
  }),
  compositeCommand({
    name: 'clipPath',
    scope: 'composite',
    args: [path('path')],
    default: 'none',
    summary: 'Makes everything outside a path transparent, in pixels of the picture before the view.',
    example: 'clipPath=M,0,0,L,100,0,L,50,80,Z',
    apply: (treatment, [inside]) => clipped(treatment, { path: inside }),
    read: ({ clip }) => clip?.path && [clip.path],
  }),
  compositeCommand({
    name: 'clipPathE',
    scope: 'composite',
    args: [labels('names')],
    default: 'none',
    summary: "Makes everything outside any of the master's paths with these names transparent.",
    example: 'clipPathE=SILO',
    apply: (treatment, [names]) => clipped(treatment, { names }),
    read: ({ clip }) => clip?.names && [clip.names],
  }),
  compositeCommand({
    name: 'clipXPath',
    scope: 'composite',
    args: [path('path')],
    default: 'none',
    summary: 'Makes everything inside a path transparent. No effect without `clipPath` or `clipPathE`.',
    example: 'clipXPath=M,20,20,L,60,20,L,60,60,Z',
    apply: (treatment, [exceptPath]) => clipped(treatment, { exceptPath }),
    read: ({ clip }) => clip?.exceptPath && [clip.exceptPath],
  }),
  compositeCommand({
    name: 'clipXPathE',
    scope: 'composite',
    args: [labels('names')],
    default: 'none',
    summary:
      "Makes everything inside the master's paths with these names transparent. No effect without `clipPath` or `clipPathE`.",
    example: 'clipXPathE=HOLE',
    apply: (treatment, [exceptNames]) => clipped(treatment, { exceptNames }),
    read: ({ clip }) => clip?.exceptNames && [clip.exceptNames],
  }),
] as const;
