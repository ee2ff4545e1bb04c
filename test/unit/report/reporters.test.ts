import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Event } from '../../../src/model/event.ts';
import { openReporter, REPORTER_NAMES } from '../../../src/report/index.ts';
import { keepingStreams, runEvents } from '../../support/cli/run-events.ts';

const failure: Event = runEvents.jobFinished('shoes/50% off,a:b.jpg', {
  made: 0,
  failed: 1,
  errors: [{ code: 'SOURCE_CORRUPT', rendition: null, message: 'ends early', hint: 'Replace it.' }],
});

const RUN: readonly Event[] = [
  runEvents.started(),
  { type: 'scan-progress', files: 2 },
  runEvents.planned({ assets: 2, jobs: 2, make: 8 }),
  runEvents.jobStarted('a.jpg'),
  runEvents.jobFinished('a.jpg'),
  failure,
  { type: 'manifest-written', file: 'manifest.json', assets: 2 },
  runEvents.finished({ assets: 2, made: 4, failedAssets: 1 }),
];

afterEach(() => {
  vi.useRealTimers();
});

describe.each(REPORTER_NAMES)('the reporter %s', (name) => {
  it('takes every event, and may be closed twice', () => {
    const streams = keepingStreams();
    const reporter = openReporter(name, { streams, cwd: '/work' });
    for (const event of RUN) reporter.event(event);
    reporter.close();
    reporter.close();
    expect(streams.written.out + streams.written.err).not.toBe('');
  });

  it('says a sentence to people on stderr alone', () => {
    const streams = keepingStreams();
    const reporter = openReporter(name, { streams, cwd: '/work' });
    reporter.say('Stopping');
    expect(streams.written).toEqual({ out: '', err: 'Stopping\n' });
  });
});

describe('the reporter json', () => {
  it('prints every event as one versioned line, and nothing else', () => {
    const streams = keepingStreams();
    const reporter = openReporter('json', { streams, cwd: '/work' });
    for (const event of RUN) reporter.event(event);
    const lines = streams.written.out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(RUN.map((event) => ({ v: 1, ...event })));
    expect(streams.written.err).toBe('');
  });
});

describe('the reporter pretty', () => {
  function told(more: Parameters<typeof keepingStreams>[0], events = RUN): string {
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
    const text = told({ live: true }, RUN.slice(0, 4));
    expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'));
  });

  it('takes the bar away before it writes a line, and draws it anew after it', () => {
    const notice: Event = { type: 'notice', level: 'warning', message: 'disk nearly full', hint: '' };
    const text = told({ live: true }, [...RUN.slice(0, 3), notice]);
    const before = text.slice(0, text.indexOf('disk nearly full'));
    expect(before.slice(before.lastIndexOf('\u001b[?25h'))).toContain('\u001b[2K');
    expect(text.slice(text.indexOf('disk nearly full'))).toContain('\u001b[?25l');
  });

  it('says only what went wrong when it is to be quiet', () => {
    const text = told({ quiet: true });
    expect(text).toContain('SOURCE_CORRUPT');
    expect(text).not.toContain('Done');
    expect(told({ quiet: true }, [runEvents.started(), runEvents.finished({ assets: 1, kept: 3 })])).toBe('');
  });

  it('names every job when it is to be verbose', () => {
    expect(told({ verbose: true })).toContain('a.jpg  4 renditions');
    expect(told({})).not.toContain('a.jpg  4 renditions');
  });

  it('tells the size of batches and its reason once', () => {
    const batch = (number: number): Event => ({
      ...{ type: 'batch-started', batch: number, batches: 2, jobs: 2, size: 200, reason: 'masters are small' },
    });
    const text = told({}, [...RUN.slice(0, 3), batch(1), batch(2)]);
    expect(text.match(/Batches of 200 assets: masters are small/g)).toHaveLength(1);
  });

  it('writes a line a minute where there is no bar', () => {
    vi.useFakeTimers();
    const streams = keepingStreams();
    const reporter = openReporter('pretty', { streams, cwd: '/work' });
    for (const event of RUN.slice(0, 5)) reporter.event(event);
    const before = streams.written.err;
    vi.advanceTimersByTime(59_000);
    expect(streams.written.err).toBe(before);
    vi.advanceTimersByTime(61_000);
    expect(streams.written.err.slice(before.length).match(/^Making: 1\/2 assets, 4\/8 renditions/gm)).toHaveLength(2);
    reporter.close();
    const end = streams.written.err;
    vi.advanceTimersByTime(600_000);
    expect(streams.written.err).toBe(end);
  });
});

describe('the reporter github', () => {
  function told(): { out: string; summary: string } {
    const streams = keepingStreams();
    let summary = '';
    const reporter = openReporter('github', { streams, cwd: '/work', jobSummary: (text) => (summary += text) });
    for (const event of RUN) reporter.event(event);
    return { out: streams.written.out, summary };
  }

  it('annotates the file of each failure, below the checkout, with everything escaped', () => {
    expect(told().out).toBe(
      '::error file=photos/shoes/50%25 off%2Ca%3Ab.jpg,title=SOURCE_CORRUPT::ends early%0AReplace it.\n',
    );
  });

  it('writes the summary beside the job, failures as a table', () => {
    const { summary } = told();
    expect(summary).toContain('### dmx ingest');
    expect(summary).toContain('| `SOURCE_CORRUPT` | 1 |');
    expect(summary).toContain('Failed    1 asset\n');
    expect(summary).toContain('not everything could be made');
  });

  it('gives no file a name that GitHub takes for a command', () => {
    const asset = '::stop-commands::tok.png';
    const streams = keepingStreams({ verbose: true });
    const reporter = openReporter('github', { streams, cwd: '/work' });
    const errors = [{ code: 'ENGINE_FAILED', rendition: null, message: 'got ##[error]x', hint: '::debug::' }] as const;
    const told = { failed: 1, errors, warnings: ['##[group]'] };
    for (const event of [
      runEvents.started(),
      runEvents.jobFinished(asset, told),
      runEvents.finished({ failedAssets: 1 }),
    ]) {
      reporter.event(event);
    }
    reporter.say(':::x');
    const lines = `${streams.written.out}${streams.written.err}`.split('\n').map((line) => line.trim());
    expect(lines.filter((line) => line.startsWith('::') && !/^::(?:error|warning) file=/.test(line))).toEqual([]);
    expect(streams.written.err).not.toContain('##[');
    expect(streams.written.err).toContain(': :stop-commands: :tok.png');
  });

  it('stays within what GitHub stores', () => {
    const streams = keepingStreams();
    const reporter = openReporter('github', { streams, cwd: '/work' });
    for (const event of [
      runEvents.started(),
      ...Array.from({ length: 200 }, () => failure),
      runEvents.finished({ failedAssets: 200 }),
    ]) {
      reporter.event(event);
    }
    const lines = streams.written.out.trimEnd().split('\n');
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe('::error::…and 150 more failures: dmx status');
  });
});
