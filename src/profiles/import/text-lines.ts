import { tokenise } from '../../serving/grammar.ts';
import { addressesIn, readAddress, unescapeHtml } from './address.ts';
import type { Found, FoundPreset, Stray } from './found.ts';
import { NameClaims } from './name-claims.ts';

/** A line of a macro file: name, TAB, definition; further columns are not about the picture. */
const MACRO_LINE = /^\$?([^\t]+?)\$?\t+([^\t]*)/;
const HEADING = /^name\tdefinition/i;
/** Lines that are not meant to be either: without letters and digits, comments, addresses that ask for nothing. */
const IDLE = /^\s*(?:[^\p{L}\p{N}]*$|#|["']?(?:https?:)?\/\/?[^\s?$]*["']?\s*,?\s*$)/iu;
/** A line that is one address, with whatever quotes a list has around it. */
const ADDRESS = /^\s*["']?((?:https?:)?\/\/?[^\s?]*(?:\?[^\s"'#]*)?)/i;

/** The addresses of a line: it is one, or it is a piece of a page that holds some. */
function addressesOf(line: string): readonly string[] {
  const [, alone] = ADDRESS.exec(line) ?? [];
  return alone === undefined ? addressesIn(line) : [alone];
}

/** The first value a text gives a command, digits and letters only; undefined where it gives none. */
function valueOf(text: string, command: string): string | undefined {
  for (const token of tokenise(text)) {
    if (token.kind !== 'command' || token.name.toLowerCase() !== command) continue;
    return /^[\w-]+/.exec(token.value)?.[0];
  }
  return undefined;
}

/** The request of an address as a name: `400x300-webp`. */
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
  const asked = new Map<string, Set<string>>();
  const strays: Stray[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (HEADING.test(line) || IDLE.test(line)) continue;
    const [, name, definition] = MACRO_LINE.exec(line) ?? [];
    const addresses = addressesOf(line);
    for (const address of addresses) collect(address, asked);
    // Later records win over earlier ones of the same name, as in catalogs.
    if (addresses.length === 0 && name !== undefined)
      macros.set(name.trim().toLowerCase(), { name: name.trim(), text: unescapeHtml((definition ?? '').trim()) });
    else if (addresses.length === 0) strays.push({ line: at + 1, text: line.trim() });
  }
  const names = new NameClaims();
  for (const { name } of macros.values()) names.claim(name);
  const presets = [...asked].map(([modifiers, crops]) => ({
    name: names.claim(nameOf(modifiers)),
    text: modifiers,
    address: { crops: [...crops] },
  }));
  return { presets: [...macros.values(), ...presets], strays };
}

/** Adds what an address asks for; one that asks for the picture as it is adds nothing. */
function collect(text: string, asked: Map<string, Set<string>>): void {
  const { modifiers, crop } = readAddress(text);
  if (modifiers === '') return;
  const crops = asked.get(modifiers) ?? new Set();
  if (crop !== undefined) crops.add(crop);
  asked.set(modifiers, crops);
}
