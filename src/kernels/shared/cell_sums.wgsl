#import cells
// Sums of a Gauss–Seidel step on coarse levels: what the neighbours of the unknowns of a cell bring, conductances times
// values, and the sums of conductances; kernels define `value_at`, the values of the unknowns of a cell.

struct Sums { near: vec4f, whole: vec4f }

fn sums_at(cells: Cells, p: vec3u) -> Sums {
  var sums = Sums(vec4f(), vec4f());
  for (var axis = 0u; axis < 3u; axis++) {
    let cell = beside(cells, p, axis);
    let below = select(vec4f(), value_at(cell.below), cell.has_below);
    let above = select(vec4f(), value_at(cell.above), cell.has_above);
    var q = p;
    q[axis] += 1u;
    let low = face_of(cells, p);
    let high = face_of(cells, q);
    for (var i = 0u; i < LAYERS; i++) {
      for (var j = 0u; j < LAYERS; j++) {
        let down = conductance(low, axis, i, j);
        sums.near[j] += down * below[i];
        sums.whole[j] += down;
        let up = conductance(high, axis, i, j);
        sums.near[i] += up * above[j];
        sums.whole[i] += up;
      }
    }
  }
  return sums;
}

// The value of unknown i that solves its equation; zero where it does not conduct.
fn solved(sums: Sums, i: u32, right: f32) -> f32 {
  return select(0.0, (right + sums.near[i]) / sums.whole[i], sums.whole[i] > 0.0);
}
