#import half_words
#import red_black
// Coarse levels of a multigrid by aggregation: cells of up to LAYERS unknowns each, which no face joins to one another.
// Unlike most shared modules this one reads what its kernels bind, `conductances`.

struct Cells {
  size: vec3u,
  // Along which axes the level repeats.
  wrap: vec3u,
}

// The index of the three lower faces of a cell. They are stored for one more cell along each axis, for the upper faces
// of the last cells.
fn face_of(cells: Cells, p: vec3u) -> u32 {
  return (p.z * (cells.size.y + 1u) + p.y) * (cells.size.x + 1u) + p.x;
}

// The conductance between an unknown of the cell below a face and one of the cell above. Beyond an end of the axis, the
// fixed potential is unknown 0.
fn conductance(face: u32, axis: u32, below: u32, above: u32) -> f32 {
  let index = (axis * LAYERS + below) * LAYERS + above;
  let pair = unpacked(conductances[face * ((3u * LAYERS * LAYERS + 1u) >> 1u) + (index >> 1u)]);
  return select(pair.x, pair.y, (index & 1u) != 0u);
}

// The two cells beside a cell along an axis; none beyond an end.
struct Beside { below: vec3u, above: vec3u, has_below: bool, has_above: bool }

fn beside(cells: Cells, p: vec3u, axis: u32) -> Beside {
  let first = p[axis] == 0u;
  let last = p[axis] + 1u == cells.size[axis];
  let wraps = cells.wrap[axis] != 0u;
  var below = p;
  var above = p;
  if (wraps || !first) { below[axis] = select(p[axis] - 1u, cells.size[axis] - 1u, first); }
  if (wraps || !last) { above[axis] = select(p[axis] + 1u, 0u, last); }
  return Beside(below, above, wraps || !first, wraps || !last);
}

// Sums of conductances of the unknowns of a cell.
fn diagonals(cells: Cells, p: vec3u) -> vec4f {
  var sums = vec4f();
  for (var axis = 0u; axis < 3u; axis++) {
    var q = p;
    q[axis] += 1u;
    for (var i = 0u; i < LAYERS; i++) {
      for (var j = 0u; j < LAYERS; j++) {
        sums[j] += conductance(face_of(cells, p), axis, i, j);
        sums[i] += conductance(face_of(cells, q), axis, i, j);
      }
    }
  }
  return sums;
}

// The words that say which unknown of a cell holds each unknown of the eight finer cells in it: two bits each.
fn words_of_parts() -> u32 {
  return (LAYERS + 1u) >> 1u;
}

fn index_of_part(p: vec3u, layer: u32) -> u32 {
  return ((p.x & 1u) + 2u * (p.y & 1u) + 4u * (p.z & 1u)) * LAYERS + layer;
}
