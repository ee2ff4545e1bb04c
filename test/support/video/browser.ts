import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The browser of this machine, if it has one. */
export const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

/**
 * Opens a page in headless Chromium, which has no network but this machine, and answers the document once its scripts have done their work.
 * `more`: further flags.
 */
export async function browse(chromium: string, url: string, more: readonly string[] = []): Promise<string> {
  const profile = await mkdtemp(join(tmpdir(), 'dmx-browser-'));
  const flags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--window-size=1200,900'];
  const offline = [
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    '--virtual-time-budget=3000',
    '--dump-dom',
  ];
  // The head of a group: its helpers write to the profile until they are gone too.
  const browser = spawn(chromium, [...flags, ...offline, ...more, `--user-data-dir=${profile}`, url], {
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  try {
    const [dom] = await Promise.all([text(browser.stdout), once(browser, 'exit')]);
    return dom;
  } finally {
    try {
      if (browser.pid !== undefined) process.kill(-browser.pid, 'SIGKILL');
    } catch {
      // All of the group is gone already.
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
