import { tokenise } from '../../serving/grammar.ts';
import type { Found, FoundPreset, Stray } from './found.ts';
import { NameClaims } from './name-claims.ts';

/** A line of a macro file: name, TAB, definition; further columns are not about the picture. */
const MACRO_LINE = /^\$?([^\t]+?)\$?\t+([^\t]*)/;
const HEADING = /^name\tdefinition/i;
/** Lines that are not meant to be either: without letters and digits, comments, addresses that ask for nothing. */
const IDLE = /^\s*(?:[^\p{L}\p{N}]*$|#|["']?(?:https?:)?\/\/?[^\s?]*["']?\s*$)/iu;
/** An address: what stands behind its first `?` (an encoded or nested one never comes first). */
const ADDRESS = /^\s*["']?(?:https?:)?\/\/?[^\s?]*\?([^\s"'#]*)/i;

/** The first value a text gives a command, digits and letters only; undefined where it gives none. */
function valueOf(text: string, command: string): string | undefined {
  for (const token of tokenise(text)) {
    if (token.kind !== 'command' || token.name.toLowerCase() !== command) continue;
    return /^[\w-]+/.exec(token.value)?.[0];
  }
  return undefined;
}

/** What an address asks for, as a name: `400x300-webp`. */
function nameOf(text: string): string {
  const [width, height] = [valueOf(text, 'wid'), valueOf(text, 'hei')];
  const size = width && height ? `${width}x${height}` : width ? `w${width}` : height ? `h${height}` : 'full';
  const format = valueOf(text, 'fmt');
  return format === undefined ? size : `${size}-${format.toLowerCase()}`;
}

/**
 * Presets of a text of lines: macros, and production addresses, whose modifiers become presets named by their size.
 * Equal modifiers are one preset, however many pictures are asked for by them.
 */
export function readLines(text: string): Found {
  const macros = new Map<string, FoundPreset>();
  const addresses = new Set<string>();
  const strays: Stray[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (HEADING.test(line) || IDLE.test(line)) continue;
    const [, name, definition] = MACRO_LINE.exec(line) ?? [];
    const [, modifiers] = ADDRESS.exec(line) ?? [];
    if (modifiers !== undefined) addresses.add(modifiers);
    // Later records win over earlier ones of the same name, as in catalogs.
    else if (name !== undefined)
      macros.set(name.trim().toLowerCase(), { name: name.trim(), text: (definition ?? '').trim() });
    else strays.push({ line: at + 1, text: line.trim() });
  }
  const names = new NameClaims();
  for (const { name } of macros.values()) names.claim(name);
  const asked = [...addresses].map((modifiers) => ({ name: names.claim(nameOf(modifiers)), text: modifiers }));
  return { presets: [...macros.values(), ...asked], strays };
}
