/** The value of an attribute: `true` = it stands alone; declarations of CSS by property. */
export type AttributeValue = string | number | true | Readonly<Record<string, string>>;

/** An element of HTML as data: what the printers of all formats read. */
export interface Element {
  readonly tag: string;
  /** In this order; undefined = absent. */
  readonly attributes: Readonly<Record<string, AttributeValue | undefined>>;
  readonly children?: readonly Element[];
  /** Data of a `<script>`, as JSON. */
  readonly json?: unknown;
}

/** Elements that have neither children nor an end. */
export const VOID: ReadonlySet<string> = new Set(['img', 'source', 'track', 'meta']);
