import { dirname, resolve } from 'node:path';
import type { Programs } from '../../model/programs.ts';
import type { LoadedLibrary } from './load-config.ts';
import type { Request } from '../request.ts';

/** Resolves a program's path relative to where it was configured. A bare name is searched on the PATH. */
function locate(program: string, from: string): string {
  return program.includes('/') || program.includes('\\') ? resolve(from, program) : program;
}

/** The programs that command line, environment or dmx.yaml name. */
export function programsOf(
  request: Request,
  { config, configFile }: Pick<LoadedLibrary, 'config' | 'configFile'>,
): Programs {
  const named = (key: 'ffmpeg' | 'ffprobe'): string | undefined => {
    const [said, written] = [request[key], config[key]];
    if (said !== undefined) return locate(said, request.cwd);
    return written === undefined ? undefined : locate(written, dirname(configFile ?? request.cwd));
  };
  const [ffmpeg, ffprobe] = [named('ffmpeg'), named('ffprobe')];
  return { ...(ffmpeg === undefined ? {} : { ffmpeg }), ...(ffprobe === undefined ? {} : { ffprobe }) };
}
