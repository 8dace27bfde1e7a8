// Connected-component labelling of a mask: unites all nodes that touch, by lock-free union-find (Rem's algorithm with
// atomics).
#import grid
#import bundles
#import unions
struct Params { bits: Grid, slots: u32 }
@group(0) @binding(0) var<storage, read>       foreground: array<u32>;
@group(0) @binding(1) var<storage, read_write> parents: array<atomic<u32>>;
@group(0) @binding(2) var<uniform>             params: Params;
override CONNECTIVITY: u32;

const LAST = 0x80000000u;

// Unions to be made with the bundles at (y − 1, z), (y, z − 1), (y − 1, z − 1) and (y + 1, z − 1), as bits of columns:
// `straight` of x in both, `left` of x and the other's x − 1, `right` of x − 1 and the other's x; and 1 where with the
// word before along x.
struct Unions { straight: vec4u, left: vec4u, right: vec4u, along_x: u32 }

// The bundle itself and its word before, and those at y − 1 and z − 1.
struct Near { at: vec3i, rows: vec4u, before: vec4u, y: vec4u, z: vec4u }

// All columns of nodes that share one of these columns; `path`: columns that are joined with the one before in both
// bundles.
fn columns_shared(columns: u32, path: u32) -> u32 {
  return flood_up(columns, path) | flood_down(columns, path >> 1u);
}

// Of columns that touch, the first for every two nodes, without those that share a column of `known`: these are
// connected in another way.
fn each_once(touching: u32, path: u32, known: u32) -> u32 {
  return touching & ~(path & (flood_up(touching, path) << 1u)) & ~columns_shared(known & touching, path);
}

// Where rows touch others only one column before their own, and the rows one column before only their own.
fn touching_left(rows: vec2u, rows_up: vec2u, others: vec2u, others_up: vec2u) -> vec2u {
  return rows & others_up & ~(others | rows_up);
}

// Takes one union off the list, which must not be empty.
fn take(list: ptr<function, Unions>, own: Near) -> Pair {
  let along_x = (*list).along_x;
  let open = (*list).straight | (*list).left | (*list).right;
  let row = select(select(select(3u, 2u, open.z != 0u), 1u, open.y != 0u), 0u, open.x != 0u);
  let chosen = select(vec4u(), vec4u(0xffffffffu), vec4u(row) == vec4u(0u, 1u, 2u, 3u)) & vec4u(along_x - 1u);
  (*list).along_x = 0u;
  let straight = lowest_bit(joined_bits((*list).straight & chosen));
  (*list).straight &= ~(chosen & vec4u(straight));
  var left = along_x;
  var right = 0u;
  if (CONNECTIVITY != 6u) {
    left |= select(0u, lowest_bit(joined_bits((*list).left & chosen)), straight == 0u);
    (*list).left &= ~(chosen & vec4u(left));
    right = select(0u, lowest_bit(joined_bits((*list).right & chosen)), (straight | left) == 0u);
    (*list).right &= ~(chosen & vec4u(right));
  }
  // The column before the first is the last of the word before.
  let before = right == 1u;
  let own_bit = straight | left | select(right >> 1u, LAST, before);
  let other_bit = straight | right | select(left >> 1u, LAST, left == 1u);
  let own_at = own.at - vec3i(vec3u(right, 0u, 0u) & vec3u(1u));
  let own_rows = select(own.rows, own.before, vec4<bool>(before));
  var step = vec3i(-i32(left & 1u), select(select(-1, 0, row == 1u), 1, row == 3u), select(-1, 0, row == 0u));
  if (along_x != 0u) { step = vec3i(-1, 0, 0); }
  let other_at = own.at + step;
  var others: vec4u;
  if (CONNECTIVITY == 6u) {
    others = select(select(own.z, own.y, vec4<bool>(row == 0u)), own.before, vec4<bool>(along_x != 0u));
  } else {
    others = rows_at(other_at);
  }
  let x = node_number(own_at, own_rows, node_at(node_starts(own_rows), own_bit));
  let y = node_number(other_at, others, node_at(node_starts(others), other_bit));
  return Pair(x, atomicLoad(&parents[x]), y, atomicLoad(&parents[y]));
}

