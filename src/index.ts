import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import { present } from './base/present.ts';
import { UsageError } from './model/errors.ts';
import type { CallOptions, Event } from './model/run/event.ts';
import type { RunOutcome } from './model/run/run.ts';
import type { PlanTotals } from './model/plan.ts';
import type { PlanLine } from './model/run/plan-line.ts';
import { planLine } from './plan/plan-line.ts';
import { checkOptions, OPEN_OPTIONS, RENDER_OPTIONS, RUN_OPTIONS } from './profiles/options/call-options.ts';
import { type Call, Calls } from './run/calls.ts';
import { ingest as ingestRun } from './run/ingest.ts';
import { planRun, type PlanView } from './run/plan.ts';
import type { RenderWish } from './run/rendering/order.ts';
import { Renderer } from './run/rendering/renderer.ts';
import type { Request, RunContext } from './run/request.ts';

export {
  Cancelled,
  CatalogError,
  DmxError,
  EngineError,
  type ErrorClass,
  type ErrorCode,
  type ErrorData,
  type Problem,
  ProfileError,
  RenditionError,
  SourceError,
  StorageError,
  UsageError,
} from './model/errors.ts';
export type { CallOptions, Event } from './model/run/event.ts';
export type { PlanTotals } from './model/plan.ts';
export type { PlanLine, PlannedRendition } from './model/run/plan-line.ts';
export type { RunCounts, RunOutcome, RunState } from './model/run/run.ts';
export type { MarkupFormat, MarkupPart } from './model/manifest/markup.ts';
export type { ManifestAsset, ManifestRendition, SetEntry } from './model/manifest/manifest-asset.ts';
export type { MarkupOptions } from './pages/markup.ts';
export type { Picture, PictureOptions, PictureSource } from './pages/picture.ts';
export type { Video, VideoOptions } from './pages/video.ts';
export type { Query } from './model/manifest/query.ts';
export { type Manifest, openManifest, type OpenManifestOptions } from './run/open-manifest.ts';

/**
 * The folders in which a library works. What is absent here is decided by `dmx.yaml`, then by the command line's
 * defaults.
 */
export interface OpenOptions {
  /**
   * An existing folder, absolute or as a file URL: `dmx.yaml` is searched from here upwards, relative paths are counted
   * from here.
   */
  readonly cwd: string | URL;
  /** The `dmx.yaml` to use. */
  readonly config?: string;
  /** Folder of the output. */
  readonly output?: string;
  /** Bytes of resident memory that this process and its workers may hold; runs and renders each keep to it. */
  readonly memoryBytes?: number;
  /** Worker processes at most, at least 1. */
  readonly concurrency?: number;
  /** Seconds that one asset may take. */
  readonly timeoutSeconds?: number;
  /** The programs to use for clips. */
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
}

/** The options of `dmx ingest`; what is absent is decided by `dmx.yaml`, then by the command line's defaults. */
export interface RunOptions extends CallOptions {
  /** Folders of the library to judge; absent = all. Without a `dmx.yaml` the one folder is the library. */
  readonly folders?: readonly string[];
  /** Globs below the library: only assets that match one, and none that matches an `exclude`. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  /** Only assets that have all of these tags; `!tag`: those without it. */
  readonly tags?: readonly string[];
  /** Only assets whose metadata has all of these keywords. */
  readonly keywords?: readonly string[];
  /** Only assets with at least so many stars, 1…5. */
  readonly rating?: number;
  /** Only assets of this collection of `dmx.yaml`. */
  readonly collection?: string;
  /** Makes everything again. */
  readonly force?: boolean;
  /** A format that is not read fails the run. */
  readonly strict?: boolean;
  /** false: clips are left as they are. */
  readonly video?: boolean;
  /** Leaves known assets alone. */
  readonly newOnly?: boolean;
  /** Goes on where a folder is missing or has lost many of its known assets. */
  readonly allowGone?: boolean;
  /** Believes the catalog where files of the output are not on this machine. */
  readonly trustCatalog?: boolean;
  /** Takes renditions of an older engine for up to date. */
  readonly acceptEngine?: boolean;
  /** The processing of a moved master: that of its new folder, or the one that it had. */
  readonly onMove?: 'apply' | 'keep';
  /** The step after an asset that takes too long: the next one, or the end of the run. */
  readonly onTimeout?: 'next' | 'stop';
  /** Failed assets after which the run stops: more than `count`, or than `percent` of the assets (0…100). */
  readonly maxFailures?: { readonly count: number } | { readonly percent: number };
  /** Assets a batch, 50…1000. */
  readonly batch?: number | 'auto';
  /** The title under which `dmx runs` lists the run. */
  readonly title?: string;
  /** A file that gets one JSON line for each rendition that was added, changed, moved or removed. */
  readonly changes?: string;
  /** The part of the library to work on, of `of` parts; `index` counts from 1. */
  readonly shard?: { readonly index: number; readonly of: number };
  /** Seconds to wait where another run works on the output; default 0. */
  readonly waitLockSeconds?: number;
}

