/** Names that are taken, case ignored. */
export class NameClaims {
  readonly #taken = new Set<string>();

  /** The name itself, or with the first number behind it that makes it free. */
  claim(name: string): string {
    let free = name;
    for (let n = 2; this.#taken.has(free.toLowerCase()); n++) free = `${name}-${n}`;
    this.#taken.add(free.toLowerCase());
    return free;
  }
}
