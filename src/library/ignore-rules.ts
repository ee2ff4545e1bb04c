import ignore, { type Ignore } from 'ignore';

interface Level {
  /** The folder that holds the file, below the library; '' = the library. */
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * The `.dmxignore` files that govern a folder, in the syntax of .gitignore: case matters, a file deeper down wins over
 * one above it, and nothing below an ignored folder can be taken back in. Names are compared in NFC.
 */
export class IgnoreRules {
  static readonly fileName = '.dmxignore';
  static readonly none = new IgnoreRules([]);

  /** Deepest first. */
  readonly #levels: readonly Level[];

  private constructor(levels: readonly Level[]) {
    this.#levels = levels;
  }

  /** These rules and those of a file with this text in `folder` (below the library). */
  below(folder: string, text: string): IgnoreRules {
    const rules = ignore({ ignorecase: false }).add(text.replace(/^\uFEFF/, '').normalize('NFC'));
    return new IgnoreRules([{ folder, rules }, ...this.#levels]);
  }

  /** Tells whether something below the library is ignored. */
  ignores(path: string, isFolder: boolean): boolean {
    for (const { folder, rules } of this.#levels) {
      const relative = (folder === '' ? path : path.slice(folder.length + 1)).normalize('NFC');
      const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
      if (ignored || unignored) return ignored;
    }
    return false;
  }
}
