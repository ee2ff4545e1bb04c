import type { Diagnostics } from './yaml/diagnostics.ts';
import { isReserved, RESERVED_HINT } from './reserved.ts';
import { valueOffset, type Path, type YamlNode } from './yaml/node.ts';

/** The names of one profile's files: unique ignoring case, and none of dmx's own. */
export class UniqueNames {
  readonly #root: YamlNode;
  readonly #findings: Diagnostics;
  readonly #taken = new Map<string, number>();

  constructor(root: YamlNode, findings: Diagnostics) {
    this.#root = root;
    this.#findings = findings;
  }

  /** The names that are taken, in lower case. */
  get taken(): Iterable<string> {
    return this.#taken.keys();
  }

  /** Claims a name for the node at a path. */
  claim(name: string, path: Path): void {
    const offset = valueOffset(this.#root, path);
    if (isReserved(name)) {
      this.#findings.at(offset, { message: `expected a name that is not reserved, got ${name}`, hint: RESERVED_HINT });
    }
    const other = this.#taken.get(name.toLowerCase());
    if (other === undefined) {
      this.#taken.set(name.toLowerCase(), offset);
      return;
    }
    const { line } = this.#findings.place(other);
    this.#findings.at(offset, {
      message: `expected each name once in a profile (case does not count), got ${name} again`,
      hint: `The first is in line ${line}; give one of them another \`name\`.`,
    });
  }
}
