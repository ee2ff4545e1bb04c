import { type Mount, type ViewerContext, make, Swatches } from '../shared.ts';
import type { ViewerItem } from '../../model/viewers/document.ts';
import { mountZoom } from '../zoom/zoom.ts';

/** The way in which pictures are magnified: in steps, or under the pointer. */
function zoomMode({ setting }: ViewerContext): 'continuous' | 'inline' {
  const [mode = 'continuous'] = setting('zoomMode').map(String);
  if (mode === 'auto') return matchMedia('(hover: hover)').matches ? 'inline' : 'continuous';
  return mode === 'inline' ? 'inline' : 'continuous';
}

/** The viewer of an item, fetched when the first of its kind is shown. */
async function viewerOf(item: ViewerItem, mode: 'continuous' | 'inline'): Promise<Mount> {
  if (item.kind === 'clip') return (await import('../video/video.ts')).mountVideo;
  if (item.kind === 'set' && item.type === 'spin') return (await import('../spin/spin.ts')).mountSpin;
  if (item.kind === 'set' && item.type === 'video') return (await import('../video/video.ts')).mountVideo;
  if (item.kind === 'set' && item.type === 'carousel') return (await import('../carousel/carousel.ts')).mountCarousel;
  return mode === 'inline' ? (await import('../flyout/flyout.ts')).mountFlyout : mountZoom;
}

/** The context for the viewer of one item. */
function contextOf(
  context: ViewerContext,
  item: ViewerItem,
  slot: HTMLElement,
  signal: AbortSignal,
  mode: string,
): ViewerContext {
  const setting: ViewerContext['setting'] = (name) => {
    // They are those of the whole.
    if (name === 'initialFrame' || name === 'closebutton') return [0, 0];
    return name === 'mode' ? [mode === 'inline' ? 'inline' : 'flyout'] : context.setting(name);
  };
  return { ...context, item, stage: slot, signal: AbortSignal.any([context.signal, signal]), setting };
}

/** Pictures, spins and clips of one thing: one is shown, by its own viewer, and chosen in a row of swatches. */
export const mountMedia: Mount = async (context) => {
  const { fail, item, setting, stage, tell } = context;
  const items = item.kind === 'set' ? item.items : [item];
  const start = Math.min(items.length - 1, Number(setting('initialFrame')[0] ?? 0));
  if (items.length === 0) throw new Error(`expected media in ${item.name}, got none`);
  const mode = zoomMode(context);
  let going = new AbortController();
  let slot = make('div', { class: 'stage' });
  stage.append(slot);
  const show = async (index: number): Promise<void> => {
    const one = items[index];
    if (one === undefined) return;
    going.abort();
    going = new AbortController();
    const own = going.signal;
    const mount = await viewerOf(one, mode);
    if (own.aborted) return;
    const next = make('div', { class: 'stage' });
    slot.replaceWith(next);
    slot = next;
    await mount(contextOf(context, one, next, own, mode));
  };
  if (items.length > 1) {
    const swatches = new Swatches(context, items, (index) => {
      show(index).catch(fail);
      tell('swap', { index, name: items[index]?.name });
    });
    swatches.choose(start);
    stage.append(swatches.element);
  }
  await show(start);
};
