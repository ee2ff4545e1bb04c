import type { Browser, KeyInput, Page } from 'puppeteer-core';
import { openPage } from './open-page.ts';

/** A viewer as a person sees it: a picture of the guide, and what a test compares with that. */
interface Shot {
  /** Of the picture, `docs/viewers/<name>.webp`. */
  readonly name: string;
  /** The page that it stands on. */
  readonly page: string;
  readonly tag: string;
  /** Done by a person before: text that a page runs, and keys. */
  readonly first?: { readonly run?: string; readonly focus?: string; readonly keys?: readonly KeyInput[] };
  /** Of the window. CSS pixels. */
  readonly window?: { readonly width: number; readonly height: number };
  /** The part of the page beside the element that belongs to its picture. CSS pixels. */
  readonly beside?: number;
  /** True once the viewer looks as it should: an expression in its shadow root, `root`. */
  readonly until: string;
}

const loaded = (selector: string): string =>
  `[...root.querySelectorAll('${selector}')].some((one) => one.complete && one.naturalWidth > 0)`;

export const SHOTS: readonly Shot[] = [
  {
    name: 'zoom',
    page: 'zoom',
    tag: 'dmx-zoom',
    first: { focus: '.main', keys: ['+', '+', '+'] },
    until: "root.querySelector('.main.zoomed canvas')",
  },
  {
    name: 'spin',
    page: 'spin',
    tag: 'dmx-spin',
    first: { focus: '.main', keys: ['ArrowRight'] },
    until: "root.querySelector('img.seen')?.currentSrc.includes('mug-05')",
  },
  {
    name: 'media',
    page: 'media',
    tag: 'dmx-media',
    until: `${loaded('.main img')} && ${loaded('.swatch img')}`,
  },
  {
    name: 'banner',
    page: 'banner',
    tag: 'dmx-banner',
    until: `${loaded('.main img')} && root.querySelectorAll('.mark').length === 2`,
  },
  {
    name: 'video',
    page: 'video',
    tag: 'dmx-video',
    first: {
      run: `return (async (video) => {
        for (const track of video.textTracks) if (track.language === 'en') track.mode = 'showing';
        await video.play();
        video.pause();
        video.currentTime = 1;
      })(root.querySelector('video'));`,
    },
    until: `(() => { const video = root.querySelector('video');
      return !video.seeking && video.readyState > 2 && [...video.textTracks].some((one) => one.activeCues?.length === 1 && one.mode === 'showing'); })()`,
  },
  {
    name: 'carousel',
    page: 'slides',
    tag: 'dmx-carousel',
    until: loaded('.slide:not([inert]) img'),
  },
  {
    name: 'flyout',
    page: 'beside',
    tag: 'dmx-flyout',
    window: { width: 760, height: 460 },
    beside: 372,
    first: { focus: '.main', keys: ['+', 'ArrowLeft', 'ArrowLeft'] },
    until: `${loaded('.main img')} && ${loaded('.magnified-image')} && root.querySelector('.main.magnified')`,
  },
  {
    name: 'panorama',
    page: 'panorama',
    tag: 'dmx-panorama',
    first: { focus: '.main', keys: ['ArrowRight', 'ArrowDown'] },
    until: "root.querySelector('.ball canvas')",
  },
  {
    name: 'gallery',
    page: 'gallery',
    tag: 'dmx-gallery',
    window: { width: 320, height: 460 },
    until: "[...root.querySelectorAll('.cell img')].every((one) => one.complete && one.naturalWidth > 0)",
  },
];

/** The window that viewers are photographed in. CSS pixels. */
const WINDOW = { width: 496, height: 460 } as const;

const inRoot = ({ tag }: Shot, expression: string): string =>
  `((root) => root && (${expression}))(document.querySelector('${tag}')?.shadowRoot)`;

async function prepare(page: Page, shot: Shot): Promise<void> {
  const { run, focus, keys = [] } = shot.first ?? {};
  if (run !== undefined) await page.evaluate(`((root) => {${run}})(document.querySelector('${shot.tag}').shadowRoot)`);
  if (focus !== undefined) await page.evaluate(inRoot(shot, `root.querySelector('${focus}').focus()`));
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.waitForNetworkIdle({ idleTime: 300, timeout: 0 });
  }
  await page.waitForFunction(inRoot(shot, shot.until));
  await page.evaluate(inRoot(shot, 'root.activeElement?.blur(), document.activeElement?.blur()'));
  await page.waitForNetworkIdle({ idleTime: 500, timeout: 0 });
}

/** Photographs a viewer of a site, without movement, as PNG. `url`: of the site. */
export async function shoot(browser: Browser, url: string, shot: Shot): Promise<Uint8Array> {
  const { page, until } = await openPage(browser, 'about:blank', shot.window ?? WINDOW);
  try {
    await page.emulateMediaFeatures([
      { name: 'prefers-reduced-motion', value: 'reduce' },
      { name: 'prefers-color-scheme', value: 'light' },
    ]);
    await page.goto(`${url}/${shot.page}.html`, { waitUntil: 'load' });
    await until('load');
    await prepare(page, shot);
    const element = await page.$(shot.tag);
    if (element === null) throw new Error(`expected <${shot.tag}> on ${shot.page}.html, got none`);
    const box = await element.boundingBox();
    if (shot.beside === undefined || box === null) return await element.screenshot();
    return await page.screenshot({ clip: { ...box, width: box.width + shot.beside } });
  } finally {
    await page.close();
  }
}
