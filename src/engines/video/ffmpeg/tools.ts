import { chmod } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DmxError, EngineError } from '../../../model/errors.ts';
import type { Programs } from '../../../model/programs.ts';
import { folderOfPackage } from '../../../system/npm-packages.ts';
import { runTool } from '../../../system/tool.ts';
import { installFfmpegCommand } from './install-command.ts';

/** The programs that work on clips. */
export interface Tools {
  readonly ffmpeg: string;
  readonly ffprobe: string;
  /** The version that ffmpeg prints. */
  readonly version: string;
  readonly probeVersion: string;
  /** Names of its encoders. */
  readonly encoders: ReadonlySet<string>;
  /** It can give packets the time that they last, and says how it treats frames that come at no fixed rate. */
  readonly times: boolean;
  /** It can leave packets out of a stream before they are decoded. */
  readonly thins: boolean;
  /** It decodes, filters and encodes all files of a process at once; older ones go from one to the next. */
  readonly parallel: boolean;
  /** It is older than what clips are made with here: no security fixes for years. */
  readonly outdated: boolean;
}

interface Found {
  readonly program: string;
  readonly version: string;
  /** Major and minor version of libavcodec, which every build tells, whatever it calls itself. */
  readonly codec: readonly [number, number];
  /** The rest of its version output. */
  readonly told: string;
}

// A program that only tells about itself does so at once.
const SECONDS = 20;

// ffmpeg 4.4: the first that turns and flips by the display matrix, and gives HDR side data, as we rely on.
const LEAST_CODEC = [58, 134] as const;

type Kind = 'ffmpeg' | 'ffprobe';

/** The question that each answers about itself: ffmpeg tells its version above its encoders, as it does above everything. */
const QUESTIONS = { ffmpeg: ['-encoders'], ffprobe: ['-hide_banner', '-version'] } as const;

/** The output of a program; '' where it fails or prints nothing. */
async function ask(program: string, kind: Kind): Promise<string> {
  try {
    const { stdout, stderr, exitCode } = await runTool(program, QUESTIONS[kind], { timeoutSeconds: SECONDS });
    return exitCode === 0 ? `${stderr}${stdout}` : '';
  } catch (error) {
    if (error instanceof DmxError) return '';
    throw error;
  }
}

/** Reads the version of a program; undefined where it is not the program that was expected. */
async function lookAt(program: string, kind: Kind): Promise<Found | undefined> {
  const told = await ask(program, kind);
  const version = new RegExp(`^${kind} version (\\S+)`, 'm').exec(told)?.[1];
  const [, major, minor] = /^ *libavcodec\s+(\d+)\.\s*(\d+)\./m.exec(told) ?? [];
  return version === undefined ? undefined : { program, version, codec: [Number(major), Number(minor)], told };
}

// ffmpeg 5.0: the first whose filter of packets (noise) takes an expression.
const THINNING_CODEC = [59, 18] as const;

// ffmpeg 7.0: the first whose parts run in threads of their own.
const PARALLEL_CODEC = [61, 3] as const;

// ffmpeg 5.1: the first with -fps_mode, and whose filter of time stamps (setts) sets how long a packet lasts.
const TIMING_CODEC = [59, 37] as const;

