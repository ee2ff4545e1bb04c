import type { ClippingPath, PictureRecipe } from '../../model/recipe.ts';
import { labels, path } from '../argument.ts';
import { command } from '../command.ts';

/** The recipe with more that it is clipped by. */
function clipped(recipe: PictureRecipe, clip: ClippingPath): PictureRecipe {
  return { ...recipe, clip: { ...recipe.clip, ...clip } };
}

/** Paths, written out or by the names they have in the master. */
export const PATH_COMMANDS = [
  command({
    name: 'cropPathE',
    scope: 'layer',
    args: [labels('names')],
    default: 'none',
    summary:
      "Crops to the box around each of the master's paths of these names (Photoshop's, of JPEG, TIFF and PSD masters): to what the boxes and `crop` have in common. Names that it has not are of no effect.",
    example: 'cropPathE=SILO',
    apply: (recipe, [cropPaths]) => ({ ...recipe, cropPaths }),
    read: ({ cropPaths }) => cropPaths && [cropPaths],
  }),
  command({
    name: 'clipPath',
    scope: 'composite',
    args: [path('path')],
    default: 'none',
    summary: 'Makes what lies outside of a path transparent, in pixels of the picture before the view.',
    example: 'clipPath=M,0,0,L,100,0,L,50,80,Z',
    apply: (recipe, [inside]) => clipped(recipe, { path: inside }),
    read: ({ clip }) => clip?.path && [clip.path],
  }),
  command({
    name: 'clipPathE',
    scope: 'composite',
    args: [labels('names')],
    default: 'none',
    summary: "Makes what lies outside of any of the master's paths of these names transparent.",
    example: 'clipPathE=SILO',
    apply: (recipe, [names]) => clipped(recipe, { names }),
    read: ({ clip }) => clip?.names && [clip.names],
  }),
  command({
    name: 'clipXPath',
    scope: 'composite',
    args: [path('path')],
    default: 'none',
    summary: 'Makes what lies inside of a path transparent. No effect without `clipPath` or `clipPathE`.',
    example: 'clipXPath=M,20,20,L,60,20,L,60,60,Z',
    apply: (recipe, [exceptPath]) => clipped(recipe, { exceptPath }),
    read: ({ clip }) => clip?.exceptPath && [clip.exceptPath],
  }),
  command({
    name: 'clipXPathE',
    scope: 'composite',
    args: [labels('names')],
    default: 'none',
    summary:
      "Makes what lies inside of the master's paths of these names transparent. No effect without `clipPath` or `clipPathE`.",
    example: 'clipXPathE=HOLE',
    apply: (recipe, [exceptNames]) => clipped(recipe, { exceptNames }),
    read: ({ clip }) => clip?.exceptNames && [clip.exceptNames],
  }),
] as const;
