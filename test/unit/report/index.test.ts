import { describe, expect, it } from 'vitest';
import { openReporter } from '../../../src/report/index.ts';
import { REPORTER_NAMES } from '../../../src/model/run/reporter-names.ts';
import { keepingStreams, WHOLE_RUN } from '../../support/cli/run-events.ts';
describe.each(REPORTER_NAMES)('the reporter %s', (name) => {
  it('takes every event, and may be closed twice', () => {
    const streams = keepingStreams();
    const reporter = openReporter(name, { streams, cwd: '/work' });
    for (const event of WHOLE_RUN) reporter.event(event);
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
