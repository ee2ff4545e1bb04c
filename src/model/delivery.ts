import type { Size } from './geometry.ts';

/** The schema of the list that a target keeps of what was published to it. */
export const PUBLISHED_SCHEMA = 'dmx-published/1';

/** The list itself, below a target: a line of JSON with the schema, then one for each file. */
export const PUBLISHED_FILE = '.dmx-published.ndjson';

/** A file that is brought to a target. */
export interface DeliveredFile {
  /** Below the output, and below the target. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly mime: string;
  /** For a file that is cut out of another one: identifies that one and the way of cutting. */
  readonly of?: string;
}

/** A pyramid, as the tiles in it lie. Pixels. */
export interface PyramidGrid extends Size {
  readonly tile: Size;
  /** The largest first, which has the size of the whole. */
  readonly levels: readonly Size[];
}

/** A tile of a pyramid as a file of its own. */
export interface TileFile {
  /** Below the target, `/`-separated. */
  readonly path: string;
  /** Level of its pyramid; 0 = the largest. */
  readonly level: number;
  /** Its number in the level, row after row. */
  readonly index: number;
  /** The part of it that shows the picture, from its upper left corner. Pixels. */
  readonly shows: Size & {
    /** Only its last column or row of blocks: the rounding of sizes asks for a tile that the pyramid does not have. */
    readonly lastColumn?: true;
    readonly lastRow?: true;
  };
}

/** The tiles of a pyramid that a target gets. */
export interface TargetTiles {
  /** The pyramid below the output. */
  readonly path: string;
  readonly sha256: string;
  readonly tiles: readonly TileFile[];
}

/** A file of the output that a target gets under another path. */
export interface TargetAlias extends DeliveredFile {
  /** Below the output. */
  readonly from: string;
}

/** A text that a target gets beside its files, and that names some of them: it is brought once they are there. */
export interface TargetDocument {
  /** Below the target, `/`-separated. */
  readonly path: string;
  readonly mime: string;
  /** Prints the text. Must give the same each time: it is printed for its digest and again for the upload. */
  readonly print: () => string;
}

/** A file of this machine that a target gets as it is, such as a script of dmx. */
export interface TargetCopy {
  /** Below the target, `/`-separated. */
  readonly path: string;
  readonly mime: string;
  /** Absolute path. */
  readonly file: string;
}

/** A place that rsync reaches. */
export interface RsyncPlace {
  readonly kind: 'rsync';
  /** Address for rsync: `rsync://host/module/path`, or `user@host:/path` over ssh. */
  readonly address: string;
  /** The remote shell where it is not rsync's own choice. */
  readonly shell?: string;
}

/** The place of a target. */
export type TargetPlace =
  /** Absolute path. */
  | { readonly kind: 'folder'; readonly root: string }
  | RsyncPlace
  | {
      readonly kind: 's3';
      readonly bucket: string;
      /** Below the bucket, without a slash at its ends; '' = all of it. */
      readonly prefix: string;
      /** Address of a server that speaks S3; absent = that of AWS. */
      readonly endpoint?: string;
      /** Absent = that of the environment. */
      readonly region?: string;
      /** The `Cache-Control` of every file that is put. */
      readonly cacheControl?: string;
    };

/** A file that a target has, as its list says. */
export interface PublishedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The `of` that the file was delivered with. */
  readonly of?: string;
  /**
   * `going`: a run was about to put it, and may have ended before; ISO time: nothing lists it any more, and it stays until
   * then for pages that others keep. Absent: it is there.
   */
  readonly state?: 'going' | (string & {});
}

/** The list of a target. */
export interface PublishedList {
  /** By path. */
  readonly files: ReadonlyMap<string, PublishedFile>;
  /** Paths of the assets of `publish: asked` folders that were requested. */
  readonly asked: readonly string[];
  /** A run began to change the target, and has not come to its end. */
  readonly unfinished: boolean;
}

/** A filter of renditions: the first one that matches decides. */
export interface RenditionFilter {
  readonly includes: boolean;
  /** Expression for the MIME type of masters, whole; absent = of all. */
  readonly mime?: string;
  /** Role, name of a rendition or `cqdam` (with `*` for anything), lower case. */
  readonly pattern: string;
}

/** The difference between what is to be published and what a target has. */
export interface DeliveryPlan {
  /** To be brought, the rest of the list's files staying as they are. */
  readonly put: readonly DeliveredFile[];
  /** There already. */
  readonly kept: number;
  /** There already, and named again before their time was over. */
  readonly returned: readonly PublishedFile[];
  /** Named no longer: each stays until the time that is its state. */
  readonly leaving: readonly PublishedFile[];
  /** To be removed now: their time is over. */
  readonly due: readonly PublishedFile[];
}

/** The variables of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;
