/**
 * Begins pieces of work in their order, and ends each when the next is begun: what the GPU gave is
 * taken in while it works on.
 *
 * @param begin starts a piece, and gives what ends it
 */
export async function oneBehind<T>(
  pieces: Iterable<T>,
  begin: (piece: T) => Promise<() => Promise<void>>,
): Promise<void> {
  let before: (() => Promise<void>) | undefined;
  for (const piece of pieces) {
    const end = await begin(piece);
    await before?.();
    before = end;
  }
  await before?.();
}
