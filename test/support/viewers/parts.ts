import type { Page } from 'puppeteer-core';

export const DESKTOP = { width: 1200, height: 900 } as const;
export const PHONE = { width: 390, height: 800, touch: true } as const;

/** An expression for a part of a viewer. */
export const part = (tag: string, selector: string): string =>
  `document.querySelector('${tag}')?.shadowRoot?.querySelector('${selector}')`;

/** The value of an expression in a page. */
export const evaluate = (page: Page, expression: string): Promise<unknown> => page.evaluate(expression);

/** The frame that a spin shows. */
export const seenFrame = (page: Page): Promise<unknown> =>
  evaluate(page, `${part('dmx-spin', 'img.seen')}?.currentSrc`);

/** Gives the focus to a part of a viewer, as the Tab key does. */
export const focus = (page: Page, tag: string, selector: string): Promise<unknown> =>
  evaluate(page, `${part(tag, selector)}.focus()`);

export const untilThere = (page: Page, tag: string, selector: string): Promise<unknown> =>
  page.waitForFunction(part(tag, selector));

/** Tells whether a caption is seen over the clip of the mixed set. */
export const CAPTION = `[...${part('dmx-media', 'video')}?.textTracks ?? []].some(({ kind, mode, activeCues }) =>
  kind === 'subtitles' && mode === 'showing' && activeCues?.length === 1)`;

/** Waits for every viewer of a page to stand. */
export const untilAllStand = (page: Page): Promise<unknown> =>
  page.waitForFunction(`heard.filter(({ type }) => type === 'load').length ===
    [...document.querySelectorAll('[src$=".json"]')].filter(({ localName }) => localName.startsWith('dmx-')).length`);

/** Everything that axe finds in a page. */
export const AXE = `axe.run().then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' ')))`;

/** The swatches of the clip, as an expression. */
export const OFFERS = `[...${part('dmx-video', '.offers')}?.querySelectorAll('.offer') ?? []]`;

/** Waits until these swatches of the clip are seen, and no others. */
export const untilOffered = (page: Page, ...names: readonly string[]): Promise<unknown> =>
  page.waitForFunction(
    `${OFFERS}.filter((one) => one.checkVisibility()).map((one) => one.ariaLabel).join() === '${names.join()}'`,
  );

/** Brings the clip to a time. */
export const seek = (page: Page, seconds: number): Promise<unknown> =>
  evaluate(page, `Object.assign(${part('dmx-video', 'video')}, { currentTime: ${seconds} }).localName`);

/** The name of what has the focus in a viewer. */
export const focusedName = (page: Page): Promise<unknown> =>
  evaluate(page, "document.activeElement.shadowRoot?.activeElement?.ariaLabel ?? ''");
