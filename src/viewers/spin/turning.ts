/** Frames of a spin: rows turn it up and down, columns round. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** A frame of a spin. */
export interface Frame {
  readonly row: number;
  readonly column: number;
}

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** The frame some steps on: columns go round, rows end at the outermost. */
export function turned({ row, column }: Frame, columns: number, rows: number, grid: Grid): Frame {
  return { row: Math.max(0, Math.min(grid.rows - 1, row + rows)), column: modulo(column + columns, grid.columns) };
}

/** The number of a frame in the list of a spin. */
export const frameIndex = ({ row, column }: Frame, { columns }: Grid): number => row * columns + column;

/** The columns of each row; of a spin whose last row is short, that many as divide it. */
export function gridOf(count: number, rows = 1, columns = count): Grid {
  return rows * columns === count ? { rows, columns } : { rows: 1, columns: count };
}

/** Frames in the order in which they are needed: those nearest to one first, on both sides of it, then the other rows. */
export function loadOrder(from: Frame, grid: Grid): readonly number[] {
  const distance = (a: Frame): number => {
    const round = Math.abs(a.column - from.column);
    return Math.min(round, grid.columns - round) + Math.abs(a.row - from.row) * grid.columns;
  };
  const frames = Array.from({ length: grid.rows * grid.columns }, (_, i) => ({
    row: Math.floor(i / grid.columns),
    column: i % grid.columns,
  }));
  return frames.toSorted((a, b) => distance(a) - distance(b)).map((frame) => frameIndex(frame, grid));
}
