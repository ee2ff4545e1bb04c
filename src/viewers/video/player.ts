import { type ViewerContext, make, numberAt, wantsStillness } from '../shared.ts';
import type { AttributeName } from '../../model/viewers/attributes.ts';
import type { ClipView, ViewerClip } from '../../model/viewers/document.ts';
import { reporting } from './beacon.ts';
import { makeControlBar } from './controls.ts';
import { showTray } from './tray.ts';
import { attachStream } from './stream.ts';

/** A clip that plays. */
export interface Player {
  /** Tells whether anybody has started it. */
  readonly hasBegun: () => boolean;
  /** Plays another view of the clip instead. */
  readonly change: (view: ClipView) => void;
}

/** The component whose attributes a clip has: that of smart crops where it has any. */
type Component = 'VideoPlayer' | 'SmartCropVideoPlayer';
type PlayerAttribute = AttributeName extends infer N ? (N extends `VideoPlayer.${infer A}` ? A : never) : never;

/** Shares of a clip's length that are told when they are reached, percent. */
const MILESTONES = [0, 25, 50, 75, 100];

/** Reports playback events of a clip. */
function report(context: ViewerContext, { name }: ViewerClip, video: HTMLVideoElement): void {
  const { signal } = context;
  const tell = reporting(context);
  let reached = -1;
  const at = (): number => (video.duration > 0 ? (video.currentTime / video.duration) * 100 : 0);
  const detail = (): Readonly<Record<string, unknown>> => ({ name, seconds: video.currentTime, percent: at() });
  const milestone = (share: number): void => {
    for (const one of MILESTONES) {
      if (one <= reached || one > share) continue;
      reached = one;
      tell('milestone', { ...detail(), milestone: one });
    }
  };
  const on = (event: keyof HTMLMediaElementEventMap, listen: () => void): void =>
    video.addEventListener(event, listen, { signal });
  on('play', () => tell('play', detail()));
  on('pause', () => tell('pause', detail()));
  on('timeupdate', () => video.paused || milestone(at()));
  on('ended', () => {
    milestone(100);
    tell('stop', detail());
  });
}

function trackElements({ tracks, thumbnails }: ViewerClip): readonly HTMLTrackElement[] {
  const spoken = tracks.map(({ src, kind, srclang, label }) => make('track', { src, kind, srclang, label }));
  return thumbnails === undefined
    ? spoken
    : [...spoken, make('track', { src: thumbnails, kind: 'metadata', label: 'thumbnails', default: true })];
}

function videoElement(
  context: ViewerContext,
  clip: ViewerClip,
  component: Component,
  of: (attribute: PlayerAttribute) => boolean,
): HTMLVideoElement {
  const noPoster = context.setting(`${component}.posterimage`)[0] === 'none';
  const video = make('video', {
    ...{ slot: 'media', playsinline: true, 'aria-label': clip.label || context.text('Video.LABEL') },
    poster: noPoster ? undefined : clip.poster,
    preload: of('preload') ? 'metadata' : 'none',
    loop: of('loop'),
    // Browsers start by themselves only what makes no sound.
    muted: of('mutevolume') || of('autoplay'),
    // Captions of another origin are read only so; the clip's own files are on the same one.
    crossorigin: 'anonymous',
  });
  video.muted = of('mutevolume') || of('autoplay');
  video.append(...trackElements(clip));
  return video;
}

/** Makes a player of a clip in a box, which it empties first. */
export async function makePlayer(
  context: ViewerContext,
  clip: ViewerClip,
  view: ClipView,
  main: HTMLElement,
): Promise<Player> {
  const { setting, signal } = context;
  const component: Component = clip.views.length > 1 ? 'SmartCropVideoPlayer' : 'VideoPlayer';
  const of = (attribute: PlayerAttribute): boolean => setting(`${component}.${attribute}`)[0] === 1;
  const video = videoElement(context, clip, component, of);
  const controller = await makeControlBar(context, video, component);
  main.replaceChildren(controller);
  // It makes itself a landmark, named alike for every clip.
  controller.setAttribute('role', 'group');
  // It can be on or off, which a mere button cannot say.
  controller.querySelector('media-captions-button')?.setAttribute('role', 'switch');
  if (clip.swatches) {
    controller.fullscreenElement = main.parentElement ?? main;
    showTray(context, clip.swatches, video, main);
  }
  report(context, clip, video);
  const options = {
    progressive: setting(`${component}.playback`)[0] === 'progressive',
    kbps: numberAt(setting(`${component}.initialbitrate`), 0),
    fail: context.fail,
  };
  let stream = attachStream(video, view, options);
  const hasBegun = (): boolean => video.played.length > 0 || !video.paused;
  if (of('autoplay') && !wantsStillness()) video.play().catch(() => undefined);
  signal.addEventListener('abort', () => {
    video.pause();
    stream.detach();
    // What is under way of a file that is no longer named would go on without end.
    video.load();
    controller.remove();
  });
  return {
    hasBegun,
    change: (next) => {
      stream.detach();
      stream = attachStream(video, next, options);
    },
  };
}
