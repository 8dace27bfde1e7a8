// Running extremum (van Herk, Gil and Werman) along x: windows of quads, from the keys of quads in a row.

// Four lanes from lane `first` of two quads in a row on.
fn lanes_from(a: vec4u, b: vec4u, first: u32) -> vec4u {
  if (first == 1u) { return vec4u(a.yzw, b.x); }
  if (first == 2u) { return vec4u(a.zw, b.xy); }
  if (first == 3u) { return vec4u(a.w, b.xyz); }
  return select(a, b, first == 4u);
}

// The four windows of a quad, whose core is 3 − r … r. The quad at −r adds what windows have before the
// core, from its end on; the quad at +r what they have after it, from its start on.
fn joined(first: vec4u, core: vec4u, last: vec4u) -> vec4u {
  let all = max(core, core.zwxy);
  let before = max(first, first.yzww);
  let after = max(last, last.xxyz);
  return max(max(all, all.yxwz),
                max(max(before, before.zwww), max(after, after.xxxy)));
}

// Windows of a quad with a radius r of at most 4, from it and its neighbours. The radius is known when compiling:
// software adapters run both sides of a branch that they cannot decide then.
fn near_windows(a: vec4u, b: vec4u, c: vec4u, r: u32) -> vec4u {
  if (r == 0u) { return b; }
  let first = lanes_from(a, b, 4u - r);
  let last = lanes_from(b, c, r);
  if (r == 1u) { return max(max(first, last), b); }
  if (r == 2u) { return joined(first, max(first.wwww, last.xxxx), last); }
  if (r == 3u) { return joined(first, b, last); }
  return joined(first, max(lanes_from(a, b, 3u), lanes_from(b, c, 1u)), last);
}