function isSince({ codec: [major, minor] }: Found, [leastMajor, leastMinor]: readonly [number, number]): boolean {
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

async function namedTool(program: string, kind: Kind): Promise<Found> {
  const found = await lookAt(program, kind);
  if (found !== undefined) return found;
  throw new EngineError('ENGINE_MISSING', `expected an ${kind} that runs at ${program}, got none`, {
    place: program,
    hint: `Check the path that --${kind}, DMX_${kind.toUpperCase()} or dmx.yaml names, or install ffmpeg and name none.`,
  });
}

// Builds that npm has, by its `os` and `cpu`: a young one where there is any (7.0 of 2024), else one of 2018.
const FFMPEG_PACKAGES: readonly string[] = ['@ffmpeg-binary', '@ffmpeg-installer'];

/** The file of ffmpeg in an optional package for this machine; undefined where none is installed. */
function packagedFfmpeg(): string | undefined {
  const machine = `${process.platform}-${process.arch}`;
  const folders = FFMPEG_PACKAGES.flatMap((scope) => folderOfPackage(`${scope}/${machine}`) ?? []);
  return folders[0] && join(folders[0], process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg');
}

/**
 * The path at which an optional package keeps its program; undefined where it is not installed, or not for this
 * machine.
 */
async function packagedPath(kind: Kind): Promise<string | undefined> {
  try {
    const path = kind === 'ffmpeg' ? packagedFfmpeg() : (await import('@ffprobe-installer/ffprobe')).default.path;
    // Where npm runs no install scripts, nobody has made it executable yet.
    if (path !== undefined) await chmod(path, 0o755).catch(() => undefined);
    return path;
  } catch {
    return undefined;
  }
}

async function packagedTool(kind: Kind): Promise<Found | undefined> {
  const path = await packagedPath(kind);
  return path === undefined ? undefined : lookAt(path, kind);
}

function nothingFound(): EngineError {
  return new EngineError('ENGINE_MISSING', 'expected ffmpeg and ffprobe 4.4 or newer for clips, got none', {
    hint: `Install ffmpeg (\`${installFfmpegCommand()}\`), name it with --ffmpeg, or leave clips out with --no-video.`,
  });
}

const ON_PATH = 'ffmpeg';

interface Choice {
  readonly ffmpeg: Found;
  readonly outdated: boolean;
}

async function chooseFfmpeg({ ffmpeg }: Programs): Promise<Choice> {
  if (ffmpeg !== undefined) {
    const found = await namedTool(ffmpeg, 'ffmpeg');
    return { ffmpeg: found, outdated: !isSince(found, LEAST_CODEC) };
  }
  const onPath = await lookAt(ON_PATH, 'ffmpeg');
  if (onPath !== undefined && isSince(onPath, LEAST_CODEC)) return { ffmpeg: onPath, outdated: false };
  const packaged = await packagedTool('ffmpeg');
  if (packaged === undefined) throw nothingFound();
  return { ffmpeg: packaged, outdated: !isSince(packaged, LEAST_CODEC) };
}

/** The one that was named, else the one that lies beside ffmpeg, else the PATH's, else the package's. */
async function chooseFfprobe({ ffprobe }: Programs, ffmpeg: string): Promise<Found> {
  if (ffprobe !== undefined) return namedTool(ffprobe, 'ffprobe');
  const beside = ffmpeg.includes('/') ? await lookAt(join(dirname(ffmpeg), 'ffprobe'), 'ffprobe') : undefined;
  const found = beside ?? (await lookAt('ffprobe', 'ffprobe')) ?? (await packagedTool('ffprobe'));
  if (found === undefined) throw nothingFound();
  return found;
}

/** Names in a list that ffmpeg prints: flags, the name, what it is. */
function namesIn(list: string): ReadonlySet<string> {
  return new Set([...list.matchAll(/^ [A-Z.|]{2,8} +(\S+) /gm)].map(([, name = '']) => name));
}

async function find(programs: Programs): Promise<Tools> {
  const likely = programs.ffmpeg ?? ON_PATH;
  const probing = chooseFfprobe(programs, likely);
  // Errors of ffmpeg take precedence.
  probing.catch(() => undefined);
  const { ffmpeg, outdated } = await chooseFfmpeg(programs);
  const ffprobe = await (ffmpeg.program === likely ? probing : chooseFfprobe(programs, ffmpeg.program));
  return {
    ffmpeg: ffmpeg.program,
    ffprobe: ffprobe.program,
    version: ffmpeg.version,
    probeVersion: ffprobe.version,
    encoders: namesIn(ffmpeg.told),
    times: isSince(ffmpeg, TIMING_CODEC),
    thins: isSince(ffmpeg, THINNING_CODEC),
    parallel: isSince(ffmpeg, PARALLEL_CODEC),
    outdated,
  };
}

const found = new Map<string, Promise<Tools>>();

/**
 * The ffmpeg and ffprobe to use: those that were named, else recent ones on the PATH, else the optional packages'.
 * Looked for once a process; what is missing is looked for again. Throws EngineError (ENGINE_MISSING).
 */
export function findTools(programs: Programs): Promise<Tools> {
  const key = JSON.stringify(programs);
  const known = found.get(key);
  if (known !== undefined) return known;
  const looking = find(programs);
  found.set(key, looking);
  looking.catch(() => found.delete(key));
  return looking;
}

/** The warning of every run that uses the old build. */
export function outdatedWarning({ version }: Tools): string {
  return `clips were made by an old ffmpeg (${version}) without today's security fixes: install ffmpeg 4.4 or newer, above all for clips of strangers`;
}

/** The advice about the old build, for `dmx doctor`. */
export function outdatedHint(): string {
  return `This old build has none of today's security fixes: install ffmpeg 4.4 or newer (\`${installFfmpegCommand()}\`).`;
}
