// Virtual rows of equal height: which are in view, and where they go.

/**
 * The tallest content that is made: browsers round positions beyond some 17 million pixels. Longer
 * tables scroll faster instead.
 */
const TALLEST = 8_000_000;

/** Rows that are made above and below what is in view, so that scrolling shows no gap. */
const SPARE = 6;

/** A list of rows in a view that scrolls, in pixels. */
export interface RowList {
  readonly rows: number;
  readonly rowHeight: number;
  readonly viewHeight: number;
}

/** What is made of it. */
export interface RowWindow {
  /** The first row that is made, and the one behind the last. */
  readonly first: number;
  readonly end: number;
  /** Where the first row goes in the content, and how tall the content is. */
  readonly top: number;
  readonly height: number;
}

/** Full height of the rows, and that of the content. */
function heights({ rows, rowHeight, viewHeight }: RowList): [full: number, content: number] {
  const full = rows * rowHeight;
  return [full, Math.max(viewHeight, Math.min(full, TALLEST))];
}

/** How far the rows have moved when the content has moved by one pixel. */
function ratio(list: RowList): number {
  const [full, content] = heights(list);
  return full <= content ? 1 : (full - list.viewHeight) / (content - list.viewHeight);
}

/** The rows that are made when the view has scrolled to `scrollTop`. */
export function rowWindow(list: RowList, scrollTop: number): RowWindow {
  const { rows, rowHeight, viewHeight } = list;
  const [full, content] = heights(list);
  const at = Math.max(0, Math.min(scrollTop * ratio(list), full - viewHeight));
  const first = Math.max(0, Math.floor(at / rowHeight) - SPARE);
  const end = Math.min(rows, Math.ceil((at + viewHeight) / rowHeight) + SPARE);
  return {
    first,
    end,
    top: first * rowHeight - at + Math.max(0, scrollTop),
    height: full <= content ? full : content,
  };
}

/** Where to scroll so that a row is seen; the same place where it already is. */
export function scrollToRow(list: RowList, row: number, scrollTop: number): number {
  const by = ratio(list);
  const [full] = heights(list);
  const at = scrollTop * by;
  const top = row * list.rowHeight;
  const bottom = top + list.rowHeight - list.viewHeight;
  const wanted = top < at ? top : bottom > at ? bottom : at;
  return wanted === at ? scrollTop : Math.max(0, Math.min(wanted, full - list.viewHeight)) / by;
}
