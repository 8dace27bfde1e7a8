// Lock-free union-find of nodes (Rem's algorithm, with atomics). Unlike most shared modules this one reads and writes
// what its kernels bind: `parents`, the parent of every node by number: itself of a root, a smaller one of others.

// Two nodes with their parents.
struct Pair { x: u32, above_x: u32, y: u32, above_y: u32 }

// Goes one step of uniting two nodes: up from the one with the larger parent, until the parents are the same. On the
// way, nodes are pointed at their grandparents. A root is lowered to the other's parent; if another invocation did that
// first, what the root was lowered to is united instead, so that no union is lost; nor is one by a store that overtakes
// another's minimum, since a node that is no root stays so and both parents are united by then.
fn climb(pair: Pair) -> Pair {
  let swap = pair.above_x < pair.above_y;
  let x = select(pair.x, pair.y, swap);
  let above_x = select(pair.above_x, pair.above_y, swap);
  let y = select(pair.y, pair.x, swap);
  let above_y = select(pair.above_y, pair.above_x, swap);
  let is_root = above_x == x;
  var next = above_x;
  if (is_root) {
    next = atomicMin(&parents[x], above_y);
    if (next == x) { return Pair(x, above_y, y, above_y); }
  }
  let above_next = atomicLoad(&parents[next]);
  if (!is_root && above_next != next) { atomicStore(&parents[x], above_next); }
  return Pair(next, above_next, y, above_y);
}
