// Mean level of the box `first`, `size` in every slice (a reduction); one workgroup per slice, 2^22 voxels each at
// most.
#import grid
#import source_voxel
#import levels
struct Params { src: Grid, first: vec3u, size: vec3u, start: f32, gain: f32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> means: array<f32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override SRC_DTYPE: u32;

const WIDTH = 256u;
// Count, and digits of 16 bits of the sum of levels.
var<workgroup> group: array<atomic<u32>, 3>;

// A workgroup owns a slice. At most 2^22 voxels: an invocation adds 2^14 levels of 16 bits, which a
// word holds.
@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(local_invocation_index) lid: u32) {
  var sum = 0u;
  var found = 0u;
  for (var i = lid; i < params.size.x * params.size.y; i += WIDTH) {
    let y = i / params.size.x;
    let p = params.first + vec3u(i - y * params.size.x, y, wid.x);
    let raw = raw_at(p);
    if (!is_level(raw, SRC_DTYPE)) { continue; }
    sum += level_of(raw, SRC_DTYPE, params.start, params.gain);
    found++;
  }
  atomicAdd(&group[0], found);
  atomicAdd(&group[1], sum & 0xffffu);
  atomicAdd(&group[2], sum >> 16u);
  workgroupBarrier();
  if (lid == 0u) {
    let total = f32(atomicLoad(&group[2])) * 65536.0 + f32(atomicLoad(&group[1]));
    means[wid.x] = total / max(1.0, f32(atomicLoad(&group[0])));
  }
}
