// Per-object statistics (region properties): gathers count, position, extent, greatest distance and intensity of every
// object of a box; of 32-bit intensities the extremes alone. With `WIDE` = 1, which needs rows of a multiple of eight
// voxels, it reads the same buffers by their second bindings.
#import grid
#import quad
#import measured_objects
struct Params {
  task: Grid, labels: Grid, intensity: Grid, distance: Grid,
  // Rows of the table: ids from 0 on.
  ids: u32,
}
@group(0) @binding(0) var<storage, read>       labels: array<u32>;
@group(0) @binding(1) var<storage, read>       intensity: array<u32>;
@group(0) @binding(2) var<storage, read>       distance: array<u32>;
// The same buffers, for fewer and wider loads.
@group(0) @binding(3) var<storage, read>       label_quads: array<vec4u>;
@group(0) @binding(4) var<storage, read>       intensity_quads: array<vec4u>;
@group(0) @binding(5) var<storage, read>       distance_quads: array<vec4u>;
@group(0) @binding(6) var<storage, read_write> table: array<atomic<u32>>;
@group(0) @binding(7) var<uniform>             params: Params;
// 1 where rows of all grids are a multiple of eight voxels.
override WIDE: u32;
override INTENSITY_DTYPE: u32;
override HAS_INTENSITY: u32;
override HAS_DISTANCE: u32;

const WIDTH = 64u;
// Voxels of the block that a workgroup owns.
const BLOCK = vec3u(32u, 32u, 32u); // export MEASURE_BLOCK
// The part of the block that an invocation owns, in steps of eight voxels of 4 × 4 rows.
const PART = vec3u(8u, 8u, 8u);
const STEP = 4u;

// Eight voxels in a row as two quads: bits, or words.
struct Eight { low: vec4u, high: vec4u }

// The words of eight voxels; those of a row's end may lie in the next one and are not looked at.
fn labels_at(at: u32) -> Eight {
  if (WIDE == 1u) { return Eight(label_quads[at >> 2u], label_quads[(at >> 2u) + 1u]); }
  return Eight(vec4u(labels[at], labels[at + 1u], labels[at + 2u], labels[at + 3u]),
               vec4u(labels[at + 4u], labels[at + 5u], labels[at + 6u], labels[at + 7u]));
}

fn distances_at(at: u32) -> Eight {
  if (WIDE == 1u) { return Eight(distance_quads[at >> 2u], distance_quads[(at >> 2u) + 1u]); }
  return Eight(vec4u(distance[at], distance[at + 1u], distance[at + 2u], distance[at + 3u]),
               vec4u(distance[at + 4u], distance[at + 5u], distance[at + 6u], distance[at + 7u]));
}

// The bits of eight intensities.
fn intensities_at(at: u32) -> Eight {
  let shift = lane_shift(INTENSITY_DTYPE);
  var low: vec4u;
  var high = vec4u();
  if (shift == 2u) {
    low = vec4u(intensity[at], 0u, 0u, 0u);
    high = vec4u(intensity[at + 1u], 0u, 0u, 0u);
  } else {
    if (WIDE == 1u) { low = intensity_quads[at >> 2u]; }
    else { low = vec4u(intensity[at], intensity[at + 1u], intensity[at + 2u], intensity[at + 3u]); }
    if (shift == 1u) { high = vec4u(low.zw, 0u, 0u); }
    else if (WIDE == 1u) { high = intensity_quads[(at >> 2u) + 1u]; }
    else { high = vec4u(intensity[at + 4u], intensity[at + 5u], intensity[at + 6u], intensity[at + 7u]); }
  }
  return Eight(unpack_quad(low, INTENSITY_DTYPE), unpack_quad(high, INTENSITY_DTYPE));
}

// The ids of voxels whose bits are set; 0 elsewhere.
fn open_ids(ids: vec4u, open: u32) -> vec4u {
  return select(vec4u(), ids, (vec4u(open) & vec4u(1u, 2u, 4u, 8u)) != vec4u());
}

// The id to be gathered: the one that is, or of none yet the greatest of these.
fn id_of(id: u32, p: vec4u, q: vec4u) -> u32 {
  let greatest = largest_of(max(p, q));
  return select(id, greatest, id == NONE && greatest != 0u);
}

fn mask_of(ids: vec4u, id: u32) -> vec4u {
  return select(vec4u(), vec4u(0xffffffffu), ids == vec4u(id));
}

fn left_bits(p: vec4u, q: vec4u) -> u32 {
  return true_bits(p != vec4u()) | (true_bits(q != vec4u()) << 4u);
}

// Whether the sums of a step may join those of a part.
fn fits(part: Sums, step: Sums) -> bool {
  return step.id != NONE && (part.id == step.id || part.id == NONE);
}

// Up to four objects of a part.
struct Held { a: Sums, b: Sums, c: Sums, d: Sums }

fn without_first(held: Held) -> Held {
  return Held(held.b, held.c, held.d, no_sums());
}

// Adds the sums of a step to those of its part, and says whether there was a place for them.
fn hold(held: ptr<function, Held>, step: Sums) -> bool {
  let a = fits((*held).a, step);
  let b = !a && fits((*held).b, step);
  let c = !a && !b && fits((*held).c, step);
  let d = !a && !b && !c && fits((*held).d, step);
  (*held).a = merged((*held).a, step, select(0u, NONE, a));
  (*held).b = merged((*held).b, step, select(0u, NONE, b));
  (*held).c = merged((*held).c, step, select(0u, NONE, c));
  (*held).d = merged((*held).d, step, select(0u, NONE, d));
  return a || b || c || d;
}

