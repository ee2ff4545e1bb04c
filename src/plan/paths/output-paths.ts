import type { AssetRecord } from '../../model/catalog-record.ts';
import { type DmxError, SourceError } from '../../model/errors.ts';
import type { RenditionOrder, RenditionRecord } from '../../model/rendition.ts';
import { ancestors, Claims, collision } from './collisions.ts';
import { isFinal, layPaths, type PathOf, RENDITIONS } from './naming.ts';

/**
 * The bounds of the file systems of Linux, macOS and Windows, in bytes: a name, and a whole path (without its zero).
 */
const MOST_NAME = 255;
const MOST_PATH = 4095;

// `thumbnail-10` of the longest name and its extension; and a UTF-16 unit is at most three bytes of UTF-8.
const NAME_ROOM = 110;
const UNIT_BYTES = 3;

// One byte a letter.
const PLAIN = /^[ -~]*$/;

const encoder = new TextEncoder();

export interface OutputPathsOptions {
  /** A checked layout. */
  readonly naming: string;
  /** The output's file system takes `A` and `a` for one name. */
  readonly caseBlind: boolean;
  /** Absolute path of the output. */
  readonly output: string;
  /** Tells whether a master that this run judges has an asset path. */
  readonly isAsset: (path: string) => boolean;
}

/** The paths of an output that are an asset's own. */
export interface Owned {
  /** Why it gets no path at all. */
  readonly refused?: DmxError;
  /** The record of it, without files that are another asset's now. */
  readonly previous?: AssetRecord;
  /** True if there were such files. */
  readonly lost: boolean;
}

/** Which asset the paths of the output belong to. Assets take theirs in UTF-8 order: earlier ones own them. */
export class OutputPaths {
  readonly #claims: Claims;
  readonly #pathOf: PathOf;
  readonly #options: OutputPathsOptions;
  /** Every asset has a folder of its own: no file in it need be claimed. */
  readonly #byFolder: boolean;
  /** Bytes of an asset path whose renditions' names are short enough, whatever they are called. */
  readonly #room: number;

  constructor(options: OutputPathsOptions) {
    this.#options = options;
    this.#claims = new Claims(options);
    this.#pathOf = layPaths(options.naming);
    this.#byFolder = options.naming.startsWith('{path}/');
    this.#room = roomFor(options);
  }

  /** Tells whether the paths of two assets can meet at all, but for their being one path in Unicode. */
  get canMeet(): boolean {
    return !this.#byFolder || this.#options.caseBlind;
  }

  /** Leaves an asset that nobody asks about what it has: to be called before the first `take`. */
  reserve({ path, renditions }: AssetRecord, orders: readonly RenditionOrder[]): void {
    const made = orders.filter(({ name }) => renditions.some((one) => one.name === name));
    this.#claims.claim(path, [...this.#claimed(path, made), ...renditions.map((one) => one.path)]);
  }

  /** Gives an asset the paths of what is ordered for it. May be called again. */
  take(asset: string, orders: readonly RenditionOrder[], previous: AssetRecord | undefined): Owned {
    const claimed = this.#claimed(asset, orders);
    const refused = this.#refusal(asset, orders, claimed);
    if (previous === undefined) return { ...(refused && { refused }), lost: false };
    const isCollision = refused?.code === 'PATH_COLLISION';
    const renditions = previous.renditions.filter((record) => !this.#isLost(record, asset, claimed, isCollision));
    const lost = renditions.length < previous.renditions.length;
    return { ...(refused && { refused }), previous: lost ? { ...previous, renditions } : previous, lost };
  }

  #claimed(asset: string, orders: readonly RenditionOrder[]): readonly string[] {
    return this.#byFolder ? [`${RENDITIONS}/${asset}`] : this.#paths(asset, orders);
  }

  #paths(asset: string, orders: readonly RenditionOrder[]): readonly string[] {
    return orders.map((order) => this.#pathOf(asset, order));
  }

  #refusal(asset: string, orders: readonly RenditionOrder[], claimed: readonly string[]): DmxError | undefined {
    // Only of twins in Unicode has one a path that is not NFC: the other one owns that.
    const composed = asset.normalize('NFC');
    if (asset !== composed) return collision(asset, composed);
    const tooLong = this.#surelyFits(asset) ? undefined : this.#paths(asset, orders).find((path) => !this.#fits(path));
    if (tooLong !== undefined) return tooLongFor(asset, tooLong);
    const holder = this.canMeet ? this.#claims.claim(asset, claimed) : undefined;
    return holder === undefined || holder === asset ? undefined : collision(asset, holder);
  }

  /** Nearly all names are short, and a library has a million paths. */
  #surelyFits(asset: string): boolean {
    return asset.length * (PLAIN.test(asset) ? 1 : UNIT_BYTES) <= this.#room;
  }

  #fits(path: string): boolean {
    const bytes = (text: string): number => encoder.encode(text).length;
    if (bytes(`${this.#options.output}/${path}`) > MOST_PATH) return false;
    return path.split('/').every((segment) => bytes(segment) <= MOST_NAME);
  }

  /** Tells whether a file of an asset was, or is to be, replaced by one of another asset. */
  #isLost({ path }: RenditionRecord, asset: string, claimed: readonly string[], refused: boolean): boolean {
    // The file of the one who has the path now may be called so too, whatever its size is.
    if (refused && claimed.some((open) => isFinal(path, open))) return true;
    if (!refused && claimed.some((own) => isWithin(path, own))) return false;
    return this.canMeet ? this.#claims.isHeldByAnother(path, asset) : this.#liesWithAnother(path, asset);
  }

  /** Tells whether a path lies in the folder of another asset: no claims, which a million assets would have to make. */
  #liesWithAnother(path: string, asset: string): boolean {
    for (const folder of ancestors(path)) {
      const owner = folder.slice(RENDITIONS.length + 1);
      if (owner !== asset && this.#options.isAsset(owner)) return true;
    }
    return false;
  }
}

/** Tells whether a path is that of an asset's own file, or lies in its own folder. */
function isWithin(path: string, own: string): boolean {
  return path.startsWith(own) && (path.length === own.length || path[own.length] === '/');
}

function roomFor({ naming, output }: OutputPathsOptions): number {
  if (output.length * UNIT_BYTES > MOST_PATH / 2) return 0;
  // The value of `{name}` may contain the stem again.
  const repeats = naming.split('/').map((segment) => segment.match(/\{(?:path|dir|stem|name)\}/g)?.length ?? 0);
  return (MOST_NAME - NAME_ROOM - encoder.encode(naming).length) / Math.max(...repeats);
}

function tooLongFor(asset: string, path: string): SourceError {
  const message = `expected a path that a disk can hold (names of ${MOST_NAME} bytes) for renditions, got ${path}`;
  const hint = 'Give the master a shorter name, or choose a shorter `naming` in dmx.yaml.';
  return new SourceError('PATH_TOO_LONG', message, { place: asset, hint });
}
