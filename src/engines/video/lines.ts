/** Hands on a text line by line, however it is cut into pieces. */
export class Lines {
  #rest = '';
  readonly #take: (line: string) => void;

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  readonly add = (text: string): void => {
    const lines = `${this.#rest}${text}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  };

  /** Takes what no line end came after. */
  finish(): void {
    if (this.#rest !== '') this.#take(this.#rest);
    this.#rest = '';
  }
}
