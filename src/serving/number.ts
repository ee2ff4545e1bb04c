// No exponents: the language has none, and a canonical text must not depend on where JavaScript starts to use them.
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const EXPONENT = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/;

/** Reads a decimal number of the language (`400`, `.5`, `-1.75`); undefined when it is none. Never −0. */
export function parseNumber(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) + 0 : undefined;
}

/** The one spelling of a finite number: the shortest decimals that read back as the same number, no exponent. */
export function printNumber(value: number): string {
  const text = String(value);
  const match = EXPONENT.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  return point <= 0 ? `${sign}0.${'0'.repeat(-point)}${digits}` : `${sign}${digits.padEnd(point, '0')}`;
}
