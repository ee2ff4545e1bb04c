import { jsonLine } from '../model/run/json-line.ts';
import type { Reporter, ReportSetting } from './reporter.ts';

/** Every event as it is, one line each, on stdout. */
export function openJsonReporter({ streams }: ReportSetting): Reporter {
  return {
    event: (event) => streams.out(jsonLine(event)),
    say: (line) => streams.err(`${line}\n`),
    close: () => {},
  };
}
