import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { openPage, OpenPage } from './open-page.ts';
import { evaluate, focus, focusedName, part, untilAllStand, untilThere } from './parts.ts';

/** Opens a page by its name or address. */
type Open = (name: string, size?: Parameters<typeof openPage>[2]) => Promise<OpenPage>;

const SMALL = { width: 320, height: 640, touch: true } as const;

/** The slide that stands in the box of the carousel, and whether it is the one that is not inert. */
const STANDS = `(() => {
  const box = ${part('dmx-carousel', '.port')}.getBoundingClientRect();
  const slides = [...${part('dmx-carousel', '.track')}.children];
  return slides.flatMap((slide, i) => Math.abs(slide.getBoundingClientRect().left - box.left) < 2 ? [[i, !slide.inert]] : []);
})()`;

const untilStands = (page: OpenPage['page'], index: number): Promise<unknown> =>
  page.waitForFunction(`JSON.stringify(${STANDS}) === '[[${index},true]]'`);

const centreOf = (tag: string, selector: string): string =>
  `(({ left, width }) => left + width / 2)(${part(tag, selector)}.getBoundingClientRect())`;

/** Tests of viewers on pages that are read from the right, small, or no pages of a server; the site is there when they run. */
export function surroundingsTests(open: Open, www: () => string): void {
  it('slide the way in which a page is read', async () => {
    const { page, until } = await open('right-to-left');
    await until('load');
    await untilStands(page, 0);
    await focus(page, 'dmx-carousel', '.port');
    await page.keyboard.press('ArrowLeft');
    await untilStands(page, 1);
    await page.keyboard.press('ArrowRight');
    await untilStands(page, 0);
    const [next, back] = [
      await evaluate(page, centreOf('dmx-carousel', '.next')),
      centreOf('dmx-carousel', '.previous'),
    ];
    expect(next).toBeLessThan(Number(await evaluate(page, back)));
    await focus(page, 'dmx-media', '[role="tab"]');
    await page.keyboard.press('ArrowLeft');
    await untilThere(page, 'dmx-media', '[role="tab"]:nth-child(2)[aria-selected="true"]');
    expect(await focusedName(page)).not.toBe('');
  });

  it('stand under a policy that lets pages bring no styles along', async () => {
    const { page, errors } = await open('strict');
    await page.waitForFunction("heard.filter(({ type }) => type === 'load').length === 2");
    const height = `${part('dmx-video', 'media-control-bar')}.getBoundingClientRect().height`;
    await page.waitForFunction(`${height} > 20`);
    await evaluate(page, `${part('dmx-video', 'video')}.play()`);
    const progress = `${part('dmx-video', 'media-time-range')}.shadowRoot.querySelector('#progress')`;
    await page.waitForFunction(`getComputedStyle(${progress}).width !== '0px'`);
    expect(errors).toEqual([]);
  });

  it('magnify beside a picture where there is room, and make no page wider', async () => {
    const { page, until } = await open('flyout');
    await until('load');
    expect(await evaluate(page, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await focus(page, 'dmx-flyout', '.main');
    await page.keyboard.press('Enter');
    await until('zoom');
    expect(await evaluate(page, `${part('dmx-flyout', '.panel')}.checkVisibility()`)).toBe(true);
    expect(await evaluate(page, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('speak the language of the page, the controls of clips too', async () => {
    const { page, until } = await open('german');
    await until('load');
    await page.waitForFunction(`${part('dmx-video', 'media-play-button')}.ariaLabel === 'abspielen'`);
    expect(await evaluate(page, `${part('dmx-video', '.tray')}.ariaLabel`)).toBe('In diesem Video zu sehen');
  });

  it('have one place for keys in a panorama', async () => {
    const { page, until } = await open('panorama');
    await until('load');
    const stops =
      "document.querySelector('dmx-panorama').shadowRoot.querySelectorAll('.main, .main [tabindex]').length";
    expect(await evaluate(page, stops)).toBe(1);
  });

  it('go while tiles are on their way without a word', async () => {
    const { page, until, errors } = await open('zoom');
    await until('load');
    const tiles = page.waitForRequest((request) => request.url().endsWith('pyramid.tif'));
    await focus(page, 'dmx-zoom', '.main');
    await page.keyboard.press('+');
    await tiles;
    await until('zoom');
    await evaluate(page, "document.querySelector('dmx-zoom').remove()");
    await page.waitForNetworkIdle({ idleTime: 300, timeout: 0 });
    expect(errors).toEqual([]);
  });

  it('stand within a screen of 320 pixels', async () => {
    const { page, until } = await open('numbers', SMALL);
    await until('load');
    for (const selector of ['.previous', '.next', '.dot[aria-current]']) {
      const box = `${part('dmx-carousel', selector)}.getBoundingClientRect()`;
      expect(await evaluate(page, `${box}.left >= 0 && ${box}.right <= innerWidth`)).toBe(true);
    }
    expect(await evaluate(page, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('keep the buttons of a clip as large as fingers in 320 pixels', async () => {
    const { page, until } = await open('video', SMALL);
    await until('load');
    const buttons = `[...${part('dmx-video', 'media-control-bar')}.children].filter((one) => one.localName.endsWith('button'))`;
    const sizes = `${buttons}.map((one) => one.getBoundingClientRect())`;
    await page.waitForFunction(
      `${sizes}.length > 3 && ${sizes}.every(({ width, height }) => width >= 40 && height >= 40)`,
    );
    expect(await evaluate(page, `${sizes}.every(({ left, right }) => left >= 0 && right <= innerWidth)`)).toBe(true);
  });

  it('stay within boxes that are narrow or low, with all of their buttons', async () => {
    const { page } = await open('narrow');
    await untilAllStand(page);
    for (const viewer of ['dmx-spin', 'dmx-zoom']) {
      const buttons = `[...document.querySelector('${viewer}').shadowRoot.querySelectorAll('.controls button')].map((one) => one.getBoundingClientRect())`;
      const box = `document.querySelector('${viewer}').getBoundingClientRect()`;
      const outside = `${buttons}.filter(({ left, right }) => left < ${box}.left || right > ${box}.right).length`;
      expect([await evaluate(page, `${buttons}.length > 3`), await evaluate(page, outside)]).toEqual([true, 0]);
    }
    const ends = `${part('dmx-gallery', '.gallery')}.getBoundingClientRect().bottom`;
    expect(
      await evaluate(page, `${ends} <= document.querySelector('dmx-gallery').getBoundingClientRect().bottom`),
    ).toBe(true);
  });

  it('stand on the ground that the page wants, once their picture has come', async () => {
    const { page } = await open('narrow');
    await untilAllStand(page);
    await page.waitForFunction(`${part('dmx-zoom', '.main img')}.complete`);
    const ground = `getComputedStyle(${part('dmx-zoom', '.main')}).backgroundColor`;
    await page.waitForFunction(`${ground} === 'rgba(0, 0, 0, 0)'`, { timeout: 5000 });
  });

  it('start clips by themselves only where people do not want less movement', async () => {
    const { page, until } = await open('autoplay');
    await until('play');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.reload({ waitUntil: 'load' });
    await until('load');
    expect(await evaluate(page, `${part('dmx-video', 'video')}.paused`)).toBe(true);
  });

  it('say that a page which is opened as a file has no script', async () => {
    const { page } = await open(pathToFileURL(`${www()}/viewers/index.html`).href);
    await page.waitForFunction("getComputedStyle(document.querySelector('.waits')).visibility === 'visible'");
    expect(await evaluate(page, "document.querySelector('.waits').checkVisibility()")).toBe(true);
  });

  it.each([
    ['a picture', 'banner', 'dmx-banner', '/banner.jpg/'],
    ['a tile', 'zoom', 'dmx-zoom', '/pyramid.tif'],
    ['a clip', 'video', 'dmx-video', '/turning.mp4/'],
  ])('tell of %s that cannot be had', async (_, name, tag, missing) => {
    const { page } = await open('wrong');
    await page.setRequestInterception(true);
    // What tiles are cut from is there; they are not.
    const isGone = (url: string, range = ''): boolean => url.includes(missing) && !range.startsWith('bytes=0-6');
    page.on('request', (request) => {
      void (isGone(request.url(), request.headers()['range']) ? request.abort() : request.continue());
    });
    await page.goto(page.url().replace('wrong', name), { waitUntil: 'load' });
    await page.waitForFunction("heard.some(({ type }) => type === 'load')");
    if (tag === 'dmx-zoom') await evaluate(page, `${part(tag, '.zoomIn')}.click()`);
    if (tag === 'dmx-video') await evaluate(page, `${part(tag, 'video')}.play().catch(() => undefined)`);
    await page.waitForFunction(
      `heard.some(({ type, detail }) => type === 'error' && detail.message.includes('${missing}'))`,
    );
  });

  it('tell of what fails once they stand, and do it where it is asked again', async () => {
    const { page, until, heard, errors } = await open('zoom');
    await until('load');
    await page.setRequestInterception(true);
    let isDown = true;
    page.on('request', (request) => void (isDown ? request.abort() : request.continue()));
    await page.setCacheEnabled(false);
    await focus(page, 'dmx-zoom', '.main');
    await page.keyboard.press('+');
    await until('error');
    isDown = false;
    await page.keyboard.press('+');
    await until('zoom');
    expect((await heard()).filter(({ type }) => type === 'error')).toHaveLength(1);
    expect(errors.filter((error) => !error.includes('net::ERR_FAILED'))).toEqual([]);
  });
}
