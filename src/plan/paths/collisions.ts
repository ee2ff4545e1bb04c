import { SourceError } from '../../model/errors.ts';

/**
 * The owners of the paths of the output. Claims are made in UTF-8 order of the assets; a path that is taken, or that would
 * have to be a folder and a file at once, is refused to the later one.
 */
export class Claims {
  readonly #owners = new Map<string, string>();
  readonly #folders = new Map<string, string>();
  readonly #fold: (path: string) => string;

  /** `caseBlind`: the output's file system takes `A` and `a` for the same name. */
  constructor({ caseBlind }: { readonly caseBlind: boolean }) {
    // Paths of the output are NFC, so two spellings of one name are one path.
    const spell = (path: string): string => path.normalize('NFC');
    this.#fold = caseBlind ? (path) => spell(path).toLowerCase() : spell;
  }

  /** Claims paths for an asset; answers the asset that holds one of them already, and then claims none. */
  claim(asset: string, paths: readonly string[]): string | undefined {
    const folded = paths.map(this.#fold);
    for (const path of folded) {
      const holder = this.#holder(path, asset);
      if (holder !== undefined) return holder;
    }
    for (const path of folded) {
      this.#owners.set(path, asset);
      for (const folder of ancestors(path)) {
        // Those above it are known as well: the asset's last path led through it.
        if (this.#folders.get(folder) === asset) break;
        this.#folders.set(folder, asset);
      }
    }
    return undefined;
  }

  /** Tells whether another asset holds a path, or one above or below it. */
  isHeldByAnother(path: string, asset: string): boolean {
    const holder = this.#holder(this.#fold(path), asset);
    return holder !== undefined && holder !== asset;
  }

  #holder(path: string, asset: string): string | undefined {
    const owner = this.#owners.get(path) ?? this.#folders.get(path);
    if (owner !== undefined) return owner;
    for (const folder of ancestors(path)) {
      const above = this.#owners.get(folder);
      if (above !== undefined && above !== asset) return above;
    }
    return undefined;
  }
}

/** Folders above a path, from the nearest. */
export function* ancestors(path: string): Iterable<string> {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) yield path.slice(0, at);
}

const spelled = (path: string): string => path.normalize('NFC');

/** The reason why two names are one, with the systems that take them for one; '' = they are not. */
export function likeness(name: string, other: string): string {
  if (name === other) return '';
  if (spelled(name) === spelled(other)) {
    return 'their names are one name in two Unicode spellings (NFC and NFD), which macOS and the output take for one';
  }
  const isCase = spelled(name).toLowerCase() === spelled(other).toLowerCase();
  return isCase ? 'their names differ in upper and lower case alone, which Windows and macOS take for one' : '';
}

/** The error of the later of two colliding assets. */
export function collision(asset: string, holder: string): SourceError {
  const alike = likeness(asset, holder);
  const why = alike === '' ? '' : `: ${alike}`;
  const other = alike === '' ? ', or choose another `naming` in dmx.yaml' : '';
  return new SourceError('PATH_COLLISION', `the renditions of ${asset} would overwrite those of ${holder}${why}`, {
    place: asset,
    hint: `Rename one of the two masters${other}.`,
  });
}
