import { openGithubReporter } from './github.ts';
import { openJsonReporter } from './json.ts';
import { openPrettyReporter } from './pretty.ts';
import type { ReporterName } from '../model/run/reporter-names.ts';
import type { Reporter, ReportSetting } from './reporter.ts';

export { annotateError, annotateProblems, type Checkout, inertStreams } from './github.ts';
export { printReport } from './html/page.ts';
export { printProgressLine, progressOf } from './progress.ts';

/** The REGISTRY of reporters. */
const REPORTERS: Readonly<Record<ReporterName, (setting: ReportSetting) => Reporter>> = {
  pretty: openPrettyReporter,
  json: openJsonReporter,
  github: openGithubReporter,
};

export function openReporter(name: ReporterName, setting: ReportSetting): Reporter {
  return REPORTERS[name](setting);
}
