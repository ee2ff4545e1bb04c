import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Event } from '../../../src/model/run/event.ts';
import { openReporter } from '../../../src/report/index.ts';
import { keepingStreams, runEvents, WHOLE_RUN } from '../../support/cli/run-events.ts';
afterEach(() => {
  vi.useRealTimers();
});

describe('the reporter pretty', () => {
  function told(more: Parameters<typeof keepingStreams>[0], events = WHOLE_RUN): string {
    const streams = keepingStreams(more);
    const reporter = openReporter('pretty', { streams, cwd: '/work' });
    for (const event of events) reporter.event(event);
    reporter.close();
    expect(streams.written.out).toBe('');
    return streams.written.err;
  }

  it('draws no bar and no colour where there is no terminal', () => {
    expect(told({})).not.toContain('\u001b');
  });

  it('draws a bar on a terminal and gives cursor and line wrapping back', () => {
    const text = told({ live: true });
    expect(text).toContain('\u001b[?25l');
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
    expect(text.lastIndexOf('\u001b[?7h')).toBeGreaterThan(text.lastIndexOf('\u001b[?7l'));
  });

  it('gives the terminal back when it is closed in the middle of a run', () => {
    const text = told({ live: true }, WHOLE_RUN.slice(0, 4));
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
  });

  it('takes the bar away before it writes a line, and draws it anew after it', () => {
    const notice: Event = { type: 'notice', level: 'warning', message: 'disk nearly full', hint: '' };
    const text = told({ live: true }, [...WHOLE_RUN.slice(0, 3), notice]);
    const before = text.slice(0, text.indexOf('disk nearly full'));
    expect(before.lastIndexOf('\r \u001b[J')).toBeGreaterThan(before.lastIndexOf('\u001b[?25l'));
    expect(text.slice(text.indexOf('disk nearly full'))).toContain('\u001b[?25l');
  });

  it('breaks its lines between words on a terminal, and leaves those of logs whole', () => {
    const failed = [...WHOLE_RUN.slice(0, 3), runEvents.finished({ assets: 1, failedAssets: 1 })];
    const rows = (text: string) => text.split('\n').filter((row) => /mended|reprocess/.test(row));
    expect(rows(told({}, failed))).toHaveLength(1);
    const [first = '', second = ''] = rows(told({ live: true, width: 60 }, failed));
    expect(first).toMatch(/^ {2}Next +dmx reprocess --failed .*\w$/);
    expect(second).toMatch(/^ {12}\w.*mended$/);
  });

  it('says only what went wrong when it is to be quiet', () => {
    const text = told({ quiet: true });
    expect(text).toContain('SOURCE_CORRUPT');
    expect(text).not.toContain('Done');
    expect(told({ quiet: true }, [runEvents.started(), runEvents.finished({ assets: 1, kept: 3 })])).toBe('');
  });

  it('sums up each of several runs by itself', () => {
    const again = [runEvents.started(), runEvents.finished({ assets: 1, made: 1 })];
    const text = told({}, [...WHOLE_RUN, ...again]);
    expect(text.match(/SOURCE_CORRUPT/g)).toHaveLength(1);
    expect(text.slice(told({}).length)).toBe(told({}, again));
  });

  it('names every job when it is to be verbose', () => {
    expect(told({ verbose: true })).toContain('a.jpg  4 renditions');
    expect(told({})).not.toContain('a.jpg  4 renditions');
  });

  it('tells the size of batches and its reason once', () => {
    const batch = (number: number): Event => ({
      ...{ type: 'batch-started', batch: number, batches: 2, jobs: 2, size: 200, reason: 'masters are small' },
    });
    const text = told({}, [...WHOLE_RUN.slice(0, 3), batch(1), batch(2)]);
    expect(text.match(/Batches of 200 assets: masters are small/g)).toHaveLength(1);
  });

  it('writes a line a minute where there is no bar', () => {
    vi.useFakeTimers();
    const streams = keepingStreams();
    const reporter = openReporter('pretty', { streams, cwd: '/work' });
    for (const event of WHOLE_RUN.slice(0, 5)) reporter.event(event);
    const before = streams.written.err;
    vi.advanceTimersByTime(59_000);
    expect(streams.written.err).toBe(before);
    vi.advanceTimersByTime(61_000);
    expect(streams.written.err.slice(before.length).match(/^Making: .*1\/2 assets, .*4\/8 renditions/gm)).toHaveLength(
      2,
    );
    reporter.close();
    const end = streams.written.err;
    vi.advanceTimersByTime(600_000);
    expect(streams.written.err).toBe(end);
  });
});
