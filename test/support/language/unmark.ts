/** Text in which `▸` stands before every character that a problem is expected at. */
export function unmark(marked: string): { readonly text: string; readonly places: readonly string[] } {
  const places: string[] = [];
  const lines = marked.split('\n').map((line, i) => {
    let kept = '';
    for (const sign of line) {
      if (sign === '▸') places.push(`${i + 1}:${kept.length + 1}`);
      else kept += sign;
    }
    return kept;
  });
  return { text: lines.join('\n'), places };
}
