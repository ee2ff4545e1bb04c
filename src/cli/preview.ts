import { makePaint } from '../base/paint.ts';
import { plural } from '../base/text.ts';
import type { ErrorCode } from '../model/errors.ts';
import { jsonLine } from '../model/run/json-line.ts';
import type { PlanTotals } from '../model/plan.ts';
import type { SetChange } from '../model/sets.ts';
import { planLine } from '../plan/plan-line.ts';
import { type PlannedView, planRun } from '../run/plan.ts';
import type { Request } from '../run/request.ts';
import type { Call } from './command.ts';
import { exitOfError, FOUND, type ExitCode, worst } from './exit.ts';
import { PlanGroups } from './plan-groups.ts';
import {
  isNoteworthy,
  printAssetPlan,
  printPlannedSets,
  printPlanTotals,
  secondsOf,
  wouldChange,
} from './print-plan.ts';

/** Assets in no group that are listed by name; the others are only counted. `-v` lists all. */
const ASSETS_SHOWN = 100;

/**
 * Prints what a run would do and does none of it. With `--check` exit 1 where anything would change, else that of the masters
 * and renditions that fail.
 */
export async function preview(call: Call, request: Request): Promise<ExitCode> {
  const { options, context, streams, reporter } = call;
  const view = await planRun(request, context);
  const tell = options.json === true ? jsonPrinter(call) : textPrinter(call);
  const codes = new Set<ErrorCode>();
  for await (const asset of view.assets()) {
    tell.asset(asset);
    for (const { code } of asset.plan.errors) codes.add(code);
  }
  const totals = view.totals();
  const sets = view.sets();
  reporter.close();
  tell.end(totals, view.workers, sets);
  if (options.check === true && (wouldChange(totals) || sets.length > 0)) {
    if (!streams.quiet) streams.err('The output is not up to date: dmx ingest\n');
    return FOUND;
  }
  return options.check === true ? failedExit(codes, options) : 0;
}

/** The exit code of masters and renditions that fail, where nothing else would change. */
function failedExit(codes: ReadonlySet<ErrorCode>, { strict = false }: Call['options']): ExitCode {
  return worst([...codes].map((code) => exitOfError(code, { strict })));
}

interface PlanPrinter {
  asset(planned: PlannedView): void;
  end(totals: PlanTotals, workers: number, sets: readonly SetChange[]): void;
}

function jsonPrinter({ streams }: Call): PlanPrinter {
  return {
    asset: ({ plan, estimate }) => streams.out(jsonLine(planLine(plan, estimate))),
    end: (totals, workers, sets) => {
      for (const set of sets) streams.out(jsonLine({ type: 'set-planned', ...set }));
      streams.out(jsonLine({ type: 'plan-totals', ...totals, seconds: secondsOf(totals), workers }));
    },
  };
}

function textPrinter({ streams, options }: Call): PlanPrinter {
  const paint = makePaint(streams.color);
  const verbose = options.verbose === true;
  const print = (lines: readonly string[]): void => {
    for (const line of lines) streams.tell(line);
  };
  const groups = new PlanGroups(paint);
  let shown = 0;
  let more = 0;
  return {
    asset({ plan, estimate }) {
      if (streams.quiet || (!verbose && !isNoteworthy(plan))) return;
      if (!verbose && groups.take(plan, estimate)) return;
      if (!verbose && shown === ASSETS_SHOWN) more++;
      else {
        shown++;
        print(printAssetPlan(plan, { paint, verbose }));
      }
    },
    end(totals, workers, sets) {
      const gathered = groups.lines();
      print(gathered);
      const left = more + groups.more;
      if (left > 0) print([paint.dim(`…and ${plural(left, 'more asset')}: dmx plan -v`)]);
      if (shown + gathered.length > 0) print(['']);
      print(printPlanTotals(totals, workers, paint));
      if (sets.length > 0 && !streams.quiet) print(printPlannedSets(sets, { paint, verbose }));
    },
  };
}
