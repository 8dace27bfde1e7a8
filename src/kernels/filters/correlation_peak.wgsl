// Peak of a phase correlation: the greatest value of every slice among shifts of at most `reach`, and its neighbours.
struct Params { size: vec3u, reach_x: u32, reach_y: u32 }
@group(0) @binding(0) var<storage, read>       correlation: array<f32>;
@group(0) @binding(1) var<storage, read_write> peaks: array<vec4u>; // write
@group(0) @binding(2) var<uniform>             params: Params;

const WIDTH = 256u;
var<workgroup> keys: array<u32, 256>;
var<workgroup> places: array<u32, 256>;

// Orders as the floats do.
fn key_of(value: f32) -> u32 {
  let raw = bitcast<u32>(value);
  return raw ^ select(0x80000000u, 0xffffffffu, (raw & 0x80000000u) != 0u);
}

// Negative shifts stand behind the others.
fn correlation_at(slice: u32, x: i32, y: i32) -> f32 {
  let n = vec2i(params.size.xy);
  let p = vec2u((vec2i(x, y) + n) % n);
  return correlation[(slice * params.size.y + p.y) * params.size.x + p.x];
}

// A workgroup owns a slice: the greatest value among shifts within reach (the first of equals), as its
// shift, its value, and those of its four neighbours.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  let width = 2u * params.reach_x + 1u;
  let shifts = width * (2u * params.reach_y + 1u);
  var best = 0u;
  var place = 0u;
  for (var i = lid; i < shifts; i += WIDTH) {
    let row = i / width;
    let x = i32(i - row * width) - i32(params.reach_x);
    let key = key_of(correlation_at(wid.x, x, i32(row) - i32(params.reach_y)));
    if (key > best) {
      best = key;
      place = i;
    }
  }
  keys[lid] = best;
  places[lid] = place;
  for (var half = WIDTH / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lid < half) {
      let other = keys[lid + half];
      let later = places[lid + half];
      if (other > keys[lid] || (other == keys[lid] && later < places[lid])) {
        keys[lid] = other;
        places[lid] = later;
      }
    }
  }
  if (lid != 0u) { return; }
  let row = places[0] / width;
  let x = i32(places[0] - row * width) - i32(params.reach_x);
  let y = i32(row) - i32(params.reach_y);
  let centre = correlation_at(wid.x, x, y);
  peaks[2u * wid.x] = vec4u(bitcast<u32>(x), bitcast<u32>(y), bitcast<u32>(centre), 0u);
  peaks[2u * wid.x + 1u] = bitcast<vec4u>(vec4f(
    correlation_at(wid.x, x - 1, y), correlation_at(wid.x, x + 1, y),
    correlation_at(wid.x, x, y - 1), correlation_at(wid.x, x, y + 1)));
}