/** A plan that is made while it is read. */
export interface Plan {
  /** Absolute. */
  readonly library: string;
  /** Absolute. */
  readonly output: string;
  /** Every asset judged, in UTF-8 order of their paths; to be read once. */
  readonly assets: AsyncIterable<PlanLine>;
  /** Sums of the assets read so far. */
  totals(): PlanTotals;
  /** To be called where `assets` is not read: it holds a worker and the catalog until then. */
  close(): Promise<void>;
}

/** One picture of one asset. */
export interface RenderOptions extends CallOptions {
  /** An asset path (`shoes/red.jpg`) or a file; `shoes/red.jpg:Large` for one of its smart crops. */
  readonly asset: string;
  /** Name of a preset. */
  readonly preset?: string;
  /**
   * Commands of the Image Serving language, such as `wid=400&fmt=webp`; they win over the preset. Bounded by
   * `server.maxpix`.
   */
  readonly modifiers?: string;
  /** Values of `$name$` variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Unknown commands are skipped with a warning, not refused. */
  readonly lenient?: boolean;
  /**
   * Default `master`: the bytes that ingest makes. `pyramid` is quicker for huge masters, `auto` takes it where the
   * master is gone.
   */
  readonly from?: 'master' | 'pyramid' | 'auto';
}

/** A picture that was rendered. */
export interface RenderedPicture {
  /** The asset path. */
  readonly asset: string;
  /** The file's bytes. */
  readonly data: Uint8Array;
  readonly mime: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Hexadecimal digest of `data`. */
  readonly sha256: string;
  /** Notes about it: commands that were skipped, colours that were guessed. */
  readonly warnings: readonly string[];
}

/** An opened project. Calls may be made side by side. */
export interface Dmx {
  /**
   * Decides what `ingest` would do and writes nothing. Reads settings and profiles anew. Aborted, it rejects with
   * `Cancelled`, as does reading its assets. Throws what a run throws before it starts: UsageError, ProfileError,
   * CatalogError.
   */
  plan(options?: RunOptions): Promise<Plan>;
  /**
   * Walks the library and makes what is new or changed; profiles and settings are read again. Failures of single assets
   * do not reject: see `counts` and `codes`. When aborted, it finishes and records the jobs at work and resolves with
   * `state: 'interrupted'`; the same call continues later. Throws UsageError, ProfileError, StorageError, CatalogError
   * (LOCKED where another run works on the output).
   */
  ingest(options?: RunOptions): Promise<RunOutcome>;
  /**
   * Renders one picture with the bytes that ingest makes, by settings and profiles as they were when this was opened.
   * Any number may be asked for side by side: they share workers and memory. Aborted, it rejects with `Cancelled` and
   * leaves nothing. Throws UsageError (ASSET_UNKNOWN, PRESET_UNKNOWN, COMMAND_RANGE …), ProfileError, SourceError,
   * RenditionError, EngineError.
   */
  render(options: RenderOptions): Promise<RenderedPicture>;
  /** Aborts the calls in hand, waits for their ends, and ends the workers. The process can end by itself then. */
  close(): Promise<void>;
}

