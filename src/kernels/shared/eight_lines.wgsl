// One pass of the Euclidean distance transform: the minimum over parabolas, found by looking outwards (Saito and
// Toriwaki), for eight quads in line along y or z. The kernel says what lies there: squares(i, column) are the squared
// distances, without this axis, of the quad that is i-th of its column. Uses the kernel's Params and constants.
#import squared_distance

// Squared distances of four neighbours along x in each of eight lines.
struct Lines { a: vec4u, b: vec4u, c: vec4u, d: vec4u, e: vec4u, f: vec4u, g: vec4u, h: vec4u }

// The squared length of k steps. Multiplications are dear, and cubic voxels need none.
fn steps(k: i32) -> vec4u {
  let square = u32(k * k);
  if (UNIT_WEIGHTS == 1u) { return vec4u(square); }
  return vec4u(params.weight * square);
}

// The bound before the search: none, or the distance to the background outside the volume.
fn at_edge(i: u32, n: u32) -> vec4u {
  if (params.outside == 0u) { return vec4u(params.none); }
  return min(steps(max(1, min(i32(i) + 1, i32(n) - i32(i)))), vec4u(params.none));
}

// The squared distances of eight lines, from line `first` of n on. Looks outwards until nothing farther can be nearer
// to any of them; each quad that it loads serves all eight lines. Lines behind the last hold any value.
fn nearest(first: u32, n: u32, column: u32) -> Lines {
  var l = Lines(at_edge(first, n), at_edge(first + 1u, n), at_edge(first + 2u, n), at_edge(first + 3u, n),
    at_edge(first + 4u, n), at_edge(first + 5u, n), at_edge(first + 6u, n), at_edge(first + 7u, n));
  let count = min(8u, n - first);
  for (var j = 0u; j < count; j++) {
    let s = squares(first + j, column);
    let k = i32(j);
    l.a = min(l.a, s + steps(k)); l.b = min(l.b, s + steps(k - 1));
    l.c = min(l.c, s + steps(k - 2)); l.d = min(l.d, s + steps(k - 3));
    l.e = min(l.e, s + steps(k - 4)); l.f = min(l.f, s + steps(k - 5));
    l.g = min(l.g, s + steps(k - 6)); l.h = min(l.h, s + steps(k - 7));
  }
  // Two steps at a time. Beyond the ends the last quad is read again, at a distance that is too long to matter.
  let end = n - 1u;
  let reach = i32(max(first, end - first));
  for (var k = 1; k <= reach; k += 2) {
    // Lines in the middle are farther from what is outside.
    let some = max(l.a, l.h) > steps(k);
    let more = max(l.b, l.g) > steps(k + 1);
    let inner = max(l.c, l.f) > steps(k + 2);
    let middle = max(l.d, l.e) > steps(k + 3);
    if (!any(some | more | inner | middle)) { break; }
    let s = squares(u32(max(i32(first) - k, 0)), column);
    let r = squares(u32(max(i32(first) - k - 1, 0)), column);
    let t = squares(min(first + 7u + u32(k), end), column);
    let u = squares(min(first + 8u + u32(k), end), column);
    l.a = min(min(l.a, min(s + steps(k), t + steps(k + 7))), min(r + steps(k + 1), u + steps(k + 8)));
    l.b = min(min(l.b, min(s + steps(k + 1), t + steps(k + 6))), min(r + steps(k + 2), u + steps(k + 7)));
    l.c = min(min(l.c, min(s + steps(k + 2), t + steps(k + 5))), min(r + steps(k + 3), u + steps(k + 6)));
    l.d = min(min(l.d, min(s + steps(k + 3), t + steps(k + 4))), min(r + steps(k + 4), u + steps(k + 5)));
    l.e = min(min(l.e, min(s + steps(k + 4), t + steps(k + 3))), min(r + steps(k + 5), u + steps(k + 4)));
    l.f = min(min(l.f, min(s + steps(k + 5), t + steps(k + 2))), min(r + steps(k + 6), u + steps(k + 3)));
    l.g = min(min(l.g, min(s + steps(k + 6), t + steps(k + 1))), min(r + steps(k + 7), u + steps(k + 2)));
    l.h = min(min(l.h, min(s + steps(k + 7), t + steps(k))), min(r + steps(k + 8), u + steps(k + 1)));
  }
  return l;
}
