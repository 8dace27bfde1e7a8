// Number-theoretic transform along y or z, in place, of `lines` vectors of lines. Of these `across` lie side by side,
// and rows of them lie `other_stride` apart; `stride` is the distance between places of a line. Places from `filled` on
// are 0. The result is moved up by `shift`, and its first `kept` places are written.
#import plan
#import modular
#import passes
struct Params { lines: u32, across: u32, stride: u32, other_stride: u32, filled: u32, shift: u32, kept: u32 }
@group(0) @binding(0) var<storage, read>       twiddles: array<vec4u>;
@group(0) @binding(1) var<storage, read_write> data: array<Numbers>;
@group(0) @binding(2) var<uniform>             params: Params;

var<private> first_vector: u32;

fn start_of(line: u32) -> u32 {
  let vector = min(first_vector + line, params.lines - 1u);
  return vector / params.across * params.other_stride + vector % params.across;
}

fn load(line: u32, place: u32) -> Numbers {
  let numbers = data[start_of(line) + min(place, params.filled - 1u) * params.stride];
  return select(Numbers(), numbers, place < params.filled);
}

fn store(line: u32, place: u32, numbers: Numbers) {
  let to = (place + params.shift) % LENGTH;
  if (to < params.kept && first_vector + line < params.lines) { data[start_of(line) + to * params.stride] = numbers; }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  first_vector = (wid.y * count.x + wid.x) * VECTORS;
  transform(lid);
}
