import { makePaint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import type { ErrorCode } from '../model/errors.ts';
import { jsonLine } from '../model/json-line.ts';
import type { AssetPlan, PlanTotals } from '../model/plan.ts';
import { planLine } from '../plan/plan-line.ts';
import { planRun } from '../run/plan.ts';
import type { Request } from '../run/request.ts';
import type { Call } from './command.ts';
import { exitOfError, FOUND, type ExitCode, worst } from './exit.ts';
import { printAssetPlan, printPlanTotals, wouldChange } from './print-plan.ts';

/** Assets told by name; the rest is counted. A person who wants more says -v. */
const ASSETS_SHOWN = 100;

/**
 * Prints what a run would do and does none of it. With `--check` exit 1 where anything would change, else that of the masters
 * and renditions that fail.
 */
export async function preview(call: Call, request: Request): Promise<ExitCode> {
  const { options, context, streams, reporter } = call;
  const view = await planRun(request, context);
  const tell = options.json === true ? jsonTeller(call) : plainTeller(call);
  const codes = new Set<ErrorCode>();
  for await (const asset of view.assets()) {
    tell.asset(asset);
    for (const { code } of asset.errors) codes.add(code);
  }
  const totals = view.totals();
  reporter.close();
  tell.end(totals);
  if (options.check === true && wouldChange(totals)) {
    if (!streams.quiet) streams.err('The output is not up to date: dmx ingest\n');
    return FOUND;
  }
  return options.check === true ? failedExit(codes, options) : 0;
}

/** The exit code of masters and renditions that fail, where nothing else would change. */
function failedExit(codes: ReadonlySet<ErrorCode>, { strict = false }: Call['options']): ExitCode {
  return worst([...codes].map((code) => exitOfError(code, { strict })));
}

interface Teller {
  asset(plan: AssetPlan): void;
  end(totals: PlanTotals): void;
}

function jsonTeller({ streams }: Call): Teller {
  return {
    asset: (plan) => streams.out(jsonLine(planLine(plan))),
    end: (totals) => streams.out(jsonLine({ type: 'plan-totals', ...totals })),
  };
}

function plainTeller({ streams, options }: Call): Teller {
  const paint = makePaint(streams.color);
  const verbose = options.verbose === true;
  const print = (lines: readonly string[]): void => {
    for (const line of lines) streams.out(`${line}\n`);
  };
  let shown = 0;
  let more = 0;
  return {
    asset(plan) {
      if (streams.quiet) return;
      const lines = printAssetPlan(plan, paint, verbose);
      if (lines.length === 0) return;
      if (!verbose && shown === ASSETS_SHOWN) more++;
      else {
        shown++;
        print(lines);
      }
    },
    end(totals) {
      if (more > 0) print([paint.dim(`…and ${plural(more, 'more asset')}: dmx plan -v`)]);
      if (shown > 0) print(['']);
      print(printPlanTotals(totals, paint));
    },
  };
}
