/** Numbers with units of CSS that librsvg does not know: what has them it draws at no size. */
const FOREIGN =
  /(?<=["'\s:,;(])([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(q|rem|vw|vh|vmin|vmax)(?=\s*(?:["';}]|!important))/gi;

/** The sides of the picture in pixels, which some units count by. */
interface Sides {
  readonly width: number;
  readonly height: number;
}

const MILLIMETRE = 96 / 25.4;
/** The font size where a drawing sets none. */
const LETTERS = 16;

const ROOT = /<(?:[\w.-]+:)?svg\b[^>]*>/i;

/** The size of letters that the root of a drawing says, in pixels. */
function rootLetters(text: string): number {
  const [root = ''] = ROOT.exec(text) ?? [];
  const [, size, unit = 'px'] = /font-size\s*[=:]\s*["']?\s*([\d.]+)(px|pt)?\s*["';]/i.exec(root) ?? [];
  const pixels = Number(size) * (unit.toLowerCase() === 'pt' ? 96 / 72 : 1);
  return pixels > 0 ? pixels : LETTERS;
}

function pixelsIn(unit: string, letters: number, { width, height }: Sides): number {
  switch (unit) {
    case 'q':
      return MILLIMETRE / 4;
    case 'rem':
      return letters;
    case 'vw':
      return width / 100;
    case 'vh':
      return height / 100;
    case 'vmin':
      return Math.min(width, height) / 100;
    default:
      return Math.max(width, height) / 100;
  }
}

/** The sides of the root in units of letters, as pixels: librsvg takes letters there for smaller ones than browsers. */
function withKnownSides(text: string, letters: number): string {
  return text.replace(ROOT, (root) =>
    root.replaceAll(
      /(?<=\b(?:width|height)\s*=\s*["'])\s*([\d.]+)em\s*(?=["'])/gi,
      (_all, count: string) => `${Number(count) * letters}px`,
    ),
  );
}

/** A drawing (SVG as text) whose lengths are all in units that librsvg knows. `sides`: those of the picture it shows. */
export function withKnownLengths(text: string, sides: Sides = { width: 0, height: 0 }): string {
  const letters = rootLetters(text);
  const known = withKnownSides(text, letters);
  return known.replaceAll(FOREIGN, (_all, count: string, unit: string) => {
    const pixels = Number(count) * pixelsIn(unit.toLowerCase(), letters, sides);
    return `${Number(pixels.toFixed(4))}px`;
  });
}