function folderOf(cwd: string | URL): string {
  const folder = cwd instanceof URL ? fileURLToPath(cwd) : cwd;
  if (isAbsolute(folder) && statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new UsageError('MISSING_FOLDER', `expected the absolute path of a folder for cwd, got ${folder}`, {
    place: folder,
    hint: 'In a module, import.meta.dirname is the folder it lies in.',
  });
}

/** Builds the request of a call; undefined fields count as not given. */
function requestOf(opened: OpenOptions, run: RunOptions = {}, name = 'ingest'): Request {
  checkOptions(opened, OPEN_OPTIONS, 'open');
  checkOptions(run, RUN_OPTIONS, name);
  const { cwd, output, ...rest } = opened;
  const { onEvent: _onEvent, signal: _signal, folders = [], ...settings } = run;
  return present<Request>({ ...rest, out: output, ...settings, command: 'ingest', cwd: folderOf(cwd), folders });
}

async function* planLines(view: PlanView, call: Call, close: () => Promise<void>): AsyncIterable<PlanLine> {
  const assets = view.assets()[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await call.settle(() => assets.next());
      if (done === true) return;
      yield planLine(value.plan, value.estimate);
    }
  } finally {
    await close();
  }
}

/** A plan is in hand until it is read or closed. */
async function plan(calls: Calls, options: RunOptions, request: Request): Promise<Plan> {
  let close = (): Promise<unknown> => Promise.allSettled([planning]);
  const call = calls.open(options, () => close());
  const planning = call.settle(() => planRun(request, call.context));
  try {
    const view = await planning;
    const end = async (): Promise<void> => {
      await view.close();
      call.end();
    };
    close = end;
    const { library, output } = view;
    return { library, output, assets: planLines(view, call, end), totals: () => view.totals(), close: end };
  } catch (error) {
    call.end();
    throw error;
  }
}

async function render(renderer: Renderer, options: RenderOptions, context: RunContext): Promise<RenderedPicture> {
  const { asset, preset, modifiers, variables = {}, lenient = false, from = 'master' } = options;
  if (preset === undefined && modifiers === undefined) {
    throw new UsageError('OPTION_CONFLICT', 'expected a preset or modifiers to render, got neither', { place: asset });
  }
  const warnings: string[] = [];
  const emit = (event: Event): void => {
    if (event.type === 'notice' && event.level === 'warning') warnings.push(event.message);
    context.emit(event);
  };
  const wish = present<RenderWish>({ set: variables, lenient, preset, modifiers });
  const call = { ...context, emit };
  const target = await renderer.target(asset, from, call);
  return renderer.render(target, wish, call, async (picture) => {
    const { mime, width, height, sha256 } = picture.facts;
    return { asset: target.path, data: picture.read(), mime, width, height, sha256, warnings };
  });
}

/**
 * Opens a project: reads `dmx.yaml`, profiles and presets. What follows takes the path of the command line, with the same
 * bytes and the same errors. Nothing is written, and no worker started before there is work for it. Throws UsageError,
 * ProfileError (with every problem of every file).
 *
 * @example
 * ```ts
 * const media = await open({ cwd: '/srv/shop' });
 * try {
 *   const { state, counts } = await media.ingest({ onEvent: (event) => console.log(event.type) });
 *   const { data, mime } = await media.render({ asset: 'shoes/red.jpg', preset: 'thumb' });
 * } finally {
 *   await media.close();
 * }
 * ```
 */
export async function open(options: OpenOptions): Promise<Dmx> {
  const renderer = await Renderer.open(requestOf(options));
  const calls = new Calls();
  return {
    plan: async (run = {}) => plan(calls, run, requestOf(options, run, 'plan')),
    ingest: async (run = {}) => {
      const request = requestOf(options, run);
      return calls.do(run, (context) => ingestRun(request, context));
    },
    render: async (one) => {
      checkOptions(one, RENDER_OPTIONS, 'render');
      return calls.do(one, (context) => render(renderer, one, context));
    },
    close: async () => {
      await calls.close();
      await renderer.close();
    },
  };
}
