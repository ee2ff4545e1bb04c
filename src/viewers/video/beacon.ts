import type { ViewerContext, ViewerEvent } from '../core/context.ts';

/** Events that are reported: how far clips are played, and nothing of who does. */
const REPORTED: ReadonlySet<ViewerEvent> = new Set(['play', 'pause', 'stop', 'milestone']);

/** The URL for playback reports, same-origin scheme or https; undefined = none are sent. */
function addressOf(stage: HTMLElement): string | undefined {
  const root = stage.getRootNode();
  const given = root instanceof ShadowRoot ? root.host.getAttribute('report') : null;
  if (given === null || given === '') return undefined;
  const { href, protocol } = new URL(given, document.baseURI);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** Tells events of a clip to the page, and to the address that its owner wrote into `report`, where there is one. */
export function reporting({ stage, tell }: ViewerContext): ViewerContext['tell'] {
  return (event, detail) => {
    const address = REPORTED.has(event) ? addressOf(stage) : undefined;
    if (address !== undefined) {
      const { name: clip, seconds, percent, milestone } = detail;
      // As a plain text, so that a browser asks no other machine for leave first.
      navigator.sendBeacon(address, `${JSON.stringify({ clip, event, seconds, percent: milestone ?? percent })}\n`);
    }
    return tell(event, detail);
  };
}
