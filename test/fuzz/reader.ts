/** Something of ours that reads what strangers write. */
export interface FuzzedReader {
  readonly name: string;
  /** Good inputs that mutations begin with; those kept in `seeds/<name>` come to them. */
  readonly seeds: readonly Buffer[];
  /**
   * Reads an input, however wrong it is. May throw what the reader says it throws: that is to be caught here. Whatever
   * else it throws, and an answer that `read` itself finds to be wrong, is a fault.
   */
  readonly read: (input: Buffer) => void | Promise<void>;
}
