import { openGithubReporter } from './github.ts';
import { openJsonReporter } from './json.ts';
import { openPrettyReporter } from './pretty.ts';
import type { Reporter, ReportSetting } from './reporter.ts';

export { printReport } from './html/page.ts';
export { printProgressLine, progressOf } from './progress.ts';

/** The REGISTRY: what `--reporter` takes. */
const REPORTERS = {
  pretty: openPrettyReporter,
  json: openJsonReporter,
  github: openGithubReporter,
} satisfies Record<string, (setting: ReportSetting) => Reporter>;

export type ReporterName = keyof typeof REPORTERS;

export const REPORTER_NAMES = Object.keys(REPORTERS) as readonly ReporterName[];

export function openReporter(name: ReporterName, setting: ReportSetting): Reporter {
  return REPORTERS[name](setting);
}
