import { keysOf } from '../../base/table.ts';
import { type AttributeField, choice, flag, number } from './attribute-fields.ts';

/** The fields of an attribute's value. */
type AttributeRow = readonly AttributeField[];

const row = (...fields: readonly AttributeField[]): AttributeRow => fields;

const CLICKS = ['none', 'zoom', 'reset', 'zoomReset'] as const;
const singleClick = row(choice('action', 'auto', ...CLICKS));
const doubleClick = row(choice('action', 'auto', ...CLICKS));
const zoomStep = row(number('step', 1, 0.1), number('limit', 1, 0.1));
const transition = row(number('seconds', 0.5), number('easing', 0, 0, 5));
const side = row(choice('side', 'auto', 'left', 'right'));
const frameTransition = row(choice('kind', 'none', 'fade', 'slide'), number('duration', 0.3), number('spacing', 0));
/** The attributes that clips of 360 degrees have, too. */
const CLIP = {
  autoplay: row(flag('on', 0)),
  initialbitrate: row(number('kbps', 1400, 1)),
  loop: row(flag('on', 0)),
  mutevolume: row(flag('on', 0)),
} as const;

/** The player's attributes, alike for plain clips and those with smart crops. */
const PLAYER = {
  ...CLIP,
  iconeffect: row(flag('shown', 1), number('count', -1, -1), number('fade', 0.3), number('autoHide', 0)),
  playback: row(choice('kind', 'auto', 'progressive')),
  posterimage: row(choice('kind', 'auto', 'none')),
  preload: row(flag('on', 1)),
  singleclick: row(choice('action', 'playPause', 'none')),
  waiticon: row(flag('on', 1)),
} as const;

type Of<C extends string, T> = { readonly [K in keyof T & string as `${C}.${K}`]: T[K] };

function of<C extends string, T extends Readonly<Record<string, AttributeRow>>>(component: C, rows: T): Of<C, T> {
  return Object.fromEntries(Object.entries(rows).map(([name, one]) => [`${component}.${name}`, one])) as Of<C, T>;
}

/**
 * The attributes of viewers that do something here, by component and name, as Dynamic Media calls them. A name alone means
 * every component that has it.
 */
export const ATTRIBUTES = {
  ...of('ZoomView', {
    doubleclick: doubleClick,
    singleclick: singleClick,
    frametransition: frameTransition,
    reset: row(flag('on', 1)),
    rgn: row(number('x', 0), number('y', 0), number('width', 0), number('height', 0)),
    rgnN: row(number('x', 0, 0, 1), number('y', 0, 0, 1), number('width', 0, 0, 1), number('height', 0, 0, 1)),
    transition,
    zoomstep: zoomStep,
  }),
  ...of('SpinView', {
    autospin: row(flag('on', 0), number('duration', 1, 0.05), choice('direction', '1', '-1'), number('turns', 1, -1)),
    doubleclick: doubleClick,
    singleclick: singleClick,
    lockdirection: row(flag('on', 0)),
    maxloadradius: row(number('frames', 6, -1), flag('highRes', 0)),
    sensitivity: row(number('x', 5, 0.1), number('y', 2, 0.1)),
    transition,
    zoomstep: zoomStep,
  }),
  ...of('FlyoutZoomView', {
    zoomfactor: row(number('primary', 3, 1), number('secondary', -1, -1), flag('upscale', 1)),
    highlightmode: row(
      choice('kind', 'highlight', 'cursor'),
      number('seconds', 0.1),
      choice('place', 'onimage', 'free'),
    ),
    flyouttransition: row(
      choice('kind', 'fade', 'slide', 'none'),
      number('show', 1),
      number('showDelay', 0),
      number('hide', 1),
      number('hideDelay', 0),
    ),
    tip: row(number('duration', 3), number('count', 1, -1), number('fade', 0.3)),
    overlay: row(flag('on', 0)),
  }),
  ...of('Swatches', {
    align: row(choice('horizontal', 'center', 'left', 'right'), choice('vertical', 'center', 'top', 'bottom')),
    direction: side,
    scrollstep: row(number('horizontal', 3, 1), number('vertical', 3, 1)),
    textpos: row(choice('side', 'none', 'bottom', 'tooltip')),
  }),
  ...of('InteractiveSwatches', {
    autoscroll: row(flag('on', 1)),
    direction: side,
    displaymode: row(choice('kind', 'segment', 'continuous')),
    textpos: row(choice('side', 'bottom', 'none', 'tooltip')),
  }),
  ...of('CarouselView', {
    autoplay: row(flag('on', 1), number('seconds', 9, 0.5), choice('direction', '1', '-1')),
    frametransition: row(choice('kind', 'slide', 'none'), number('duration', 0.3), number('spacing', 0)),
  }),
  ...of('SetIndicator', {
    mode: row(choice('kind', 'dotted', 'numeric')),
    autohide: row(flag('on', 1), number('limit', 10, 1)),
  }),
  ...of('ImageMapEffect', {
    mode: row(choice('kind', 'auto', 'icon', 'region', 'none')),
    rollover: row(flag('on', 0)),
    mapTips: row(flag('on', 0)),
  }),
  ...of('VideoPlayer', PLAYER),
  ...of('SmartCropVideoPlayer', PLAYER),
  ...of('Video360Player', CLIP),
  ...of('ControlBar', { transition: row(choice('kind', 'fade', 'none'), number('delay', 2), number('duration', 0.5)) }),
  ...of('GalleryView', { columns: row(number('width', 240, 40)) }),
  callToActionRecap: row(flag('on', 1)),
  zoomMode: row(choice('kind', 'continuous', 'inline', 'auto')),
  closebutton: row(flag('on', 0)),
  initialFrame: row(number('frame', 0), number('page', 0)),
  mode: row(choice('kind', 'flyout', 'inline')),
} as const satisfies Readonly<Record<string, AttributeRow>>;

/** The name of an attribute, with its component where it has one. */
export type AttributeName = keyof typeof ATTRIBUTES;

/** The names of all attributes. */
export const ATTRIBUTE_NAMES = keysOf(ATTRIBUTES);

/** The attributes that a name means, whatever its case: one by its component and name, all of a name alone; none = unknown. */
export function attributesNamed(name: string): readonly AttributeName[] {
  const wanted = name.toLowerCase();
  return ATTRIBUTE_NAMES.filter((one) => {
    const known = one.toLowerCase();
    return known === wanted || known.endsWith(`.${wanted}`);
  });
}