// One invocation owns one word of a bundle and unites its nodes with those of the bundles before it. A contact is left
// out where a square of four voxels, or a face contact, connects the same two nodes by way of the slice before; those
// along z only where bundle_link has made them. All unions are one loop, a step of one of them a turn: so invocations
// wait for the one with the most steps in all.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let at = bundle_of(flat_index(wid, count, lid, 64u));
  if (!is_bundle(at)) { return; }
  let rows = rows_at(at);
  let x = at - vec3i(1, 0, 0);
  let y = at - vec3i(0, 1, 0);
  let z = at - vec3i(0, 0, 1);
  let yz = at - vec3i(0, 1, 1);
  let own = Near(at, rows, rows_at(x), rows_at(y), rows_at(z));
  let columns = joined_bits(rows);
  let up = moved_up(rows, own.before);
  // The word before may touch others that lie ahead of it, where this one is empty.
  if ((columns | joined_bits(up)) == 0u) { return; }
  let joined = joined_columns(rows, up);
  let joined_y = joined_columns(own.y, own.y << vec4u(1u));
  let joined_z = joined_columns(own.z, own.z << vec4u(1u));
  let along_z = straight_along_z(rows, own.z);
  let made = first_contacts(columns, node_starts(rows), along_z);
  // Of the bundle at z − 1, the face behind, and that of its word before.
  let face = back_face(own.z);
  let behind = bundle_depth() * 2u - 2u;
  let face_up = (face << vec2u(1u)) |
    (vec2u(row_at(z - vec3i(1, 0, 0), behind), row_at(z - vec3i(1, 0, 0), behind + 1u)) >> vec2u(31u));
  let squares = rows.xy & up.xy & face & face_up;
  let edge = row_at(yz, behind + 1u);
  var list = Unions();
  list.along_x = joined & ~(squares.x | squares.y) & 1u;
  list.straight.y = each_once(along_z, joined & joined_z, made);
  var along_y = rows.x & own.y.y;
  if (CONNECTIVITY != 6u) { along_y = (rows.x | rows.z) & (own.y.y | own.y.w); }
  list.straight.x = each_once(along_y, joined & joined_y, along_y & along_z & own.y.y & face.x & edge);
  if (CONNECTIVITY != 6u) {
    let back = at + vec3i(0, 1, -1);
    let edges = vec2u(edge, row_at(back, 2u));
    let closer = vec2u(own.y.y | face.x, face.y);
    let across = rows.xy & edges & ~closer;
    list.straight.z = across.x & ~(across.x << 1u);
    list.straight.w = across.y & ~(across.y << 1u);
    // Columns beside each other.
    let side = own.y.yw;
    let side_up = (side << vec2u(1u)) |
      (vec2u(row_at(y - vec3i(1, 0, 0), 1u), row_at(y - vec3i(1, 0, 0), 3u)) >> vec2u(31u));
    var left: vec2u;
    var right: vec2u;
    if (CONNECTIVITY == 18u) {
      let left_y = touching_left(rows.xz, up.xz, side, side_up);
      let left_z = touching_left(rows.xy, up.xy, face, face_up);
      let right_y = touching_left(side, side_up, rows.xz, up.xz);
      let right_z = touching_left(face, face_up, rows.xy, up.xy);
      left = vec2u(left_y.x | left_y.y, left_z.x | left_z.y);
      right = vec2u(right_y.x | right_y.y, right_z.x | right_z.y);
    } else {
      let fronts = vec2u(rows.x | rows.z, rows.x | rows.y);
      let fronts_up = vec2u(up.x | up.z, up.x | up.y);
      let others = vec2u(side.x | side.y, face.x | face.y);
      let others_up = vec2u(side_up.x | side_up.y, face_up.x | face_up.y);
      left = touching_left(fronts, fronts_up, others, others_up);
      right = touching_left(others, others_up, fronts, fronts_up);
      let edges_up = (edges << vec2u(1u)) |
        (vec2u(row_at(yz - vec3i(1, 0, 0), 3u), row_at(back - vec3i(1, 0, 0), 2u)) >> vec2u(31u));
      let close = closer | vec2u(side_up.x | face_up.x, face_up.y);
      list.left = vec4u(0u, 0u, touching_left(rows.xy, up.xy, edges, edges_up) & ~close);
      list.right = vec4u(0u, 0u, touching_left(edges, edges_up, rows.xy, up.xy) & ~close);
    }
    // Those whose nodes touch straight elsewhere are left out.
    let met = vec2u(columns_shared(along_y, joined & joined_y), columns_shared(along_z, joined & joined_z));
    let by_own = vec2u(joined);
    let by_other = vec2u(joined_y, joined_z);
    left &= ~((by_own & (met << vec2u(1u))) | (by_other & met));
    right &= ~((by_own & met) | (by_other & (met << vec2u(1u))));
    list.left = vec4u(left, list.left.zw);
    list.right = vec4u(right, list.right.zw);
  }
  var pair = Pair();
  loop {
    if (pair.above_x == pair.above_y) {
      if ((joined_bits(list.straight | list.left | list.right) | list.along_x) == 0u) { break; }
      pair = take(&list, own);
    }
    if (pair.above_x != pair.above_y) { pair = climb(pair); }
  }
}
