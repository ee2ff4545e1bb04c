import { type Mount, type ViewerContext, make, Swatches } from '../shared.ts';
import type { ClipView, ViewerClip } from '../../model/viewers/document.ts';
import styles from '../styles/video.css';
import { clipsOf } from './clips-of.ts';
import { makePlayer } from './player.ts';

/** The way of playing a clip whose shape is nearest to that of a box. */
export function nearestClip({ views }: ViewerClip, ratio: number): ClipView {
  const miss = ({ width, height }: ClipView): number => Math.abs(Math.log(width / height / ratio));
  return views.reduce((best, view) => (miss(view) < miss(best) ? view : best), views[0]);
}

/** Plays one clip in a box; a box of another shape gets another smart crop as long as the clip has not begun. */
async function play(context: ViewerContext, clip: ViewerClip, main: HTMLElement): Promise<void> {
  const box = (): number => (main.clientWidth || clip.views[0].width) / (main.clientHeight || clip.views[0].height);
  let view = nearestClip(clip, box());
  const player = await makePlayer(context, clip, view, main);
  if (clip.views.length === 1) return;
  const watcher = new ResizeObserver(() => {
    const next = nearestClip(clip, box());
    if (next === view || player.hasBegun()) return;
    view = next;
    player.change(view);
    context.tell('swap', { name: clip.name, crop: view.crop });
  });
  watcher.observe(main);
  context.signal.addEventListener('abort', () => watcher.disconnect());
}

/** A clip, or one of several: adaptive where there is a stream, with captions, chapters and frames over the time bar. */
export const mountVideo: Mount = async (context) => {
  const { fail, item, setting, signal, stage, style, tell } = context;
  const clips = clipsOf(item);
  const start = Math.min(clips.length - 1, Number(setting('initialFrame')[0] ?? 0));
  const first = clips[start];
  if (first === undefined) throw new Error(`expected a clip to play in ${item.name}, got none`);
  style(styles);
  const main = make('div', { class: 'main video', part: 'main' });
  stage.append(make('div', { class: 'view', part: 'view' }, main));
  let going = new AbortController();
  const show = async (index: number): Promise<void> => {
    const clip = clips[index];
    if (clip === undefined) return;
    going.abort();
    going = new AbortController();
    await play({ ...context, signal: AbortSignal.any([signal, going.signal]) }, clip, main);
  };
  if (clips.length > 1) {
    const swatches = new Swatches(context, clips, (index) => {
      show(index).catch(fail);
      tell('swap', { index, name: clips[index]?.name });
    });
    swatches.choose(start);
    stage.append(swatches.element);
  }
  await show(start);
};
