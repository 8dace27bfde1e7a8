/** How far work may be ahead of whoever takes its results. */
export interface AheadOptions<T, R> {
  /** Items that are worked on at once. */
  readonly most: number;
  /** What an item weighs, of the weight that may be under way; one item always may. */
  readonly weigh?: (item: T) => number;
  readonly mostWeight?: number;
  /** Lets go of a result that nobody takes, since something failed before it. */
  readonly drop?: (result: R) => void;
}

/** Works on several items at once; results come in the order of the items. */
export async function* ahead<T, R>(
  items: Iterable<T>,
  work: (item: T) => Promise<R>,
  { most, weigh = () => 0, mostWeight = 0, drop }: AheadOptions<T, R>,
): AsyncGenerator<R> {
  const underWay: { weight: number; result: Promise<R> }[] = [];
  let sum = 0;
  const first = async (): Promise<R> => {
    const { weight, result } = underWay.shift()!;
    const come = await result;
    sum -= weight;
    return come;
  };
  try {
    for (const item of items) {
      const weight = weigh(item);
      while (underWay.length >= most || (underWay.length > 0 && sum + weight > mostWeight))
        yield await first();
      sum += weight;
      const result = work(item);
      // It may fail before anyone waits for it.
      result.catch(() => undefined);
      underWay.push({ weight, result });
    }
    while (underWay.length > 0) yield await first();
  } finally {
    for (const { result } of underWay) result.then(drop, () => undefined);
  }
}
