import { EngineError, SourceError, type DmxError } from '../../../model/errors.ts';

/** The last meaningful line of a program's stderr, which paths were removed from: fit to be shown. */
export function lastWords(stderr: string): string {
  const lines = stderr
    .split(/\r?\n|\r/)
    .map((line) =>
      line
        .replace(/\[[^\]]*@ 0x[0-9a-f]+\]\s*/g, '')
        .replace(/^the file: /, '')
        .trim(),
    )
    .filter(
      (line) =>
        line !== '' &&
        !/^(?:frame=|size=|Last message repeated|Conversion failed|Error opening (?:input|filters))/.test(line),
    );
  return (lines.at(-1) ?? 'no reason given').slice(0, 200);
}

/** ffmpeg's messages where the file cannot be opened, which is no fault of the master. */
const UNREADABLE = /No such file or directory|Permission denied|Input\/output error/;

/** The words of ffmpeg about formats it has no part for. */
const UNSUPPORTED =
  /Decoder .* not found|Unknown decoder|Could not find codec parameters|unknown codec|not whitelisted|Format not on whitelist/i;

/** Why a clip could not be read, from what ffprobe or ffmpeg said. */
export function ffmpegError(stderr: string): DmxError {
  const reason = lastWords(stderr);
  if (UNREADABLE.test(stderr)) {
    const hint = 'Check that the file is still there and that this user may read it.';
    return new SourceError('SOURCE_UNREADABLE', `expected to read the master, got: ${reason}`, { hint });
  }
  if (UNSUPPORTED.test(stderr)) {
    return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected a clip that ffmpeg reads, got: ${reason}`, {
      hint: 'Convert the master to MP4 with H.264, or install an ffmpeg that reads it.',
    });
  }
  return damaged(reason);
}

export function damaged(reason: string): SourceError {
  return new SourceError('SOURCE_CORRUPT', `expected a whole, undamaged clip, got: ${reason}`, {
    hint: 'Export or upload the master again; the file is damaged or was cut off.',
  });
}

export function engineFailed(what: string, stderr: string): EngineError {
  return new EngineError('ENGINE_FAILED', `expected ffmpeg to finish ${what}, got: ${lastWords(stderr)}`, {
    hint: 'Try it again with `dmx reprocess --failed`; if it fails again, report it with the master.',
  });
}
