import { spansOf, tokenise } from '../../serving/grammar.ts';
import { Segments } from '../../serving/segments.ts';

/** A picture by its path alone, or a request about it: `X`, `is{X}`, `is{X?wid=9}`; no variable, no other service. */
const OBJECT = /^(?:is)?(?:\{([^{}?$]+)(\?.*)?\}|\(([^()?$]+)(\?.*)?\)|([^{}()?$&=]+))$/is;

/** The path of a source object and the query after it; undefined for other texts. */
function objectOf(source: string): { readonly path: string; readonly request: string } | undefined {
  const [, braced, query = '', round, asked = '', bare] = OBJECT.exec(source) ?? [];
  const path = braced ?? round ?? bare;
  return path === undefined ? undefined : { path: path.trim(), request: query || asked };
}

const plain = (path: string): string => path.replace(/^\/+|\/+$/g, '').toLowerCase();

/** Tells whether a source names the picture of the address: the very one, with its company or without. */
function isOwn(path: string, object: string): boolean {
  const [named, own] = [plain(path), plain(object)];
  return own === '' || named === own || named.endsWith(`/${own}`) || own.endsWith(`/${named}`);
}

/** A source without the name of the picture that is rendered: nothing is left of one that asks nothing of it. */
function withoutName(modifier: string, value: string, object: string): string {
  const source = objectOf(value);
  if (!source || !isOwn(source.path, object)) return modifier;
  return source.request === '' ? '' : `src=is{${source.request}}`;
}

/**
 * The modifiers of an address whose layer 0 shows the picture that the address is about, or where that names none, the
 * one picture there is, without its name: a preset is about whatever picture it is applied to.
 */
export function withoutOwnSource(modifiers: string, object: string): string {
  const segments = new Segments();
  const kept = Array.from(spansOf(modifiers), ({ start, end }) => {
    const modifier = modifiers.slice(start, end);
    const [token] = tokenise(modifier);
    if (token?.kind !== 'command') return modifier;
    const name = token.name.toLowerCase();
    if (name === 'layer' || name === 'effect') segments.enter(name, token.value);
    return name === 'src' && !segments.isElsewhere ? withoutName(modifier, token.value, object) : modifier;
  });
  return kept.filter((modifier) => modifier !== '').join('&');
}
