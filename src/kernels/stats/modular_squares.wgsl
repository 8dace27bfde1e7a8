// Autocorrelation by the number-theoretic transform: the inverse transform of the products of numbers at opposite
// frequencies, for one of two opposite fours along x. `shape` holds the length and block of x, and those of the other
// axis across. Products are divided by 2^32 (Montgomery).
#import plan
#import modular
#import modular_order
#import passes
struct Params { shape: vec4u, lines: u32, across: u32, src_stride: u32, src_other: u32,
                dst_stride: u32, dst_other: u32, shift: u32, kept: u32 }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec4u>;
@group(0) @binding(1) var<storage, read>       src: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> dst: array<vec4u>;
@group(0) @binding(3) var<uniform>             params: Params;

var<private> first_vector: u32;

// Which selected four of a row, and which row.
fn column_of(line: u32) -> vec2u {
  let vector = min(first_vector + line, params.lines - 1u);
  return vec2u(vector % params.across, vector / params.across);
}

fn load(line: u32, place: u32) -> vec4u {
  let column = column_of(line);
  let four = selected_four(column.x, params.shape.y);
  let far = opposite(four, params.shape.x / 4u, params.shape.y / 4u);
  let other = opposite(column.y, params.shape.z, params.shape.w);
  let here = src[column.y * params.src_other + place * params.src_stride + four];
  let there = src[other * params.src_other + opposite(place, LENGTH, BLOCK) * params.src_stride + far];
  return multiply_modular(here, turned(there, four));
}

fn store(line: u32, place: u32, numbers: vec4u) {
  let to = (place + params.shift) % LENGTH;
  let column = column_of(line);
  if (to < params.kept && first_vector + line < params.lines) {
    dst[column.y * params.dst_other + to * params.dst_stride + column.x] = numbers;
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  first_vector = (wid.y * count.x + wid.x) * VECTORS;
  transform(lid);
}
