import { SourceError } from '../../../model/errors.ts';
import { type ExrChannel, type ExrHeader, type ExrPart, rowsOf } from './exr-header.ts';
import { isUnpacked } from './exr-piece.ts';

/** The meaning of a channel. */
export type Role = 'R' | 'G' | 'B' | 'A' | 'Y' | 'RY' | 'BY';

/** The channels of a file that are its picture. */
export interface ExrChoice {
  /** Which part, counted from 0. */
  readonly part: number;
  /**
   * Red, green, blue and alpha; brightness; or brightness with what red and blue are more than that: what channels are by their
   * names in the file.
   */
  readonly roles: ReadonlyMap<string, Role>;
  readonly colors: 'rgb' | 'gray';
  readonly alpha: boolean;
}

const FLOATS = 2;

/** Names of layers that hold the finished picture, among those that it was made of. */
const FINISHED = /combined|beauty|composite|rgba|color|colour|image/i;

const layerOf = (name: string): string => name.slice(0, name.lastIndexOf('.') + 1);

type Named = ReadonlyMap<string, ExrChannel>;

/** The channels of one layer, by the last part of their names. */
function channelsOf({ channels }: ExrPart, layer: string): Named {
  const inside = channels.filter(({ name }) => layerOf(name) === layer);
  return new Map(inside.map((channel) => [channel.name.slice(layer.length).toUpperCase(), channel]));
}

/** The layers of a part, the likeliest picture first. */
function layersOf({ channels }: ExrPart): readonly string[] {
  const layers = [...new Set(channels.map(({ name }) => layerOf(name)))];
  const rank = (layer: string): number => (layer === '' ? 0 : FINISHED.test(layer) ? 1 : 2);
  return layers.toSorted((a, b) => rank(a) - rank(b));
}

/** Sets of channels that form a picture, with the channels that may accompany them; the likeliest first. */
const PICTURES: readonly (readonly [needed: readonly Role[], beside: readonly Role[]])[] = [
  [['R', 'G', 'B'], ['A']],
  [['Y', 'RY', 'BY'], ['A']],
  [['Y'], []],
];

function rolesIn(named: Named): ExrChoice['roles'] | undefined {
  const [needed, beside] = PICTURES.find(([roles]) => roles.every((role) => named.has(role))) ?? [[], []];
  const found = [...needed, ...beside].flatMap((role) => {
    const channel = named.get(role);
    return channel ? [[channel.name, role] as const] : [];
  });
  return found.length > 0 ? new Map(found) : undefined;
}

function choose(part: ExrPart): ExrChoice['roles'] | undefined {
  for (const layer of layersOf(part)) {
    const roles = rolesIn(channelsOf(part, layer));
    if (roles) return roles;
  }
  const [only, ...others] = part.channels;
  return only && others.length === 0 ? new Map([[only.name, 'Y']]) : undefined;
}

function refuse(got: string, hint: string): SourceError {
  return new SourceError('SOURCE_FORMAT_UNSUPPORTED', `expected an OpenEXR with a picture in RGB or gray, got ${got}`, {
    hint,
  });
}

const AS_FLAT = 'Save it as a flat picture of R, G and B, or of Y.';

/** Throws SourceError for what the library of DWA would read as something else. */
function checkForLibrary({ channels }: ExrPart, roles: ExrChoice['roles']): void {
  const used = channels.filter(({ name }) => roles.has(name));
  if (new Set(used.map(({ type }) => type)).size > 1) throw refuse('colours of several depths in DWA', AS_FLAT);
  if (channels.some(({ type }) => type === 0)) throw refuse('whole numbers in DWA', AS_FLAT);
  const told = new Set(roles.values());
  if (told.has('RY') && told.has('A')) throw refuse('brightness and colours with alpha in DWA', AS_FLAT);
  if (!channels.every(({ sampling: [x, y] }) => x === 1 && y === 1)) {
    throw refuse('colours at less than full resolution in DWA', AS_FLAT);
  }
}

/** Throws SourceError for a part that cannot be read, RangeError for one that cannot be. */
function checkPart(part: ExrPart, roles: ExrChoice['roles']): void {
  const { compression, channels, deep, tile } = part;
  if (deep) throw refuse('deep pixels', AS_FLAT);
  if (rowsOf(part) === undefined) {
    throw refuse(`the compression ${compression}`, 'Save it with ZIP, PIZ, DWA or no compression.');
  }
  if (channels.some(({ name, type }) => type > FLOATS || type < 0 || (type === 0 && roles.has(name)))) {
    throw refuse('whole numbers', AS_FLAT);
  }
  for (const { name, sampling } of channels) {
    if (sampling.every((step) => step === 1 || (step > 1 && tile === undefined))) continue;
    throw new RangeError(`expected steps between samples of ${name} as a picture can have, got ${sampling.join('×')}`);
  }
  if (!isUnpacked(compression)) checkForLibrary(part, roles);
}

/** Chooses the picture of a file: the first part that holds one. Throws SourceError (SOURCE_FORMAT_UNSUPPORTED). */
export function chooseChannels({ parts }: ExrHeader): ExrChoice {
  for (const [part, about] of parts.entries()) {
    const roles = choose(about);
    if (!roles) continue;
    checkPart(about, roles);
    const held = new Set(roles.values());
    return { part, roles, colors: held.has('Y') && !held.has('RY') ? 'gray' : 'rgb', alpha: held.has('A') };
  }
  const names = parts.flatMap(({ channels }) => channels.map(({ name }) => name)).slice(0, 8);
  throw refuse(`the channels ${names.join(', ') || 'of none'}`, AS_FLAT);
}
