import type { Command } from '../command.ts';
import { complete } from './complete.ts';
import { completion } from './completion.ts';
import { crop } from './crop.ts';
import { doctor } from './doctor.ts';
import { embed } from './embed.ts';
import { ingest } from './ingest.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { markup } from './markup.ts';
import { merge } from './merge.ts';
import { plan } from './plan.ts';
import { presets } from './presets.ts';
import { profiles } from './profiles.ts';
import { prune } from './prune.ts';
import { publish } from './publish.ts';
import { reference } from './reference.ts';
import { render } from './render.ts';
import { report } from './report.ts';
import { reprocess } from './reprocess.ts';
import { runs } from './runs.ts';
import { schema } from './schema.ts';
import { sets } from './sets.ts';
import { show } from './show.ts';
import { status } from './status.ts';
import { verify } from './verify.ts';
import { watch } from './watch.ts';

/** The REGISTRY of commands, in the order of help and docs/options.md. */
export const COMMANDS: readonly Command[] = [
  ingest,
  watch,
  reprocess,
  render,
  publish,
  prune,
  merge,
  plan,
  status,
  list,
  markup,
  embed,
  show,
  sets,
  crop,
  report,
  runs,
  verify,
  init,
  presets,
  profiles,
  doctor,
  schema,
  completion,
  complete,
  reference,
];
