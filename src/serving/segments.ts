import type { Scope, SegmentCommand } from './command.ts';
import { parseNumber } from './number.ts';
import { COMPOSITE, type Segment } from './part.ts';

/** Scopes whose commands apply to their segment. */
export const SEGMENTED: readonly Scope[] = ['composite', 'layer', 'source'];

/** Layers and effects may have any numbers up to this one. */
const MOST_NUMBER = 999_999_999;

/** The commands that an effect listens to (reference G.1). */
const HEARD = 'color pos posN opac blendMode maskUse hide op_grow op_blur op_noise'.split(' ');
const OF_EFFECTS = new Set(HEARD.map((name) => name.toLowerCase()));

/** Why other commands have no effect there. */
export const UNHEARD_BY_EFFECTS = `behind \`effect\` only ${HEARD.join(', ')} are heard, up to the next \`layer\``;

/** Why a segment can not be entered: what was expected in place of what. */
interface SegmentFault {
  readonly expected: string;
  readonly got: string;
}

function wholeOf(text: string): number | undefined {
  const value = parseNumber(text);
  return value !== undefined && Number.isInteger(value) && Math.abs(value) <= MOST_NUMBER ? value : undefined;
}

/** The segment in which one is in a text (reference A.2): the composite's until the first `layer`. */
export class Segments {
  /** Undefined behind a segment that could not be entered: nothing is known of what follows. */
  #at: Segment | undefined = COMPOSITE;
  readonly #layers = new Map<string, number>();

  /** Enters the segment that a `layer` or `effect` starts; answers what is wrong with it. */
  enter(kind: SegmentCommand['name'], value: string): SegmentFault | undefined {
    const entered = kind === 'layer' ? this.#layer(value) : this.#effect(value.trim());
    this.#at = 'expected' in entered ? undefined : entered;
    return 'expected' in entered ? entered : undefined;
  }

  #layer(value: string): Segment | SegmentFault {
    const [first = '', ...names] = value.split(',').map((name) => name.trim());
    if (first.toLowerCase() === 'comp') return COMPOSITE;
    const number = wholeOf(first) ?? this.#layers.get(first);
    if (number === undefined || number < 0) {
      return { expected: 'a number from 0 on, comp, or the name of a layer before it', got: value };
    }
    const taken = names.find((name) => name.toLowerCase() === 'comp' || (this.#layers.get(name) ?? number) !== number);
    if (taken !== undefined) return { expected: 'a name that no other layer has', got: taken };
    for (const name of names) if (name !== '') this.#layers.set(name, number);
    return { layer: number };
  }

  #effect(value: string): Segment | SegmentFault {
    const effect = wholeOf(value);
    if (effect === undefined || effect === 0) return { expected: 'a whole number other than 0', got: value };
    return { ...(this.#at?.layer !== undefined && { layer: this.#at.layer }), effect };
  }

  /** Tells whether what is about a layer is about an effect of it. */
  get isEffect(): boolean {
    return this.#at?.effect !== undefined;
  }

  /** Tells whether what is about a layer is about another than layer 0, or about an effect. */
  get isElsewhere(): boolean {
    return this.#at === undefined || (this.#at.layer ?? 0) !== 0 || this.#at.effect !== undefined;
  }

  /**
   * The segment that a command of that name and scope is about here; undefined where it says nothing: effects listen to
   * few.
   */
  placeOf({ name, scope }: { readonly name: string; readonly scope: Scope }): Segment | undefined {
    if (!SEGMENTED.includes(scope)) return COMPOSITE;
    if (this.#at?.effect !== undefined && !OF_EFFECTS.has(name.toLowerCase())) return undefined;
    return this.#at;
  }
}
