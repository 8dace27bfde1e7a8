// Rank filter of 7×7×7 windows by radix selection on bit planes, 24 voxels per invocation.

// Made by scripts/make-rank-select.mjs: change that.
#import grid
#import voxel
#import median_key
struct Params { dst: Grid, first_slice: u32, slices: u32, groups: u32, rows: u32, rank: u32 }
@group(0) @binding(0) var<storage, read>       planes: array<u32>;
@group(0) @binding(1) var<storage, read_write> dst: array<u32>; // write
@group(0) @binding(2) var<uniform>             params: Params;
override DTYPE: u32;

// Bit j of every word belongs to voxel j − 4 of the group. Of a window's row, whether each of its 7
// elements may still be sought: so far it has the bits found.
struct Row { m0: u32, m1: u32, m2: u32, m3: u32, m4: u32, m5: u32, m6: u32 }

// Numbers of 9 bits, one per voxel: word k holds bit k of each.
struct Number { d0: u32, d1: u32, d2: u32, d3: u32, d4: u32, d5: u32, d6: u32, d7: u32, d8: u32 }

// Sum and carry of three bits.
fn full_sum(a: u32, b: u32, c: u32) -> vec2u {
  let ab = a ^ b;
  return vec2u(ab ^ c, (a & b) | (ab & c));
}

// How many candidates of a row have a zero in a bit plane: bits 0, 1, 2 of the count.
fn zeros(row: Row, word: u32) -> vec3u {
  let p = full_sum((row.m0 & ~(word << 3u)), (row.m1 & ~(word << 2u)), (row.m2 & ~(word << 1u)));
  let q = full_sum((row.m3 & ~word), (row.m4 & ~(word >> 1u)), (row.m5 & ~(word >> 2u)));
  let r = full_sum(p.x, q.x, (row.m6 & ~(word >> 3u)));
  let s = full_sum(p.y, q.y, r.y);
  return vec3u(r.x, s);
}

fn add(n: Number, bits: vec3u) -> Number {
  let c0 = n.d0 & bits.x;
  let s1 = full_sum(n.d1, bits.y, c0);
  let s2 = full_sum(n.d2, bits.z, s1.y);
  let c3 = n.d3 & s2.y;
  let c4 = n.d4 & c3;
  let c5 = n.d5 & c4;
  let c6 = n.d6 & c5;
  let c7 = n.d7 & c6;
  let c8 = n.d8 & c7;
  return Number(n.d0 ^ bits.x, s1.x, s2.x, n.d3 ^ s2.y, n.d4 ^ c3, n.d5 ^ c4, n.d6 ^ c5, n.d7 ^ c6, n.d8 ^ c7);
}

// Candidates that have the bit found.
fn keep(row: Row, word: u32, bit: u32) -> Row {
  return Row(row.m0 & ~((word << 3u) ^ bit),
             row.m1 & ~((word << 2u) ^ bit),
             row.m2 & ~((word << 1u) ^ bit),
             row.m3 & ~(word ^ bit),
             row.m4 & ~((word >> 1u) ^ bit),
             row.m5 & ~((word >> 2u) ^ bit),
             row.m6 & ~((word >> 3u) ^ bit));
}

// Stores up to four voxels of a row; `room` of them lie inside the region.
fn store_four(x: u32, line: u32, key: vec4u) {
  if (x >= params.dst.size.x) { return; }
  let shift = lane_shift(DTYPE);
  let room = params.dst.size.x - x;
  let words = words_of_four(key, room, DTYPE);
  let first = line + (x >> shift);
  dst[first] = words.x;
  if (shift < 2u && room > (1u << shift)) { dst[first + 1u] = words.y; }
  if (shift < 1u && room > 2u) { dst[first + 2u] = words.z; }
  if (shift < 1u && room > 3u) { dst[first + 3u] = words.w; }
}

