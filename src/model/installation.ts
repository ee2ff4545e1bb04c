/** The libraries and programs that engines work with on this machine. */
export interface Installation {
  /**
   * The engine text recorded beside each fingerprint, by what is made: the extension of a picture ("jpg", "webp" …),
   * else the kind of recipe ("pyramid", "encoding", "still.jpg" …). Revision, library and encoder: it changes when the
   * same recipe might give other bytes. What a detector adds to it stands under "detector" and its name (`engineText`).
   */
  readonly encoderVersions: Readonly<Record<string, string>>;
  /** Names and versions of what makes pixels, for `doctor`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Sentences about what is there but not as it should be. */
  readonly warnings: readonly string[];
}

/** All rows of several installations in one; keys of different engines differ. */
export function joinInstallations(all: readonly Installation[]): Installation {
  const rows = (part: 'encoderVersions' | 'versions'): Readonly<Record<string, string>> =>
    Object.fromEntries(all.flatMap((one) => Object.entries(one[part])));
  return {
    encoderVersions: rows('encoderVersions'),
    versions: rows('versions'),
    warnings: all.flatMap(({ warnings }) => warnings),
  };
}
