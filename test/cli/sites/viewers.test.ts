import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dmx } from '../../support/cli/dmx.ts';
import { inRepository } from '../../support/files/repository.ts';
import { CHROMIUM } from '../../support/video/browser.ts';
import { copyShop, html, writePages } from '../../support/viewers/library.ts';
import { shotDifference } from '../../support/viewers/golden-shot.ts';
import { surroundingsTests } from '../../support/viewers/surroundings-suite.ts';
import { clipTests } from '../../support/viewers/clip-suite.ts';
import { shoot, SHOTS } from '../../support/viewers/shots.ts';
import {
  AXE,
  CAPTION,
  DESKTOP,
  PHONE,
  evaluate,
  focus,
  focusedName,
  part,
  seenFrame,
  untilAllStand,
  untilThere,
} from '../../support/viewers/parts.ts';
import { launch, openPage, type OpenPage } from '../../support/viewers/open-page.ts';
import { fingersOn } from '../../support/viewers/touch.ts';
import { serveFolder, type WebServer } from '../../support/viewers/web-server.ts';

/** The page of the target that shows all of it. */
const SHOP_PAGE = 'viewers/index';

describe.skipIf(CHROMIUM === undefined)('viewers of a target that any web server serves', () => {
  let folder = '';
  let server: WebServer;
  let browser: Browser & AsyncDisposable;
  const opened: Page[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dmx-test-'));
    copyShop(folder);
    expect(await dmx(folder, 'ingest', 'fixtures/shop')).toMatchObject({ exit: 0 });
    expect(await dmx(folder, 'publish', 'www')).toMatchObject({ exit: 0 });
    const www = join(folder, 'www');
    const [element, frame] = [
      await dmx(folder, 'embed', 'mug/mug'),
      await dmx(folder, 'embed', 'banner.jpg', '--form', 'iframe'),
    ];
    writePages(www, { embedded: html(element.stdout + frame.stdout, '') });
    server = await serveFolder(www);
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string, size: Parameters<typeof openPage>[2] = DESKTOP): Promise<OpenPage> {
    // The browser ends with its last page: the next one is there before the others go.
    const others = opened.splice(0);
    const page = await openPage(browser, name.includes(':') ? name : `${server.url}/${name}.html`, size);
    opened.push(page.page);
    for (const other of others) await other.close();
    await page.page.bringToFront();
    return page;
  }

  it.each([SHOP_PAGE, 'carousel', 'video', 'flyout', 'gallery', 'picture', 'several'])(
    'stand without an error, ask nobody else for anything, and axe finds nothing: %s',
    async (name) => {
      for (const size of [DESKTOP, PHONE]) {
        const { page, errors, requests } = await open(name, size);
        await untilAllStand(page);
        await page.addScriptTag({ url: '/axe.js' });
        const violations = await evaluate(page, AXE);
        expect(violations).toEqual([]);
        expect(errors).toEqual([]);
        expect(requests.filter((url) => !url.startsWith(server.url) && !/^(?:data|blob):/.test(url))).toEqual([]);
      }
    },
  );

  it('do all of it by keys on the page of the shop', async () => {
    const { page, until, heard } = await open(SHOP_PAGE);
    await untilAllStand(page);
    await focus(page, 'dmx-zoom', '.main');
    await page.keyboard.press('+');
    await until('zoom');
    await focus(page, 'dmx-spin', '.main');
    await page.keyboard.press('ArrowRight');
    await until('spin');
    await page.waitForFunction(`${part('dmx-spin', 'img.seen')}?.currentSrc.includes('/mug-02.jpg/')`);
    expect(await evaluate(page, `${part('dmx-spin', '.frames')}.children.length`)).toBe(36);
    await focus(page, 'dmx-media', '[role="tab"]');
    for (const selector of ['.main.spin', 'media-controller video']) {
      await page.keyboard.press('ArrowRight');
      await untilThere(page, 'dmx-media', selector);
    }
    await focus(page, 'dmx-media', 'media-captions-button');
    await page.keyboard.press('Enter');
    await focus(page, 'dmx-media', 'media-play-button');
    await page.keyboard.press('Enter');
    await page.waitForFunction(CAPTION);
    await focus(page, 'dmx-media', '[role="tab"][aria-selected="true"]');
    await page.keyboard.press('ArrowRight');
    await untilThere(page, 'dmx-media', '.main:not(.spin):not(.video)');
    const marks = "[...document.querySelector('dmx-banner').shadowRoot.querySelectorAll('.mark')]";
    const hotspots = `${marks}.map((mark) => [mark.localName, mark.ariaLabel, mark.getAttribute('href')])`;
    expect(await evaluate(page, hotspots)).toEqual([
      ['button', 'Red shoe', null],
      ['a', 'The town', 'html5/BasicZoomViewer.html?asset=town.png'],
    ]);
    await focus(page, 'dmx-banner', 'button.mark');
    await page.keyboard.press('Enter');
    await until('quickview');
    const quickview = (await heard()).find(({ type }) => type === 'quickview');
    expect(quickview?.detail).toEqual({ sku: '0123-RED', categoryId: 'men' });
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForFunction("location.pathname.endsWith('/BasicZoomViewer.html')");
    await until('load');
  });

  it('do all of it by fingers on the page of the shop, which scrolls on under them', async () => {
    const { page, until, heard } = await open(SHOP_PAGE, PHONE);
    await untilAllStand(page);
    const fingers = await fingersOn(page);
    const scrolled = (): Promise<unknown> => evaluate(page, 'scrollY');
    for (const viewer of ['dmx-zoom', 'dmx-spin', 'dmx-banner']) {
      const middle = await fingers.over(part(viewer, '.main'));
      const before = Number(await scrolled());
      await fingers.swipe(middle, { x: 0, y: 120 });
      await page.waitForFunction(`scrollY < ${before - 40}`);
    }
    expect((await heard()).filter(({ type }) => type === 'spin' || type === 'zoom')).toEqual([]);
    await fingers.swipe(await fingers.over(part('dmx-spin', '.main')), { x: -90, y: 0 });
    await until('spin');
    await fingers.spread(await fingers.over(part('dmx-zoom', '.main')), 60);
    await until('zoom');
    await fingers.tap(await fingers.over(part('dmx-media', '[role="tab"]:nth-child(3)')));
    await untilThere(page, 'dmx-media', 'media-controller video');
    await fingers.tap(await fingers.over(part('dmx-media', 'media-captions-button')));
    await fingers.tap(await fingers.over(part('dmx-media', 'media-play-button')));
    await page.waitForFunction(CAPTION);
    await fingers.tap(await fingers.over(part('dmx-banner', 'button.mark')));
    await until('quickview');
  });

  it.each(SHOTS)('look as in the guide: $name', async (shot) => {
    const golden = readFileSync(inRepository(`docs/viewers/${shot.name}.webp`));
    // Compression comes to 3 levels at most, a button that is missing to 30 at least.
    expect(await shotDifference(await shoot(browser, server.url, shot), golden)).toBeLessThanOrEqual(16);
  });

  it('zoom by ranges out of the pyramid, in at most 40 requests', async () => {
    const { page, until } = await open('zoom');
    await until('load');
    await page.waitForNetworkIdle({ timeout: 0 });
    server.served.length = 0;
    await page.mouse.click(600, 300);
    await until('zoom');
    await page.waitForNetworkIdle({ idleTime: 700, timeout: 0 });
    for (let i = 0; i < 2; i += 1) {
      await page.keyboard.press('Tab');
      await focus(page, 'dmx-zoom', '.main');
      await page.keyboard.press('+');
      await page.waitForNetworkIdle({ idleTime: 700, timeout: 0 });
    }
    const parts = server.served.filter(({ path }) => path.endsWith('pyramid.tif'));
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.length).toBeLessThanOrEqual(40);
    expect(parts.every(({ status }) => status === 206)).toBe(true);
  });

  it('tell which buttons of a picture to zoom do nothing, and leave them the focus', async () => {
    const { page, until } = await open('zoom');
    await until('load');
    for (const [pressed, other] of [
      ['.zoomIn', '.zoomOut'],
      ['.zoomOut', '.zoomIn'],
    ] as const) {
      const button = part('dmx-zoom', pressed);
      await focus(page, 'dmx-zoom', pressed);
      expect(await evaluate(page, `${button}.ariaDisabled`)).toBe('false');
      while ((await evaluate(page, `${button}.ariaDisabled`)) === 'false') {
        await page.keyboard.press('Enter');
        await sleep(100);
      }
      expect(await evaluate(page, `${part('dmx-zoom', other)}.ariaDisabled`)).toBe('false');
      expect(await focusedName(page)).toBe(await evaluate(page, `${button}.ariaLabel`));
    }
  });

  it('load no more than 12 KiB of script before a picture to zoom is seen', async () => {
    server.served.length = 0;
    const { page, until } = await open('zoom');
    await until('load');
    await page.waitForNetworkIdle({ timeout: 0 });
    const scripts = [...new Set(server.served.map(({ path }) => path))].filter(
      (path) => path.startsWith('/viewers/') && path.endsWith('.js'),
    );
    const bytes = scripts.map((path) => gzipSync(readFileSync(join(folder, 'www', path)), { level: 9 }).length);
    expect(bytes.length).toBeGreaterThan(0);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(12 * 1024);
  });

  it('turn by dragging, in the look of a preset', async () => {
    const { page, until, heard } = await open('spin');
    await until('load');
    await untilThere(page, 'dmx-spin', 'img.seen');
    expect(await seenFrame(page)).toContain('/mug-04.jpg/');
    expect(await evaluate(page, `${part('dmx-spin', '.viewer')}.dataset.theme`)).toBe('dark');
    await focus(page, 'dmx-spin', '.main');
    await page.mouse.move(700, 300);
    await page.mouse.down();
    await page.mouse.move(400, 300, { steps: 10 });
    await page.mouse.up();
    await page.waitForFunction("heard.filter(({ type }) => type === 'spin').length > 2");
    expect((await heard()).filter(({ type }) => type === 'error')).toEqual([]);
  });

  clipTests(open, () => server);
  surroundingsTests(open, () => join(folder, 'www'));

  it('slide by themselves, and stop by their button', async () => {
    const { page, until } = await open('carousel');
    await until('slide');
    await focus(page, 'dmx-carousel', '.bar button');
    await page.keyboard.press('Enter');
    await until('pause');
    expect(
      await evaluate(
        page,
        "document.querySelector('dmx-carousel').shadowRoot.querySelectorAll('.slide:not([inert])').length",
      ),
    ).toBe(1);
  });

  it('stay still where people want less movement', async () => {
    const { page } = await open('wrong');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await page.goto(`${server.url}/carousel.html`, { waitUntil: 'networkidle0' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const heard = await evaluate(page, 'heard.map(({ type }) => type)');
    expect(heard).toContain('load');
    expect(heard).not.toContain('slide');
  });

  it('choose the smart crop that suits their box', async () => {
    const { page, until } = await open('picture');
    await until('load');
    expect(await evaluate(page, `${part('dmx-picture', 'img')}.src`)).toContain('/banner.jpg/Tall.jpg');
  });

  it('open a gallery by keys, and close it by Escape', async () => {
    const { page, until } = await open('gallery');
    await until('load');
    await focus(page, 'dmx-gallery', '.cell');
    await page.keyboard.press('Enter');
    await untilThere(page, 'dmx-gallery', 'dialog[open] .main');
    await page.keyboard.press('Escape');
    await until('stop');
  });

  it('run an embed snippet of Dynamic Media', async () => {
    const { page, until, errors } = await open('classic');
    await until('load');
    const told = await evaluate(page, 'told');
    expect(told).toEqual(['LOAD,mug/mug', 'initComplete']);
    expect(errors).toEqual([]);
    expect(await evaluate(page, "document.querySelector('#v1').getBoundingClientRect().width")).toBe(400);
  });

  it('stand in a page by the code of `dmx embed`: an element, and a frame', async () => {
    const { page, until, errors } = await open('embedded');
    await until('load');
    const frame = await page.waitForFrame((one) => one.url().includes('InteractiveImage.html?asset=banner.jpg'));
    await frame.waitForFunction(part('dmx-banner', '.mark'));
    expect(errors).toEqual([]);
  });

  it('have presets that ship and those of the project, and code for no others', async () => {
    const embed = (preset: string) => dmx(folder, 'embed', 'mug/mug', '--preset', preset);
    for (const preset of ['spinset_dark', 'Spin_brand']) expect(await embed(preset)).toMatchObject({ exit: 0 });
    for (const preset of ['SpinSet_drak', 'spin_brand', 'Video_social']) {
      const { exit, stdout, stderr } = await embed(preset);
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
      expect(stderr).toMatch(/PRESET_UNKNOWN/);
    }
  });

  it('have code for what they show alone, whether they are named or their preset is', async () => {
    const embed = (path: string, ...words: readonly string[]) => dmx(folder, 'embed', path, ...words);
    const misfits = [
      ['clips/turning.mp4', '--viewer', 'zoom'],
      ['clips/turning.mp4', '--preset', 'Zoom_dark'],
      ['mug/mug', '--viewer', 'video', '--form', 'iframe'],
    ] as const;
    for (const [path, ...words] of misfits) {
      const { exit, stdout, stderr } = await embed(path, ...words);
      expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
      expect(stderr).toMatch(/ASSET_UNFIT/);
    }
    expect((await embed('banner.jpg', '--preset', 'InlineZoom')).stdout).toContain('<dmx-flyout');
    expect((await embed('autumn', '--viewer', 'video')).stdout).toContain('<dmx-video');
  });

  it('show what the page wrote, and say why, where there is no document', async () => {
    const { page, until, heard } = await open('wrong');
    await until('error');
    const [error] = (await heard()).filter(({ type }) => type === 'error');
    expect(error?.detail['message']).toContain('got status 404');
    expect(await evaluate(page, "document.querySelector('dmx-zoom').shadowRoot.innerHTML")).toBe('<slot></slot>');
  });
});
