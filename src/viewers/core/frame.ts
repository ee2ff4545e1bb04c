import type { ViewerContext } from './context.ts';
import { changeButton, iconButton, make } from './dom.ts';

/** The button that shows a viewer on the whole screen; undefined where the browser can not. */
function fullScreenButton({ stage, signal, text }: ViewerContext): HTMLButtonElement | undefined {
  if (!document.fullscreenEnabled) return undefined;
  const label = (): string => text(`FullScreenButton.${isFull() ? 'TOOLTIP_UNSELECTED' : 'TOOLTIP_SELECTED'}`);
  const isFull = (): boolean =>
    stage.getRootNode() instanceof ShadowRoot && (stage.getRootNode() as ShadowRoot).fullscreenElement !== null;
  const button = iconButton('fullScreen', label(), () => {
    void (isFull() ? document.exitFullscreen() : stage.parentElement?.requestFullscreen());
  });
  document.addEventListener(
    'fullscreenchange',
    () => changeButton(button, isFull() ? 'close' : 'fullScreen', label()),
    { signal },
  );
  return button;
}

/** The button that closes a viewer in a window of its own. */
function closeButton({ setting, tell, text }: ViewerContext): HTMLButtonElement | undefined {
  if (setting('closebutton')[0] !== 1) return undefined;
  return iconButton('close', text('CloseButton.TOOLTIP'), () => {
    if (tell('stop', { by: 'close' })) window.close();
  });
}

/** Buttons over a viewer's picture. */
export function makeControls(context: ViewerContext, ...buttons: readonly HTMLElement[]): HTMLElement {
  const own = [fullScreenButton(context), closeButton(context)].flatMap((button) => button ?? []);
  return make('div', { class: 'controls', part: 'controls' }, ...buttons, ...own);
}

/** A number for names that stand once in a tree. */
let hints = 0;

/** Makes a part of a viewer one thing for assistive technology: with its own keys, and a sentence that says which. */
export function makeApplication(element: HTMLElement, label: string, role: string, hint: string): HTMLElement {
  const id = `hint-${++hints}`;
  element.tabIndex = 0;
  element.setAttribute('role', 'application');
  element.setAttribute('aria-label', label);
  element.setAttribute('aria-roledescription', role);
  element.setAttribute('aria-describedby', id);
  return make('p', { id, class: 'unseen' }, hint);
}
