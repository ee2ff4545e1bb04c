/** The work that something is estimated to be. */
export interface Work {
  /** Work of one kind goes at one pace: that of masters of one format, or of clips. */
  readonly kind: string;
  /** Seconds of one core of a usual machine: an estimate, right by the order; how far it is off is learned by kind. */
  readonly seconds: number;
}

/** The estimated seconds of work by kind. */
export type WorkByKind = Readonly<Record<string, number>>;
