// Marker selection of the SNOW watershed: which maxima of the distance map are the highest of a ball around them.
#import grid
struct Params { steps: Grid, src: Grid, weights: vec3u, limit: u32, reach: vec3u, wall: u32, first: u32, count: u32 }
@group(0) @binding(0) var<storage, read>       maxima: array<u32>;
@group(0) @binding(1) var<storage, read>       heights: array<u32>;
@group(0) @binding(2) var<storage, read_write> peaks: array<u32>;
@group(0) @binding(3) var<uniform>             params: Params;

fn squared(weight: u32, offset: i32) -> u32 {
  return weight * u32(offset * offset);
}

// One invocation owns one maximum (a byte of the grid of steps): 1 where nothing within the ball around it is higher,
// and itself not lower than the wall where there is background in the ball.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.count) { return; }
  let byte = maxima[params.first + index];
  let p = vec3i(word_position(params.steps, byte >> 2u, 2u) + vec3u(byte & 3u, 0u, 0u));
  let reach = vec3i(params.reach);
  let origin = vec3i(params.src.origin);
  let low = max(p - reach, origin);
  let high = min(p + reach, origin + vec3i(params.src.size) - 1);
  let own = heights[word_index(params.src, vec3u(p), 0u)];
  var is_peak = 1u;
  for (var z = low.z; z <= high.z; z++) {
    for (var y = low.y; y <= high.y; y++) {
      let across = squared(params.weights.y, y - p.y) + squared(params.weights.z, z - p.z);
      if (across > params.limit) { continue; }
      let row = word_index(params.src, vec3u(vec3i(0, y, z)), 0u);
      for (var x = low.x; x <= high.x; x++) {
        if (across + squared(params.weights.x, x - p.x) > params.limit) { continue; }
        let height = heights[row + u32(x)];
        if (select(height, params.wall, height == 0u) > own) { is_peak = 0u; }
      }
    }
    if (is_peak == 0u) { break; }
  }
  peaks[params.first + index] = is_peak;
}
