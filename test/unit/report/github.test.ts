import { describe, expect, it } from 'vitest';
import { openReporter } from '../../../src/report/index.ts';
import { keepingStreams, runEvents, FAILED_JOB, WHOLE_RUN } from '../../support/cli/run-events.ts';
describe('the reporter github', () => {
  function told(): { out: string; summary: string } {
    const streams = keepingStreams();
    let summary = '';
    const reporter = openReporter('github', { streams, cwd: '/work', jobSummary: (text) => (summary += text) });
    for (const event of WHOLE_RUN) reporter.event(event);
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
      ...Array.from({ length: 200 }, () => FAILED_JOB),
      runEvents.finished({ failedAssets: 200 }),
    ]) {
      reporter.event(event);
    }
    const lines = streams.written.out.trimEnd().split('\n');
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe('::error::…and 150 more failures: dmx status');
  });
});
