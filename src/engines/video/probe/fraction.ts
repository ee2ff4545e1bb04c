/** `30000/1001`, `16:9` as two numbers; undefined where a part is missing or zero. */
export function parseFraction(text = ''): readonly [over: number, under: number] | undefined {
  const [, over, under] = /^(\d+)[/:](\d+)$/.exec(text) ?? [];
  return Number(over) > 0 && Number(under) > 0 ? [Number(over), Number(under)] : undefined;
}
