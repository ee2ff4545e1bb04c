/** Which port keeps a file; `outside`: the folder of a file that was named outside of the library. */
export type Port = 'library' | 'storage' | 'outside';

/** A file by reference: the port that keeps it, and its path there as that spells it. */
export interface SourceFile {
  readonly from: Port;
  readonly path: string;
}

/** A file or folder behind a port as one of this machine. */
export interface FetchedFile {
  /** Absolute path; keeps the file's name. */
  readonly local: string;
  /** The new folder in scratch that holds the copy; absent where `local` is the file itself. */
  readonly copiedInto?: string;
}

/** The address by which a port is opened: the backend and where that keeps things, for a folder its absolute path. */
interface PortAddress {
  readonly kind: 'folder';
  readonly root: string;
}

/** The places in which workers find what jobs name by reference. Absent `outside`: nothing is named there. */
export interface Places {
  readonly library: PortAddress;
  readonly storage: PortAddress;
  readonly outside?: PortAddress;
}
