import { expect, it } from 'vitest';
import type { openPage, OpenPage } from './open-page.ts';
import { AXE, OFFERS, PHONE, evaluate, focus, focusedName, part, seek, untilOffered, untilThere } from './parts.ts';
import { fingersOn } from './touch.ts';
import type { WebServer } from './web-server.ts';

/** Opens a page of the site by its name. */
type Open = (name: string, size?: Parameters<typeof openPage>[2]) => Promise<OpenPage>;

/** Tests of clips on pages of the shop; the site is there when they run. */
export function clipTests(open: Open, server: () => WebServer): void {
  it('play a clip with its captions, and tell how far', async () => {
    const { page, until, heard } = await open('video');
    await until('load');
    const video = part('dmx-video', 'video');
    await evaluate(page, `${video}.play()`);
    await until('stop');
    const told = (await heard()).filter(({ type }) => type === 'milestone').map(({ detail }) => detail['milestone']);
    expect(told).toEqual([0, 25, 50, 75, 100]);
    const tracks = await evaluate(page, `[...${video}.textTracks].map(({ kind, language }) => kind + ' ' + language)`);
    expect(tracks).toContain('subtitles en');
    const reports = server()
      .served.filter(({ path }) => path === '/plays')
      .map(({ body }) => JSON.parse(body));
    expect(reports.map(({ event, percent }) => (event === 'milestone' ? percent : event))).toEqual(
      expect.arrayContaining(['play', 0, 25, 50, 75, 100, 'stop']),
    );
    expect(Object.keys(reports[0])).toEqual(['clip', 'event', 'seconds', 'percent']);
  });

  it('show what is seen in a clip in step with its time, once more at its end, and by keys what is being looked at', async () => {
    const { page, until, heard, errors } = await open('video');
    await until('load');
    await untilOffered(page, 'The mug');
    await seek(page, 2);
    await untilOffered(page, 'Red shoe', 'The town');
    await page.waitForFunction(`${OFFERS}.slice(1).every((one) => one.querySelector('img').naturalWidth > 0)`);
    await focus(page, 'dmx-video', '.offers li:nth-child(2) .offer');
    await page.keyboard.press('ArrowRight');
    expect(await focusedName(page)).toBe('The town');
    await page.keyboard.press('ArrowRight');
    // Nothing goes from under the fingers of people who use keys.
    await seek(page, 0.5);
    await untilOffered(page, 'The mug', 'Red shoe', 'The town');
    expect(await focusedName(page)).toBe('Red shoe');
    await evaluate(page, `${part('dmx-video', 'video')}.play()`);
    await page.keyboard.press('Enter');
    await until('pause');
    const told = (await heard()).filter(({ type }) => type === 'hotspot' || type === 'quickview');
    expect(told.map(({ type, detail }) => [type, detail])).toEqual([
      ['hotspot', { name: 'Red shoe', swatch: 1, sku: '0123-RED', categoryId: 'men' }],
      ['quickview', { sku: '0123-RED', categoryId: 'men' }],
    ]);
    await evaluate(page, 'document.activeElement.blur()');
    await seek(page, 0.6);
    await untilOffered(page, 'The mug');
    await evaluate(page, `${part('dmx-video', 'video')}.play()`);
    await until('stop');
    await untilOffered(page, 'The mug', 'Red shoe', 'The town');
    expect(await evaluate(page, `${part('dmx-video', '.recap')}.checkVisibility()`)).toBe(true);
    await page.addScriptTag({ url: '/axe.js' });
    expect(await evaluate(page, AXE)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('show what is seen in a clip below it on a phone, within its width, and do it by a finger', async () => {
    const { page, until, heard } = await open('video', PHONE);
    await until('load');
    await untilThere(page, 'dmx-video', '.offer');
    const fingers = await fingersOn(page);
    await fingers.tap(await fingers.over(part('dmx-video', '.offer')));
    await until('quickview');
    expect((await heard()).at(-1)?.detail).toEqual({ sku: '0456-MUG' });
    const box = (selector: string): string => `${part('dmx-video', selector)}.getBoundingClientRect()`;
    expect(await evaluate(page, `${box('.tray')}.top >= ${box('.main')}.bottom`)).toBe(true);
    expect(await evaluate(page, 'document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  it('run a snippet of interactive video, and tell it of what was chosen', async () => {
    const { page, until, errors } = await open('classic-video');
    await until('load');
    await untilThere(page, 'dmx-video', '.offer');
    await evaluate(page, `${part('dmx-video', '.offer')}.click()`);
    expect(await evaluate(page, 'told')).toEqual([
      'LOAD,clips/turning.mp4',
      'initComplete',
      'INTERACTIVE_SWATCH,0,The mug',
      'quick view of 0456-MUG',
    ]);
    expect(errors).toEqual([]);
  });
}
