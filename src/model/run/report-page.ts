import type { MediaKind } from '../asset.ts';
import type { ErrorData } from '../errors.ts';
import type { NormalRect } from '../geometry.ts';
import type { SmartCropRecord } from '../rendition.ts';
import type { AssetState } from '../asset-state.ts';

/** A file as the page shows it. */
export interface ReportFile {
  readonly name: string;
  /** Relative to the page, encoded as in a link. */
  readonly link: string;
  readonly mime: string;
  /** true: browsers show it as a picture. */
  readonly shown: boolean;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Name of the rendition that it stands for. */
  readonly of?: string;
  /** The outcome of the search for its quality: quality, and score by SSIMULACRA 2. */
  readonly quality?: number;
  readonly score?: number;
}

/** A smart crop with its file, and a small picture of that as a data URI; null = there is none to be had. */
export interface ReportCrop extends SmartCropRecord {
  readonly unsure: boolean;
  readonly file: ReportFile | null;
  readonly picture: string | null;
}

/** Something that was found on a master. */
export interface ReportSubject {
  readonly box: NormalRect;
  readonly label: string;
  readonly by: string;
}

/** A rendition of several layers, small, with their boxes. */
interface ReportLayered {
  readonly file: ReportFile;
  readonly picture: string | null;
  /** The lowest first; boxes are of the rendition. */
  readonly layers: readonly { readonly label: string; readonly box: NormalRect }[];
}

/** One asset as the page shows it: plain data, which is written into the page. */
export interface ReportAsset {
  readonly path: string;
  readonly kind: MediaKind;
  readonly state: AssetState;
  /** Width of the upright master in pixels; 0 where it could not be read. */
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** The master, small, as a data URI; null = there is none to be had. */
  readonly picture: string | null;
  /** Link to a rendition of a clip that browsers play; null = none. */
  readonly play: string | null;
  /** Seconds that its last job took; null = not known. */
  readonly seconds: number | null;
  readonly crops: readonly ReportCrop[];
  readonly subjects: readonly ReportSubject[];
  readonly layered: readonly ReportLayered[];
  /** Everything else that was made. */
  readonly files: readonly ReportFile[];
  readonly errors: readonly Pick<ErrorData, 'code' | 'rendition' | 'message' | 'hint'>[];
  /** Description of damaged parts of the master, shown as decoded; null = none. */
  readonly damage: string | null;
}

/** The library and the run that the page is about. */
export interface ReportHead {
  readonly library: string;
  readonly generator: string;
  readonly assets: number;
  readonly masterBytes: number;
  readonly renditions: number;
  readonly renditionBytes: number;
  readonly failed: number;
  readonly run: ReportRun;
}

/** Facts from the logs of the last runs, which the catalog does not have. */
export interface ReportRun {
  /** The first files of the library that are no assets; `seeming`: a description of the content. */
  readonly ignored: readonly { readonly path: string; readonly seeming: string }[];
  /** Further ones. */
  readonly ignoredMore: number;
}

/** Prints the page in parts, as its assets come. */
export type PrintReport = (head: ReportHead, chunks: AsyncIterable<readonly ReportAsset[]>) => AsyncIterable<string>;
