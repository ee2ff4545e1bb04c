/** Configured programs; absent = searched. Absolute paths, or names to be found on the PATH. */
export interface Programs {
  readonly ffmpeg?: string;
  readonly ffprobe?: string;
}
