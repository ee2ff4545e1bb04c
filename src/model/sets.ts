/** The types of sets; how a viewer shows one follows from it. */
export const SET_TYPES = ['image', 'spin', 'mixed', 'carousel', 'page', 'video'] as const;
export type SetType = (typeof SET_TYPES)[number];

/** A stand-in for a member in a row of swatches: a picture, or a plain colour as 0xRRGGBB. */
export type Swatch = { readonly asset: string } | { readonly color: number };

/** One member of a set: an asset or another set, by path. */
export type SetMember = ({ readonly asset: string } | { readonly set: string }) & {
  readonly swatch?: Swatch;
  readonly label?: string;
  /** Asset paths of the pages beside it in a spread: at most two, in sets of pages alone. */
  readonly beside?: readonly string[];
};

/** An ordered group of assets that a viewer shows as one. */
export interface MediaSet {
  /** Its path among the assets of the library. */
  readonly path: string;
  readonly type: SetType;
  /** The name of the rule that found it; absent = declared by hand. */
  readonly by?: string;
  /** In the order in which they are shown; of a spin in rows, row after row. */
  readonly members: readonly SetMember[];
  /** For a spin in two directions: rows × columns members. */
  readonly grid?: { readonly rows: number; readonly columns: number };
}

/** A rule by which names of files make sets: a batch set preset of Dynamic Media. Expressions are JavaScript's. */
export interface SetRule {
  readonly name: string;
  readonly type: SetType;
  /** Whole names of members, without extension; the first group is the base of the set's name. */
  readonly match: string;
  /** Found in the name, the base instead: its first group, or all that it matches. */
  readonly base?: string | undefined;
  /** Whole names, in their order. */
  readonly order: readonly string[];
  /** Its group captures the number of the row. */
  readonly row?: string | undefined;
  /** Its group captures the number of the frame in its row. */
  readonly column?: string | undefined;
  /** The name of a member's swatch, of `{base}` and `{name}`. */
  readonly swatch?: string | undefined;
  readonly prefix: string;
  readonly suffix: string;
  /** The folder that the sets stand in; absent = that of their members. */
  readonly into?: string | undefined;
  /** Fewer members make no set. */
  readonly least: number;
}

/** A set that somebody wrote down. */
export interface DeclaredSet {
  readonly path: string;
  readonly type: SetType;
  /** Of a spin in two directions row after row, of one length each. */
  readonly members: readonly SetMember[];
  /** Members of a row, of a spin in two directions. */
  readonly columns?: number;
}

/** A set that is left out, or that is not as its author may believe. */
export interface SetFinding {
  readonly set: string;
  /** `true`: the set is left out. */
  readonly fatal: boolean;
  readonly message: string;
  readonly hint?: string;
}

/** A member as the manifest lists it. */
export interface MemberEntry {
  readonly asset?: string;
  readonly set?: string;
  /** Pages beside it in a spread. */
  readonly beside?: readonly string[];
  /** A picture, or a colour as `#rrggbb`. */
  readonly swatch?: { readonly asset: string } | { readonly color: string };
  readonly label?: string;
}

/** A set as the manifest lists it. */
export interface SetEntry {
  readonly path: string;
  readonly type: SetType;
  /** The rule that found it; null = written down by hand. */
  readonly by: string | null;
  readonly members: readonly MemberEntry[];
  readonly rows?: number;
  readonly columns?: number;
  /** In the set language of Image Serving's catalogs. */
  readonly text: string;
  /** Changes whenever anything else of the entry does: 8 hexadecimal digits. */
  readonly version: string;
}

/** The sets that a manifest lists, as its catalog remembers them. */
export interface PublishedSets {
  /** A digest of the rules that made them. */
  readonly rules: string;
  /** Version by path. */
  readonly versions: Readonly<Record<string, string>>;
  readonly findings: readonly SetFinding[];
}

/** The change of a set from one manifest to the next. */
export interface SetChange {
  readonly change: 'made' | 'changed' | 'removed';
  readonly set: string;
}

/** The requests of Image Serving that are about sets, each with its form of answer: XML or text, or a script. */
export const SET_REQS = ['set', 'set,json', 'imageset', 'imageset,json'] as const;
export type SetReq = (typeof SET_REQS)[number];

/** Limits of Dynamic Media. */
export const SET_LIMITS = {
  /** Members of a set. */
  members: 1000,
  /** Times that a set may show the same asset. */
  copies: 20,
  /** Rows, or columns, of a spin in two directions. */
  side: 1000,
  /** Sets within sets. */
  depth: 10,
  /** Letters of a file name that expressions are tried on. */
  name: 255,
} as const;

/** The asset path of a member, or the path of the set that it is. */
export const memberPath = (member: SetMember): string => ('asset' in member ? member.asset : member.set);
