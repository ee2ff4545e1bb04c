/** One part of an installation, as `dmx doctor` tells it. */
export interface InstalledPart {
  readonly name: string;
  /** The version, or the thing in its place. */
  readonly found: string;
  /** The advice where it is missing or old; absent = all is well. */
  readonly hint?: string;
  /** Shown only with details. */
  readonly detail?: true;
}

/** The libraries and programs that engines work with on this machine. */
export interface Installation {
  /**
   * The engine text recorded beside each fingerprint, by what is made: the extension of a picture ("jpg", "webp" …),
   * else the kind of recipe ("pyramid", "encoding", "still.jpg" …). Revision, library and encoder: it changes when the
   * same recipe might give other bytes. What a detector adds to it stands under "detector" and its name (`engineText`).
   */
  readonly encoderVersions: Readonly<Record<string, string>>;
  readonly parts: readonly InstalledPart[];
}

/** All rows of several installations in one; keys of different engines differ. */
export function joinInstallations(all: readonly Installation[]): Installation {
  return {
    encoderVersions: Object.fromEntries(all.flatMap(({ encoderVersions }) => Object.entries(encoderVersions))),
    parts: all.flatMap(({ parts }) => parts),
  };
}
