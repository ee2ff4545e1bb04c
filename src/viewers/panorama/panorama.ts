import {
  type Mount,
  type ViewerContext,
  changeButton,
  iconButton,
  make,
  makeApplication,
  makeControls,
  picturesOf,
  wantsStillness,
} from '../shared.ts';
import 'pannellum/build/pannellum.js';
import pannellumStyles from 'pannellum/build/pannellum.css';
import type { ViewerClip, ViewerPicture } from '../../model/viewers/document.ts';
import styles from '../styles/panorama.css';
import { clipsOf } from '../video/clips-of.ts';
import { attachStream } from '../video/stream.ts';

/** Degrees of one press of a key or button. */
const TURN = 15;
const ZOOM = 12;

/** Degrees a second that a panorama turns by itself. */
const SPEED = -2;

/** The common options: wheels scroll the page, keys are ours. */
const options = (panorama: unknown): Readonly<Record<string, unknown>> => ({
  type: 'equirectangular',
  panorama,
  autoLoad: true,
  showControls: false,
  keyboardZoom: false,
  disableKeyboardCtrl: true,
  mouseZoom: false,
  compass: false,
  autoRotate: wantsStillness() ? 0 : SPEED,
});

/** The clip as what a panorama is drawn from, and the button that plays it. */
function clipSource(
  { fail, setting, signal, tell, text }: ViewerContext,
  clip: ViewerClip,
): { readonly video: HTMLVideoElement; readonly button: HTMLButtonElement } {
  const on = (name: 'autoplay' | 'loop' | 'mutevolume'): boolean => setting(`Video360Player.${name}`)[0] === 1;
  const video = make('video', { playsinline: true, crossorigin: 'anonymous', preload: 'auto', loop: on('loop') });
  video.muted = on('mutevolume') || on('autoplay');
  const [view] = clip.views;
  const stream = attachStream(video, view, {
    progressive: false,
    kbps: Number(setting('Video360Player.initialbitrate')[0]),
    fail,
  });
  const label = (): string => text(video.paused ? 'Play.TOOLTIP' : 'Pause.TOOLTIP');
  const button = iconButton('play', label(), () => void (video.paused ? video.play() : video.pause()));
  for (const event of ['play', 'pause'] as const) {
    video.addEventListener(event, () => {
      changeButton(button, video.paused ? 'play' : 'pause', label());
      tell(event, { name: clip.name, seconds: video.currentTime });
    });
  }
  if (on('autoplay') && !wantsStillness()) video.play().catch(() => undefined);
  signal.addEventListener('abort', () => {
    video.pause();
    stream.detach();
  });
  return { video, button };
}

/** Keys that look around. */
function listenToKeys(
  main: HTMLElement,
  viewer: PannellumViewer,
  zoom: (by: number) => void,
  signal: AbortSignal,
): void {
  const by: Readonly<Record<string, readonly [yaw: number, pitch: number]>> = {
    ArrowLeft: [-TURN, 0],
    ArrowRight: [TURN, 0],
    ArrowUp: [0, TURN],
    ArrowDown: [0, -TURN],
  };
  main.addEventListener(
    'keydown',
    (event) => {
      const move = by[event.key];
      if (event.target !== main) return;
      if (move) {
        viewer.stopAutoRotate();
        viewer.setYaw(viewer.getYaw() + move[0], wantsStillness() ? 0 : 200);
        viewer.setPitch(viewer.getPitch() + move[1], wantsStillness() ? 0 : 200);
      } else if (event.key === '+' || event.key === '=') zoom(-ZOOM);
      else if (event.key === '-') zoom(ZOOM);
      else return;
      event.preventDefault();
    },
    { signal },
  );
}

/** A picture or clip that surrounds who looks at it: by dragging, keys, buttons. */
export const mountPanorama: Mount = async (context) => {
  const { item, signal, stage, style, tell, text } = context;
  const picture: ViewerPicture | undefined = picturesOf(item)[0];
  const clip = picture ? undefined : clipsOf(item)[0];
  if (picture === undefined && clip === undefined) throw new Error(`expected a panorama in ${item.name}, got none`);
  style(pannellumStyles);
  style(styles);
  const main = make('div', { class: 'main panorama', part: 'main' });
  const hint = makeApplication(
    main,
    item.label || text('Panorama.LABEL'),
    text('PanoramicView.ROLE_DESCRIPTION'),
    text('PanoramicView.USAGE_HINT'),
  );
  const ball = make('div', { class: 'ball' });
  main.append(ball);
  const played = clip && clipSource(context, clip);
  const zoom = (by: number): void => {
    viewer.setHfov(viewer.getHfov() + by, wantsStillness() ? 0 : 200);
    tell('zoom', { name: item.name, degrees: viewer.getHfov() + by });
  };
  const zoomIn = iconButton('zoomIn', text('ZoomInButton.TOOLTIP'), () => zoom(-ZOOM));
  const zoomOut = iconButton('zoomOut', text('ZoomOutButton.TOOLTIP'), () => zoom(ZOOM));
  stage.append(
    make('div', { class: 'view' }, main, makeControls(context, ...(played ? [played.button] : []), zoomIn, zoomOut)),
    hint,
  );
  const viewer = window.pannellum.viewer(ball, {
    ...options(played?.video ?? picture?.largest.src),
    ...(played && { dynamic: true }),
  });
  signal.addEventListener('abort', () => viewer.destroy());
  // Its container handles keys.
  ball.removeAttribute('tabindex');
  listenToKeys(main, viewer, zoom, signal);
  main.addEventListener('pointerup', () => tell('pan', { yaw: viewer.getYaw(), pitch: viewer.getPitch() }), { signal });
  await new Promise<void>((resolve, reject) => {
    viewer.on('load', () => resolve());
    viewer.on('error', (message) => reject(new Error(String(message).replaceAll(/<[^>]*>/g, ''))));
  });
  if (played) viewer.setUpdate(true);
};
