import type { LaterCommand, Scope } from './command.ts';
import type { Segment } from './part.ts';

/** Scopes whose commands are about the segment they stand in. */
export const SEGMENTED: readonly Scope[] = ['composite', 'layer', 'source'];

/** In which segment of a text one is (reference A.2): the composite's until the first `layer=`. */
export class Segments {
  #at: 'composite' | 'base' | 'elsewhere' = 'composite';
  /** The name of layer 0. */
  readonly #names = new Set(['0']);

  /** Enters the segment that a `layer` or `effect` starts; false where it is not about the picture itself. */
  enter(kind: NonNullable<LaterCommand['segment']>, value: string): boolean {
    const [first = '', ...names] = value.split(',').map((name) => name.trim());
    if (kind === 'effect') this.#at = 'elsewhere';
    else if (first.toLowerCase() === 'comp') this.#at = 'composite';
    else this.#at = this.#names.has(first) ? 'base' : 'elsewhere';
    if (this.#at === 'base') for (const name of names) this.#names.add(name);
    return this.#at !== 'elsewhere';
  }

  /** Tells whether what is about a layer is about none that is drawn. */
  get isElsewhere(): boolean {
    return this.#at === 'elsewhere';
  }

  /** The segment that a command of that scope is about here; undefined where it is about what is left out. */
  placeOf(scope: Scope): { readonly segment: Segment } | undefined {
    if (!SEGMENTED.includes(scope) || this.#at === 'composite') return { segment: undefined };
    return this.#at === 'base' ? { segment: 0 } : undefined;
  }
}
