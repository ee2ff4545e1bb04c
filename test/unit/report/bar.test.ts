import { describe, expect, it } from 'vitest';
import { openBar } from '../../../src/report/bar.ts';
import { keepingStreams } from '../../support/cli/run-events.ts';

const LISTENED = ['exit', 'SIGWINCH', 'SIGTSTP'] as const;
const listeners = (): readonly number[] => LISTENED.map((event) => process.listenerCount(event));

describe('the bar', () => {
  it('is drawn anew when the window changes, and leaves the last column free', () => {
    const streams = keepingStreams({ live: true });
    const widths: number[] = [];
    const bar = openBar(streams, (width) => `bar of ${widths.push(width)}`);
    bar.show();
    process.emit('SIGWINCH');
    bar.hide();
    expect(widths).toEqual([streams.width - 1, streams.width - 1]);
    expect(streams.written.err).toContain('\rbar of 2\u001b[J\r');
  });

  it('gives the terminal back however the process ends, once', () => {
    const before = listeners();
    const streams = keepingStreams({ live: true });
    const bar = openBar(streams, () => 'bar');
    bar.show();
    // What the second Ctrl-C comes to: nothing but the listeners of `exit` runs any more.
    for (const listener of process.listeners('exit').slice(before[0])) listener.call(process, 130);
    const given = streams.written.err;
    expect(given.endsWith('\r \u001b[J\r\u001b[0m\u001b[?7h\u001b[?25h')).toBe(true);
    bar.hide();
    expect(streams.written.err).toBe(given);
    expect(listeners()).toEqual(before);
  });
});
