import type { Page } from 'puppeteer-core';

/** A place in the window. CSS pixels. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Fingers on the screen of a page: what they do goes the way of real ones, through the browser's own gestures. */
export interface Fingers {
  /** The middle of what an expression names, scrolled into the middle of the window. */
  readonly over: (expression: string) => Promise<Spot>;
  readonly tap: (at: Spot) => Promise<void>;
  readonly swipe: (from: Spot, by: Spot) => Promise<void>;
  /** Two fingers beside each other move apart, each by so much. */
  readonly spread: (around: Spot, by: number) => Promise<void>;
}

/** Moves in a gesture; each waits for the page to have heard of it. */
const STEPS = 10;

/** Puts fingers on a page. */
export async function fingersOn(page: Page): Promise<Fingers> {
  const client = await page.createCDPSession();
  const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: readonly Spot[]): Promise<void> => {
    await client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: touchPoints.map((spot, id) => ({ ...spot, id })),
    });
  };
  const gesture = async (at: (share: number) => readonly Spot[]): Promise<void> => {
    await send('touchStart', at(0));
    for (let step = 1; step <= STEPS; step += 1) await send('touchMove', at(step / STEPS));
    await send('touchEnd', []);
  };
  return {
    over: async (expression) =>
      (await page.evaluate(`(() => {
        const box = () => (${expression}).getBoundingClientRect();
        const { top, height } = box();
        scrollBy({ top: top + height / 2 - innerHeight / 2, behavior: 'instant' });
        const seen = box();
        return { x: seen.left + seen.width / 2, y: seen.top + seen.height / 2 };
      })()`)) as Spot,
    tap: async (at) => {
      await send('touchStart', [at]);
      await send('touchEnd', []);
    },
    swipe: (from, by) => gesture((share) => [{ x: from.x + by.x * share, y: from.y + by.y * share }]),
    spread: ({ x, y }, by) =>
      gesture((share) => [
        { x: x - 20 - by * share, y },
        { x: x + 20 + by * share, y },
      ]),
  };
}
