import { describe, expect, it } from 'vitest';
import { openReporter } from '../../../src/report/index.ts';
import { keepingStreams, WHOLE_RUN } from '../../support/cli/run-events.ts';
describe('the reporter json', () => {
  it('prints every event as one versioned line, and nothing else', () => {
    const streams = keepingStreams();
    const reporter = openReporter('json', { streams, cwd: '/work' });
    for (const event of WHOLE_RUN) reporter.event(event);
    const lines = streams.written.out.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(WHOLE_RUN.map((event) => ({ v: 1, ...event })));
    expect(streams.written.err).toBe('');
  });
});
