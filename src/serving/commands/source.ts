import type { FlipMode } from '../../model/recipe/recipe.ts';
import { number, whole, word } from '../argument.ts';
import { MOST_PAGES } from '../../model/recipe/master-part.ts';
import { compositeCommand, layerCommand, masterCommand } from '../command.ts';
import { cropOf, PIXEL_CROP, SHARE_CROP, windowOf } from '../window.ts';

/** Commands about what is taken of the master and how it is turned, before any scaling. */
export const SOURCE_COMMANDS = [
  masterCommand({
    name: 'page',
    scope: 'request',
    outermost: true,
    args: [whole('number', 1, MOST_PAGES)],
    default: '1',
    summary:
      'Page of a PDF, Illustrator file or TIFF that is the picture; a missing page fails the rendition, and the message has the number of pages. Not within `src=is{…}`.',
    example: 'page=2',
    apply: (master, [page]) => ({ ...master, page }),
    read: ({ page }) => (page === undefined ? undefined : [page]),
  }),
  layerCommand({
    name: 'crop',
    scope: 'source',
    args: PIXEL_CROP,
    default: 'the whole master',
    summary:
      'Crop in pixels of the full-size master; parts beyond its edge are background. A width or height of 0 means the rest from x or y on.',
    example: 'crop=-10,-10,120,120',
    apply: (layer, window) => ({ ...layer, crop: cropOf('pixel', window) }),
    read: ({ crop }) => windowOf('pixel', crop),
  }),
  layerCommand({
    name: 'cropN',
    scope: 'source',
    args: SHARE_CROP,
    default: 'the whole master',
    summary:
      'Crop in fractions of the master, from its top left; parts beyond its edge are background. A width or height of 0 means the rest from x or y on.',
    example: 'cropN=0.1,0,0.8,1',
    apply: (layer, window) => ({ ...layer, crop: cropOf('normal', window) }),
    read: ({ crop }) => windowOf('normal', crop),
  }),
  compositeCommand({
    name: 'flip',
    scope: 'composite',
    args: [word<FlipMode>('mode', ['lr', 'ud', 'lrud'])],
    default: 'none',
    summary: 'Mirrors the rotated and extended picture: left-right, upside-down or both.',
    example: 'flip=lr',
    apply: (treatment, [flip]) => ({ ...treatment, flip }),
    read: ({ flip }) => flip && [flip],
  }),
  layerCommand({
    name: 'rotate',
    scope: 'layer',
    // A thousand turns: any angle is meant, but a number without end has no one spelling.
    args: [number('degrees', -360_000, 360_000)],
    default: '0',
    summary: 'Rotates clockwise before `flip`; the picture grows to its bounding box, and the corners are background.',
    example: 'rotate=-30',
    apply: (layer, [rotate]) => ({ ...layer, rotate }),
    read: ({ rotate }) => (rotate === undefined ? undefined : [rotate]),
  }),
] as const;
