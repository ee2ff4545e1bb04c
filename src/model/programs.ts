/** Programs that a person named; absent = looked for. Absolute paths, or names that are looked for on the PATH. */
export interface Programs {
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
}
