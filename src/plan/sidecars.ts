import { entriesOf } from '../base/table.ts';
import { parseLanguage, UNDETERMINED } from '../model/language.ts';
import { PURPOSES, type Sidecar, type SidecarForm } from '../model/track.ts';

/** A sidecar of a master, with what its file name says. */
interface NamedSidecar extends Pick<Sidecar, 'form' | 'purpose' | 'language'> {
  readonly name: string;
}

/** The sidecars that the names in one folder tell of. */
export interface FolderSidecars {
  /** By the name of the master, in the order of their names. */
  readonly byMaster: ReadonlyMap<string, readonly NamedSidecar[]>;
  /** Captions whose names begin as a master's does and go on with no language or purpose, by the master's name. */
  readonly strays: ReadonlyMap<string, readonly string[]>;
  /** Names of all sidecars. */
  readonly names: ReadonlySet<string>;
}

const FORMS: Readonly<Record<string, SidecarForm>> = {
  ...{ vtt: 'vtt', srt: 'srt' },
  ...{ mp3: 'sound', m4a: 'sound', aac: 'sound', wav: 'sound', flac: 'sound', opus: 'sound' },
};

function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.');
  return dot > 0
    ? { stem: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() }
    : { stem: name, extension: '' };
}

/** Tells whether a file may go with a master, by its extension alone. */
export function mayBeSidecar(name: string): boolean {
  return FORMS[splitName(name).extension] !== undefined;
}

const PURPOSE_OF = new Map(entriesOf(PURPOSES).flatMap(([purpose, { words }]) => words.map((word) => [word, purpose])));

/** The part between a master's stem and the extension of its sidecar: `-EN`, `.en.cc`, `.audio-de`, or nothing. */
function parseRest(rest: string, form: SidecarForm): Pick<Sidecar, 'purpose' | 'language'> | undefined {
  const words = rest.split(/[-._]/).filter((word) => word !== '');
  const purposes = words.flatMap((word) => PURPOSE_OF.get(word.toLowerCase()) ?? []);
  const said = words.filter((word) => !PURPOSE_OF.has(word.toLowerCase())).join('-');
  const language = said === '' ? UNDETERMINED : parseLanguage(said);
  // Sound beside a clip may be anything: it has to say that it is meant.
  const [purpose = form === 'sound' ? undefined : 'subtitles', second] = purposes;
  if (language === undefined || purpose === undefined || second !== undefined) return undefined;
  return (PURPOSES[purpose].medium === 'sound') === (form === 'sound') ? { purpose, language } : undefined;
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [value]);
  else held.push(value);
}

/** Names that may be masters', by their stems; `clip.mp4.en.vtt` is as plain as `clip.en.vtt`. */
function mastersByStem(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const masters = new Map<string, string[]>();
  for (const name of names) {
    const { stem, extension } = splitName(name);
    if (FORMS[extension] !== undefined) continue;
    for (const key of new Set([stem, name])) add(masters, key.normalize('NFC'), name);
  }
  return masters;
}

/** The beginnings of a name that may be a master's, the longest first. */
function* beginnings(stem: string): Iterable<string> {
  yield stem;
  for (let at = stem.length - 1; at > 0; at--) if ('-._'.includes(stem.charAt(at))) yield stem.slice(0, at);
}

/**
 * Finds, by the names in one folder, the files that add tracks to a clip: `clip-EN.vtt`, `clip.en.cc.srt`,
 * `clip.chapters.vtt`, `clip.audio-de.mp3`. Of several masters whose names fit, the longest owns it; masters of one stem
 * share it.
 */
export function findSidecars(names: readonly string[]): FolderSidecars {
  const masters = mastersByStem(names);
  const byMaster = new Map<string, NamedSidecar[]>();
  const strays = new Map<string, string[]>();
  const found = new Set<string>();
  for (const name of names) {
    const { stem, extension } = splitName(name.normalize('NFC'));
    const form = FORMS[extension];
    const owner = form && [...beginnings(stem)].find((beginning) => masters.has(beginning));
    if (form === undefined || owner === undefined) continue;
    const said = parseRest(stem.slice(owner.length), form);
    if (said !== undefined) found.add(name);
    for (const master of masters.get(owner) ?? []) {
      if (said !== undefined) add(byMaster, master, { name, form, ...said });
      else if (form !== 'sound') add(strays, master, name);
    }
  }
  return { byMaster, strays, names: found };
}