// One invocation owns a group of 24 voxels of a row. From the highest bit down: of the candidates, those
// with a zero there are counted; if the rank among the candidates is below that count, the bit
// is zero, else it is one and the rank drops by the count. Counts are added up for all voxels at once.
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let index = flat_index(wid, count, lid, 64u);
  if (index >= params.groups * params.dst.size.y * params.slices) { return; }
  let group = index % params.groups;
  let y = (index / params.groups) % params.dst.size.y;
  let z = index / params.groups / params.dst.size.y;
  let bits = lane_bits(DTYPE);
  let row_step = bits * params.groups;
  let slice_step = params.rows * row_step;

  var r0 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r1 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r2 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r3 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r4 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r5 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r6 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r7 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r8 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r9 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r10 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r11 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r12 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r13 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r14 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r15 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r16 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r17 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r18 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r19 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r20 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r21 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r22 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r23 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r24 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r25 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r26 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r27 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r28 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r29 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r30 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r31 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r32 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r33 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r34 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r35 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r36 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r37 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r38 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r39 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r40 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r41 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r42 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r43 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r44 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r45 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r46 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r47 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var r48 = Row(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, ~0u);
  var rank = Number(0u - ((params.rank >> 0u) & 1u), 0u - ((params.rank >> 1u) & 1u), 0u - ((params.rank >> 2u) & 1u), 0u - ((params.rank >> 3u) & 1u), 0u - ((params.rank >> 4u) & 1u), 0u - ((params.rank >> 5u) & 1u), 0u - ((params.rank >> 6u) & 1u), 0u - ((params.rank >> 7u) & 1u), 0u - ((params.rank >> 8u) & 1u));
  let low = vec4u(0u, 1u, 2u, 3u);
  var k0 = vec4u(); var k1 = vec4u(); var k2 = vec4u(); var k3 = vec4u(); var k4 = vec4u(); var k5 = vec4u();
  for (var b = 0u; b < bits; b++) {
    let plane = bits - 1u - b;
    let first = z * slice_step + y * row_step + plane * params.groups + group;
    let w0 = planes[first + 0u * slice_step + 0u * row_step];
    let w1 = planes[first + 0u * slice_step + 1u * row_step];
    let w2 = planes[first + 0u * slice_step + 2u * row_step];
    let w3 = planes[first + 0u * slice_step + 3u * row_step];
    let w4 = planes[first + 0u * slice_step + 4u * row_step];
    let w5 = planes[first + 0u * slice_step + 5u * row_step];
    let w6 = planes[first + 0u * slice_step + 6u * row_step];
    let w7 = planes[first + 1u * slice_step + 0u * row_step];
    let w8 = planes[first + 1u * slice_step + 1u * row_step];
    let w9 = planes[first + 1u * slice_step + 2u * row_step];
    let w10 = planes[first + 1u * slice_step + 3u * row_step];
    let w11 = planes[first + 1u * slice_step + 4u * row_step];
    let w12 = planes[first + 1u * slice_step + 5u * row_step];
    let w13 = planes[first + 1u * slice_step + 6u * row_step];
    let w14 = planes[first + 2u * slice_step + 0u * row_step];
    let w15 = planes[first + 2u * slice_step + 1u * row_step];
    let w16 = planes[first + 2u * slice_step + 2u * row_step];
    let w17 = planes[first + 2u * slice_step + 3u * row_step];
    let w18 = planes[first + 2u * slice_step + 4u * row_step];
    let w19 = planes[first + 2u * slice_step + 5u * row_step];
    let w20 = planes[first + 2u * slice_step + 6u * row_step];
    let w21 = planes[first + 3u * slice_step + 0u * row_step];
    let w22 = planes[first + 3u * slice_step + 1u * row_step];
    let w23 = planes[first + 3u * slice_step + 2u * row_step];
    let w24 = planes[first + 3u * slice_step + 3u * row_step];
    let w25 = planes[first + 3u * slice_step + 4u * row_step];
    let w26 = planes[first + 3u * slice_step + 5u * row_step];
    let w27 = planes[first + 3u * slice_step + 6u * row_step];
    let w28 = planes[first + 4u * slice_step + 0u * row_step];
    let w29 = planes[first + 4u * slice_step + 1u * row_step];
    let w30 = planes[first + 4u * slice_step + 2u * row_step];
    let w31 = planes[first + 4u * slice_step + 3u * row_step];
    let w32 = planes[first + 4u * slice_step + 4u * row_step];
    let w33 = planes[first + 4u * slice_step + 5u * row_step];
    let w34 = planes[first + 4u * slice_step + 6u * row_step];
    let w35 = planes[first + 5u * slice_step + 0u * row_step];
    let w36 = planes[first + 5u * slice_step + 1u * row_step];
    let w37 = planes[first + 5u * slice_step + 2u * row_step];
    let w38 = planes[first + 5u * slice_step + 3u * row_step];
    let w39 = planes[first + 5u * slice_step + 4u * row_step];
    let w40 = planes[first + 5u * slice_step + 5u * row_step];
    let w41 = planes[first + 5u * slice_step + 6u * row_step];
    let w42 = planes[first + 6u * slice_step + 0u * row_step];
    let w43 = planes[first + 6u * slice_step + 1u * row_step];
    let w44 = planes[first + 6u * slice_step + 2u * row_step];
    let w45 = planes[first + 6u * slice_step + 3u * row_step];
    let w46 = planes[first + 6u * slice_step + 4u * row_step];
    let w47 = planes[first + 6u * slice_step + 5u * row_step];
    let w48 = planes[first + 6u * slice_step + 6u * row_step];
    var n = Number(0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u, 0u);
    n = add(n, zeros(r0, w0));
    n = add(n, zeros(r1, w1));
    n = add(n, zeros(r2, w2));
    n = add(n, zeros(r3, w3));
    n = add(n, zeros(r4, w4));
    n = add(n, zeros(r5, w5));
    n = add(n, zeros(r6, w6));
    n = add(n, zeros(r7, w7));
    n = add(n, zeros(r8, w8));
    n = add(n, zeros(r9, w9));
    n = add(n, zeros(r10, w10));
    n = add(n, zeros(r11, w11));
    n = add(n, zeros(r12, w12));
    n = add(n, zeros(r13, w13));
    n = add(n, zeros(r14, w14));
    n = add(n, zeros(r15, w15));
    n = add(n, zeros(r16, w16));
    n = add(n, zeros(r17, w17));
    n = add(n, zeros(r18, w18));
    n = add(n, zeros(r19, w19));
    n = add(n, zeros(r20, w20));
    n = add(n, zeros(r21, w21));
    n = add(n, zeros(r22, w22));
    n = add(n, zeros(r23, w23));
    n = add(n, zeros(r24, w24));
    n = add(n, zeros(r25, w25));
    n = add(n, zeros(r26, w26));
    n = add(n, zeros(r27, w27));
    n = add(n, zeros(r28, w28));
    n = add(n, zeros(r29, w29));
    n = add(n, zeros(r30, w30));
    n = add(n, zeros(r31, w31));
    n = add(n, zeros(r32, w32));
    n = add(n, zeros(r33, w33));
    n = add(n, zeros(r34, w34));
    n = add(n, zeros(r35, w35));
    n = add(n, zeros(r36, w36));
    n = add(n, zeros(r37, w37));
    n = add(n, zeros(r38, w38));
    n = add(n, zeros(r39, w39));
    n = add(n, zeros(r40, w40));
    n = add(n, zeros(r41, w41));
    n = add(n, zeros(r42, w42));
    n = add(n, zeros(r43, w43));
    n = add(n, zeros(r44, w44));
    n = add(n, zeros(r45, w45));
    n = add(n, zeros(r46, w46));
    n = add(n, zeros(r47, w47));
    n = add(n, zeros(r48, w48));
    // rank − n by subtraction with a borrow: a borrow at the end says that the rank is below the count.
    let b0 = ~rank.d0 & n.d0;
    let b1 = (~rank.d1 & n.d1) | (~(rank.d1 ^ n.d1) & b0);
    let b2 = (~rank.d2 & n.d2) | (~(rank.d2 ^ n.d2) & b1);
    let b3 = (~rank.d3 & n.d3) | (~(rank.d3 ^ n.d3) & b2);
    let b4 = (~rank.d4 & n.d4) | (~(rank.d4 ^ n.d4) & b3);
    let b5 = (~rank.d5 & n.d5) | (~(rank.d5 ^ n.d5) & b4);
    let b6 = (~rank.d6 & n.d6) | (~(rank.d6 ^ n.d6) & b5);
    let b7 = (~rank.d7 & n.d7) | (~(rank.d7 ^ n.d7) & b6);
    let b8 = (~rank.d8 & n.d8) | (~(rank.d8 ^ n.d8) & b7);
    let bit = ~b8;
    rank = Number(rank.d0 ^ (n.d0 & bit), rank.d1 ^ ((n.d1 ^ b0) & bit),
                  rank.d2 ^ ((n.d2 ^ b1) & bit),
                  rank.d3 ^ ((n.d3 ^ b2) & bit),
                  rank.d4 ^ ((n.d4 ^ b3) & bit),
                  rank.d5 ^ ((n.d5 ^ b4) & bit),
                  rank.d6 ^ ((n.d6 ^ b5) & bit),
                  rank.d7 ^ ((n.d7 ^ b6) & bit),
                  rank.d8 ^ ((n.d8 ^ b7) & bit));
    r0 = keep(r0, w0, bit);
    r1 = keep(r1, w1, bit);
    r2 = keep(r2, w2, bit);
    r3 = keep(r3, w3, bit);
    r4 = keep(r4, w4, bit);
    r5 = keep(r5, w5, bit);
    r6 = keep(r6, w6, bit);
    r7 = keep(r7, w7, bit);
    r8 = keep(r8, w8, bit);
    r9 = keep(r9, w9, bit);
    r10 = keep(r10, w10, bit);
    r11 = keep(r11, w11, bit);
    r12 = keep(r12, w12, bit);
    r13 = keep(r13, w13, bit);
    r14 = keep(r14, w14, bit);
    r15 = keep(r15, w15, bit);
    r16 = keep(r16, w16, bit);
    r17 = keep(r17, w17, bit);
    r18 = keep(r18, w18, bit);
    r19 = keep(r19, w19, bit);
    r20 = keep(r20, w20, bit);
    r21 = keep(r21, w21, bit);
    r22 = keep(r22, w22, bit);
    r23 = keep(r23, w23, bit);
    r24 = keep(r24, w24, bit);
    r25 = keep(r25, w25, bit);
    r26 = keep(r26, w26, bit);
    r27 = keep(r27, w27, bit);
    r28 = keep(r28, w28, bit);
    r29 = keep(r29, w29, bit);
    r30 = keep(r30, w30, bit);
    r31 = keep(r31, w31, bit);
    r32 = keep(r32, w32, bit);
    r33 = keep(r33, w33, bit);
    r34 = keep(r34, w34, bit);
    r35 = keep(r35, w35, bit);
    r36 = keep(r36, w36, bit);
    r37 = keep(r37, w37, bit);
    r38 = keep(r38, w38, bit);
    r39 = keep(r39, w39, bit);
    r40 = keep(r40, w40, bit);
    r41 = keep(r41, w41, bit);
    r42 = keep(r42, w42, bit);
    r43 = keep(r43, w43, bit);
    r44 = keep(r44, w44, bit);
    r45 = keep(r45, w45, bit);
    r46 = keep(r46, w46, bit);
    r47 = keep(r47, w47, bit);
    r48 = keep(r48, w48, bit);
    let at = vec4u(plane);
    k0 |= ((vec4u(bit) >> (low + 4u)) & vec4u(1u)) << at;
    k1 |= ((vec4u(bit) >> (low + 8u)) & vec4u(1u)) << at;
    k2 |= ((vec4u(bit) >> (low + 12u)) & vec4u(1u)) << at;
    k3 |= ((vec4u(bit) >> (low + 16u)) & vec4u(1u)) << at;
    k4 |= ((vec4u(bit) >> (low + 20u)) & vec4u(1u)) << at;
    k5 |= ((vec4u(bit) >> (low + 24u)) & vec4u(1u)) << at;
  }
  let x = 24u * group;
  let line = (z + params.first_slice) * params.dst.slice_words + y * params.dst.row_words;
  store_four(x + 0u, line, k0);
  store_four(x + 4u, line, k1);
  store_four(x + 8u, line, k2);
  store_four(x + 12u, line, k3);
  store_four(x + 16u, line, k4);
  store_four(x + 20u, line, k5);
}
