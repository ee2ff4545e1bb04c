import { commandNamed } from '../../serving/commands/index.ts';
import { spansOf, tokenise, type Token } from '../../serving/grammar.ts';
import { Segments } from '../../serving/segments.ts';

/** A modifier as written, and its position from 0. */
export interface Modifier {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Neighbouring modifiers of a text that stay or go together. */
interface Segment {
  readonly modifiers: readonly Modifier[];
  /**
   * They are about a layer or an effect that is not the picture itself, which the first one or a preset before it
   * starts.
   */
  readonly elsewhere: boolean;
}

type Macros = (name: string) => string | undefined;

/** Limit of modifiers from nested presets: they are untrusted, and each may name others twice. */
const MOST_WALKED = 10_000;

/** Tells whether a modifier belongs to its segment (layer or effect); the others apply to the request. */
function isAboutSegment(token: Token): boolean {
  if (token.kind !== 'command') return token.kind === 'macro';
  const row = commandNamed(token.name);
  return row !== undefined && row.scope !== 'request' && row.scope !== 'view';
}

/** Follows the `layer` and `effect` commands of a text, those of its presets too, and so knows what it is about. */
class Walk {
  readonly segments = new Segments();
  readonly #macros: Macros;
  readonly #open: string[] = [];
  #left = MOST_WALKED;

  constructor(macros: Macros) {
    this.#macros = macros;
  }

  /** Answers whether a modifier starts a segment by itself. */
  pass(token: Token): boolean {
    if (token.kind === 'macro') this.#enter(token.name.toLowerCase());
    const row = token.kind === 'command' ? commandNamed(token.name) : undefined;
    if (token.kind !== 'command' || row?.status !== 'segment') return false;
    this.segments.enter(row.name, token.value);
    return true;
  }

  #enter(macro: string): void {
    if (this.#open.includes(macro)) return;
    this.#open.push(macro);
    for (const token of tokenise(this.#macros(macro) ?? '')) if (this.#left-- > 0) this.pass(token);
    this.#open.pop();
  }
}

/**
 * The modifiers of a text in order, comments and empty ones left away. What a `layer` or `effect` that is not about the
 * picture itself starts is one segment; commands of the whole request and of the view stand in segments of their own.
 */
export function segmentsOf(text: string, macros: Macros): readonly Segment[] {
  const walk = new Walk(macros);
  const { segments } = walk;
  const found: Segment[] = [];
  let open: Modifier[] | undefined;
  for (const { start, end } of spansOf(text)) {
    const modifier = { text: text.slice(start, end).trim(), start, end };
    const [token] = tokenise(modifier.text);
    if (token === undefined) continue;
    const wasElsewhere = segments.isElsewhere;
    if (walk.pass(token)) open = undefined;
    // A preset is about what stood before it, whatever it ends in.
    const elsewhere = (token.kind === 'macro' ? wasElsewhere : segments.isElsewhere) && isAboutSegment(token);
    if (elsewhere && open) open.push(modifier);
    else found.push({ modifiers: elsewhere ? (open = [modifier]) : [modifier], elsewhere });
    if (!segments.isElsewhere) open = undefined;
  }
  return found;
}
