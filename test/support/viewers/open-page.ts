import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { CHROMIUM } from '../video/browser.ts';

/** An event of a viewer that a page heard. */
interface Heard {
  readonly type: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A browser with no network but this machine. */
export async function launch(): Promise<Browser & AsyncDisposable> {
  const profile = await mkdtemp(join(tmpdir(), 'dmx-browser-'));
  const browser = await puppeteer.launch({
    executablePath: CHROMIUM ?? '',
    userDataDir: profile,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required', '--use-gl=angle'],
      ...[
        '--use-angle=swiftshader',
        '--enable-unsafe-swiftshader',
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    ],
  });
  return Object.assign(browser, {
    async [Symbol.asyncDispose]() {
      await browser.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  });
}

/** A page that is open, and everything that it asked for or told. */
export interface OpenPage {
  readonly page: Page;
  /** Addresses that it asked for. */
  readonly requests: readonly string[];
  /** Errors of scripts, and what the browser wrote of them: of policies too. */
  readonly errors: readonly string[];
  readonly heard: () => Promise<readonly Heard[]>;
  /** Fulfilled once an event of a viewer was heard. Rejects after long. */
  readonly until: (type: string) => Promise<unknown>;
}

/** A machine that does much else at the same time needs long. */
const PATIENCE_MS = 100_000;

const EVENTS = 'load swap zoom pan spin swatch slide play pause stop milestone hotspot quickview error'.split(' ');

/** Opens a page, which notes the events of viewers from its start. */
export async function openPage(
  browser: Browser,
  url: string,
  { width, height, touch = false }: { readonly width: number; readonly height: number; readonly touch?: boolean },
): Promise<OpenPage> {
  const page = await browser.newPage();
  await page.setViewport({ width, height, hasTouch: touch, isMobile: touch });
  page.setDefaultTimeout(PATIENCE_MS);
  const [requests, errors]: [string[], string[]] = [[], []];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error instanceof Error ? error.message : String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.evaluateOnNewDocument(`globalThis.heard = [];
    for (const name of ${JSON.stringify(EVENTS)}) addEventListener('dmx:' + name, (event) => {
      heard.push({ type: name, detail: JSON.parse(JSON.stringify(event.detail)) });
    });`);
  await page.goto(url, { waitUntil: 'load' });
  const list = async (): Promise<readonly Heard[]> => (await page.evaluate('heard')) as readonly Heard[];
  const until = (type: string): Promise<unknown> => page.waitForFunction(`heard.some((one) => one.type === '${type}')`);
  return { page, requests, errors, heard: list, until };
}
