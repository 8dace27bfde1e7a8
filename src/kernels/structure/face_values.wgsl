// Seeds on faces, for intrusion: keeps 32-bit voxels on faces of the volume (bits in the order x0, x1, y0, y1, z0, z1)
// and clears the others.
#import grid
#import voxel
struct Params { src: Grid, dst: Grid, faces: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;

// One invocation owns one voxel.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let word = flat_index(wid, count, lid, 64u);
  if (word >= grid_words(params.dst)) { return; }
  let p = word_position(params.dst, word, 0u);
  let low = select(vec3u(0u), vec3u(1u, 4u, 16u), p == vec3u(0u));
  let high = select(vec3u(0u), vec3u(2u, 8u, 32u), p + 1u == params.dst.volume_size);
  let at = low | high;
  let touched = (at.x | at.y | at.z) & params.faces;
  dst[word] = select(0u, src[word_index(params.src, p, 0u)], touched != 0u);
}
