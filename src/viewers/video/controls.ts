import { type ViewerContext, make } from '../shared.ts';
import { adoptStyles } from './adopt-styles.ts';
import { speak } from './speak.ts';

const element = (tag: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};

/** The element of the controls. */
interface MediaController extends HTMLElement {
  /** Shown when the whole screen is asked for. */
  fullscreenElement?: HTMLElement;
}

/** Puts a clip into its controls. They hide while it plays and nobody moves, as `ControlBar.transition` says. */
export async function makeControlBar(
  { language, setting }: ViewerContext,
  video: HTMLVideoElement,
  component: 'VideoPlayer' | 'SmartCropVideoPlayer',
): Promise<MediaController> {
  await import('./components.ts');
  await speak(language);
  const [kind, delay = 2] = setting('ControlBar.transition');
  const gestures = setting(`${component}.singleclick`)[0] === 'none' ? { gesturesdisabled: '' } : {};
  const controller: MediaController = element('media-controller', {
    autohide: kind === 'none' ? '-1' : String(delay),
    part: 'player',
    ...gestures,
  });
  const range = element('media-time-range');
  for (const part of ['media-preview-thumbnail', 'media-preview-chapter-display', 'media-preview-time-display'])
    range.append(element(part, { slot: 'preview' }));
  const bar = element('media-control-bar');
  bar.append(element('media-play-button'), range, element('media-time-display', { showduration: '', notoggle: '' }));
  bar.append(element('media-mute-button'), element('media-volume-range'));
  if (video.querySelector('track[kind="captions"], track[kind="subtitles"]'))
    bar.append(element('media-captions-button'));
  bar.append(element('media-fullscreen-button'));
  controller.append(video);
  if (setting(`${component}.waiticon`)[0] === 1)
    controller.append(element('media-loading-indicator', { slot: 'centered-chrome', noautohide: '' }));
  if (setting(`${component}.iconeffect`)[0] === 1) {
    const big = make('div', { slot: 'centered-chrome', class: 'big', 'aria-hidden': 'true' }, '▶');
    big.addEventListener('click', () => void video.play());
    controller.append(big);
  }
  controller.append(bar);
  adoptStyles(controller);
  return controller;
}