// A workgroup owns a block of 32³ voxels, an invocation a part of it of 8³. A step is so compact that it seldom holds
// more than two objects: those are gathered in registers, eight voxels by eight, all invocations in step; where more
// remain, the step is gone through again. The objects of all steps are held in registers too, until the part is done or
// they are more than four; the workgroup collects them in a hash table and adds each to the table in memory once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let blocks = (params.task.size + BLOCK - vec3u(1u)) / BLOCK;
  let block = flat_index(wid, count, 0u, 1u);
  let block_row = block / blocks.x;
  let corner = params.task.origin
    + BLOCK * vec3u(block - block_row * blocks.x, block_row % blocks.y, block_row / blocks.y);
  let room = params.task.origin + params.task.size - corner;
  let first = PART * vec3u(lid & 3u, (lid >> 2u) & 3u, lid >> 4u);
  let size = min(PART, max(room, first) - first);
  let p = corner + first;
  let at_label = word_index(params.labels, p, 0u);
  var at_distance = 0u;
  if (HAS_DISTANCE == 1u) { at_distance = word_index(params.distance, p, 0u); }
  var at_intensity = 0u;
  if (HAS_INTENSITY == 1u) { at_intensity = word_index(params.intensity, p, lane_shift(INTENSITY_DTYPE)); }

  // Two steps along y, then along z, but those that are outside.
  let steps = select(0u, 2u * ((size.z + STEP - 1u) / STEP), size.x > 0u && size.y > 0u);
  var step = 0u;
  var at = vec2u();
  // A bit per voxel of the step that is still to be dealt with, a word per slice, that of the next slice first.
  var left = vec4u();
  var a = no_sums();
  var b = no_sums();
  var held = Held(no_sums(), no_sums(), no_sums(), no_sums());
  loop {
    loop {
      if (hold(&held, a)) { a.id = NONE; }
      if (hold(&held, b)) { b.id = NONE; }
      if ((a.id & b.id) != NONE || (step == steps && joined_bits(left) == 0u)) { break; }
      if (joined_bits(left) == 0u) {
        at = STEP * vec2u(step & 1u, step >> 1u);
        let rows = max(size.yz, at) - at;
        let lanes = ((1u << size.x) - 1u) * 0x01010101u;
        let open = select(lanes & ((1u << (8u * min(rows.x, 3u))) - 1u), lanes, rows.x >= STEP);
        left = select(vec4u(), vec4u(open), vec4u(0u, 1u, 2u, 3u) < vec4u(rows.y));
        step++;
      }
      a = no_sums();
      b = no_sums();
      let slices = min(STEP, size.z - at.y);
      for (var z = 0u; z < slices; z++) {
        var remain = 0u;
        let count_a = count_of(a);
        let count_b = count_of(b);
        for (var y = 0u; y < STEP; y++) {
          let row = at + vec2u(y, z);
          let ids = labels_at(at_label + row.x * params.labels.row_words + row.y * params.labels.slice_words);
          var distances = Eight();
          if (HAS_DISTANCE == 1u) {
            distances = distances_at(at_distance + row.x * params.distance.row_words + row.y * params.distance.slice_words);
          }
          var raw = Eight();
          if (HAS_INTENSITY == 1u) {
            raw = intensities_at(at_intensity + row.x * params.intensity.row_words + row.y * params.intensity.slice_words);
          }
          let p = quad_of(distances.low, raw.low);
          let q = quad_of(distances.high, raw.high);
          let open = left.x >> (8u * y);
          var p_ids = open_ids(ids.low, open);
          var q_ids = open_ids(ids.high, open >> 4u);
          a.id = id_of(a.id, p_ids, q_ids);
          let a_in_p = mask_of(p_ids, a.id);
          let a_in_q = mask_of(q_ids, a.id);
          a = with_voxels(a, p, a_in_p, q, a_in_q, y, z);
          p_ids &= ~a_in_p;
          q_ids &= ~a_in_q;
          b.id = id_of(b.id, p_ids, q_ids);
          let b_in_p = mask_of(p_ids, b.id);
          let b_in_q = mask_of(q_ids, b.id);
          b = with_voxels(b, p, b_in_p, q, b_in_q, y, z);
          remain |= left_bits(p_ids & ~b_in_p, q_ids & ~b_in_q) << (8u * y);
        }
        a.z += (count_of(a) - count_a) * z;
        b.z += (count_of(b) - count_b) * z;
        left = vec4u(left.yzw, remain);
      }
      for (var z = slices; z < STEP; z++) { left = left.yzwx; }
      a = step_in_part(a, at);
      b = step_in_part(b, at);
    }
    while (held.a.id != NONE) {
      if (held.a.id < params.ids) {
        let slot = slot_of(held.a.id);
        if (slot == NONE) { break; }
        add_to_slot(slot, fields_of(held.a, first));
      }
      held = without_first(held);
    }
    // Where the hash table is crowded, objects go to the table in memory at once.
    loop {
      let fields = fields_of(held.a, first);
      for (var field = 0u; field < select(0u, FIELDS, held.a.id < params.ids); field++) {
        if (is_used(field)) { add_to_table(held.a.id, field, fields[field], fields[COUNT], corner); }
      }
      held = without_first(held);
      if (held.a.id == NONE) { break; }
    }
    if ((a.id & b.id) == NONE) { break; }
  }
  workgroupBarrier();
  for (var i = lid; i < FIELDS * atomicLoad(&taken_slots); i += WIDTH) {
    let field = i % FIELDS;
    let slot = taken[i / FIELDS];
    if (is_used(field)) {
      add_to_table(atomicLoad(&slot_ids[slot]), field, atomicLoad(&slots[slot * FIELDS + field]),
        atomicLoad(&slots[slot * FIELDS + COUNT]), corner);
    }
  }
}
