// Stripe (curtain) correction: subtracts a value per line, block and slice from every voxel; linear between the centres
// of blocks.
#import grid
#import voxel
#import source_voxel
#import column_march
struct Params { src: Grid, dst: Grid, blocks: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       profile: array<f32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override ALONG: u32;
// 1: stripes run along y and do not change, so that a column has one value.
override CONSTANT: u32;

// What is subtracted from a voxel. `profile` holds, for each slice of dst, `blocks` rows with one value for each line
// of dst; between the centres of two blocks it is linear.
fn stripe_at(p: vec3u) -> f32 {
  let lines = params.dst.size[1u - ALONG];
  let line = p[1u - ALONG] - params.dst.origin[1u - ALONG];
  let length = f32(params.src.volume_size[ALONG]);
  let place = clamp((f32(p[ALONG]) + 0.5) * f32(params.blocks) / length - 0.5, 0.0, f32(params.blocks - 1u));
  let block = u32(place);
  let next = min(block + 1u, params.blocks - 1u);
  let rows = (p.z - params.dst.origin.z) * params.blocks;
  return mix(profile[(rows + block) * lines + line], profile[(rows + next) * lines + line], place - f32(block));
}

// One invocation owns a piece of a column.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let place = column_place(flat_index(wid, count, lid, 64u), params.dst.size);
  if (place.z >= params.dst.size.z) { return; }
  var p = params.dst.origin + place;
  var stripe = stripe_at(p);
  let end = params.dst.origin.y + min(place.y + COLUMN_ROWS, params.dst.size.y);
  for (; p.y < end; p.y++) {
    if (CONSTANT == 0u) { stripe = stripe_at(p); }
    let raw = raw_at(p);
    let result = bitcast<u32>(raw_to_f32(raw, SRC_DTYPE) - stripe);
    dst[word_index(params.dst, p, 0u)] = select(result, 0x7fc00000u, raw_is_nan(raw, SRC_DTYPE));
  }
}
