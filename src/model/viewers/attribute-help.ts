import type { AttributeName } from './attributes.ts';

const CLIPS = {
  autoplay: 'the clip starts by itself, without sound',
  initialbitrate: 'the bandwidth that is assumed before any was measured, kilobits a second',
  loop: 'begins again at its end',
  mutevolume: 'starts without sound',
} as const;

const PLAYERS = {
  ...CLIPS,
  iconeffect: 'a large sign to start it by, until it has been started; further values have no effect',
  playback: '`progressive`: whole files before streams, where there are any',
  posterimage: '`none`: no picture before it starts',
  preload: '`0`: nothing is fetched before it is started',
  singleclick: 'what a click on the picture does',
  waiticon: 'a sign while it waits for data',
} as const;

const ZOOMS = {
  doubleclick: 'what two clicks do; `auto`: `reset` with a mouse, `zoomReset` with a finger',
  singleclick: 'what a click does; `auto`: `zoomReset` with a mouse, `none` with a finger',
  transition: 'seconds that a movement takes; the easing has no effect',
  zoomstep: 'each step magnifies by 2 to this power; the most pixels of CSS to one of the picture',
} as const;

type Named<C extends string, T> = { readonly [K in keyof T & string as `${C}.${K}`]: T[K] };

const named = <C extends string, T extends Readonly<Record<string, string>>>(component: C, rows: T): Named<C, T> =>
  Object.fromEntries(Object.entries(rows).map(([name, text]) => [`${component}.${name}`, text])) as Named<C, T>;

/** A sentence about each attribute. */
export const ATTRIBUTE_HELP: Readonly<Record<AttributeName, string>> = {
  ...named('ZoomView', {
    ...ZOOMS,
    frametransition: 'how one picture of a set follows another; seconds; the spacing has no effect',
    reset: 'a button that shows the whole picture again',
    rgn: 'the part that is shown first, pixels of the master',
    rgnN: 'the same in fractions of it',
  }),
  ...named('SpinView', {
    ...ZOOMS,
    autospin: 'turns by itself; seconds of one turn, direction, number of turns (-1: without end)',
    lockdirection: 'a drag turns in one direction only, the one that it begins in',
    maxloadradius:
      '`0`: no frame is fetched before it is turned to; else all, the nearest first; the second value has no effect',
    sensitivity: 'turns that a drag over the whole width makes, in fifths; the same for rows',
  }),
  ...named('FlyoutZoomView', {
    zoomfactor: 'magnification; one that another press changes to (-1: none); `0`: pixels are not enlarged',
    highlightmode: '`cursor`: no frame around the part that is magnified; further values have no effect',
    flyouttransition: 'how the magnified part appears; seconds',
    tip: 'a sentence over the picture: seconds that it stays, how often (0: never), seconds in which it goes',
    overlay: 'the magnified part lies over the picture',
  }),
  ...named('Swatches', {
    align: 'where a row that is shorter than the viewer stands; the second value has no effect',
    direction: '`left`, `right`: swatches stand in a column on that side',
    scrollstep: 'swatches that a press of an arrow moves on by, in a row and in a column',
    textpos: 'labels below swatches, `tooltip`: on hovering',
  }),
  ...named('InteractiveSwatches', {
    autoscroll: 'where swatches of a clip do not fit, a part of them follows the other',
    direction: 'the side of a wide clip that its swatches stand on; `auto`: right',
    displaymode: '`continuous`: all swatches of a clip are there all the time, those that are due marked',
    textpos: 'labels of the swatches of a clip, `tooltip`: on hovering',
  }),
  ...named('CarouselView', {
    autoplay: 'slides follow by themselves; seconds of each; direction',
    frametransition: 'how one slide follows another; seconds; the spacing has no effect',
  }),
  ...named('SetIndicator', {
    mode: 'dots or numbers',
    autohide: 'dots go where there are more slides than that',
  }),
  ...named('ImageMapEffect', {
    mode: '`auto`: points as icons, areas as areas',
    rollover: 'hotspots are seen while the pointer is over the picture',
    mapTips: 'names of hotspots on hovering',
  }),
  ...named('VideoPlayer', PLAYERS),
  ...named('SmartCropVideoPlayer', PLAYERS),
  ...named('Video360Player', CLIPS),
  ...named('ControlBar', { transition: '`none`: controls stay; seconds until they go while nobody moves' }),
  ...named('GalleryView', { columns: 'the least width of a column, pixels of CSS' }),
  callToActionRecap: 'all swatches of a clip are shown once more when it has ended',
  zoomMode: 'how pictures of mixed media are magnified; `auto`: inline where there is a mouse',
  closebutton: 'a button that closes the window, for pages of a viewer alone',
  initialFrame: 'the number of what is shown first, from 0',
  mode: '`inline`: the magnified part lies inside of the picture',
};
