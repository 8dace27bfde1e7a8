// Window sums of 32-bit values along one axis: along x of a volume, whose values become whole numbers, along y of such
// sums. With a mask only the voxels in it count.
#import grid
#import wide_windows
struct Params { src: Grid, within: Grid, dst: Grid, fill: u32, copies: u32, radius: u32, border: u32 }
@group(0) @binding(0) var<storage, read>       src: array<u32>;
@group(0) @binding(1) var<storage, read>       within: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(3) var<uniform>             params: Params;
override SRC_DTYPE: u32;
override SQUARES: u32;
// 0: along x, from a volume; 1: along y, from sums.
override AXIS: u32;
// 1: along x, only voxels in a mask count.
override HAS_WITHIN: u32;

// Where the mask's row starts.
var<private> mask_row: u32;

fn moments_at(line: u32, i: i32) -> Moments {
  let j = border_index(i, i32(params.src.volume_size[AXIS]), params.border);
  if (j < 0) { return moments_of(params.fill, params.copies); }
  // Places beyond the region, which count for windows that are not wanted, may not be held.
  let at = u32(clamp(j - i32(params.src.origin[AXIS]), 0, i32(params.src.size[AXIS]) - 1));
  if (AXIS == 0u) {
    if (HAS_WITHIN == 1u) {
      let bit = u32(clamp(j - i32(params.within.origin.x), 0, i32(params.within.size.x) - 1));
      if (((within[mask_row + (bit >> 5u)] >> (bit & 31u)) & 1u) == 0u) { return Moments(); }
    }
    return moments_of(src[line + at], 1u);
  }
  let first = (line + at * params.src.row_words) * moment_words();
  var words = Words(vec2u(src[first], src[first + 1u]), 0u, vec2u());
  if (moment_words() > 2u) { words.third = src[first + 2u]; }
  if (SQUARES == 1u) { words.last = vec2u(src[first + 3u], src[first + 4u]); }
  return unpacked(words);
}

// An invocation owns a run of eight places of a line.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  let origin = params.dst.origin[AXIS];
  let first_run = origin / RUN;
  var runs = params.dst.size;
  runs[AXIS] = (origin + params.dst.size[AXIS] + RUN - 1u) / RUN - first_run;
  let slice = runs.x * runs.y;
  if (index >= slice * runs.z) { return; }
  let z = index / slice;
  let y = (index - z * slice) / runs.x;
  var at = vec3u(index - z * slice - y * runs.x, y, z);
  let start = (first_run + at[AXIS]) * RUN;
  at[AXIS] = 0u;
  let p = params.dst.origin + at;
  var source = p;
  source[AXIS] = params.src.origin[AXIS];
  let line = word_index(params.src, source, 0u);
  if (HAS_WITHIN == 1u && AXIS == 0u) {
    mask_row = word_index(params.within, vec3u(params.within.origin.x, p.yz), 5u);
  }
  sum_windows(line, i32(start), i32(params.radius));
  let stride = select(params.dst.row_words, 1u, AXIS == 0u);
  let place = at.x + at.y * params.dst.row_words + at.z * params.dst.slice_words;
  for (var t = 0u; t < RUN; t++) {
    if (start + t < origin || start + t >= origin + params.dst.size[AXIS]) { continue; }
    let w = (place + (start + t - origin) * stride) * moment_words();
    let words = packed(windows[t]);
    dst[w] = words.first.x;
    dst[w + 1u] = words.first.y;
    if (moment_words() > 2u) { dst[w + 2u] = words.third; }
    if (SQUARES == 1u) {
      dst[w + 3u] = words.last.x;
      dst[w + 4u] = words.last.y;
    }
  }
}
